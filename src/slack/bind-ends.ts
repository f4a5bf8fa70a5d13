import { z } from 'zod'
import type { GoneReason } from '../workspaces/install-store.js'
import type { Binding } from './binding.js'
import { faultOf } from './trouble.js'

const Envelope = z.object({ team_id: z.string() })
const Revoked = z.object({ tokens: z.object({ bot: z.array(z.string()).default([]) }) })

/**
 * Slack tells that a team's install is over. It is told once at least, in any order and perhaps late, so what is done
 * about it may be done again.
 */
export function bindEnds(
  binding: Binding,
  onOver: (teamId: string, reason: GoneReason) => Promise<void>,
): void {
  const over = (body: unknown, reason: GoneReason): Promise<void> => {
    const { team_id: teamId } = Envelope.parse(body)
    const work = onOver(teamId, reason).catch((error: unknown) => {
      binding.log.error('an ended install could not be noted; the next call to Slack will show it', {
        teamId,
        ...faultOf(error),
      })
    })
    return binding.inFlight.track(work)
  }
  binding.app.event('app_uninstalled', ({ body }) => over(body, 'app_uninstalled'))
  binding.app.event('tokens_revoked', async ({ body, event }) => {
    // Tokens of people are none of ours.
    if (Revoked.parse(event).tokens.bot.length > 0) await over(body, 'token_revoked')
  })
}
