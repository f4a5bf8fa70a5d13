import { webApi } from '@slack/bolt'
import { z } from 'zod'
import { AppError } from '../errors.js'
import type { Install } from '../workspaces/install-store.js'
import { keepRefreshed, leaseExpiring, noteRefreshFailed } from '../workspaces/refresh-store.js'
import { clientOptions } from './client.js'
import { parseKept, withTokens } from './installation.js'
import type { TeamsDeps } from './teams.js'
import { toSlackError } from './to-slack-error.js'
import { faultOf } from './trouble.js'

export interface AppCredentials {
  clientId: string
  clientSecret: string
}

const Renewed = z.object({
  access_token: z.string(),
  refresh_token: z.string(),
  expires_in: z.number().positive(),
})

/** So long before their end tokens are renewed: an outage of Slack or ours has time to pass. */
export const renewAheadMs = 2 * 3_600_000
const soonMs = 60_000
/** What an operator must mend is not asked more often than this. */
const refusedMs = 600_000

/**
 * Renews the tokens that end soon, each in one process only: a refresh token works once.
 * @returns how many were renewed
 */
export async function renewTokens(deps: TeamsDeps, app: AppCredentials): Promise<number> {
  let renewed = 0
  for (;;) {
    const now = deps.clock()
    const install = await leaseExpiring(deps, 'slack', now + renewAheadMs, now)
    if (install === null) return renewed
    if (await renew(deps, app, install)) renewed += 1
  }
}

async function renew(deps: TeamsDeps, app: AppCredentials, install: Install): Promise<boolean> {
  const { teamId, workspaceId } = install
  try {
    const kept = parseKept(install.secret ?? '')
    const answer = await exchange(deps, app, kept.bot.refreshToken ?? '')
    const expiresAt = deps.clock() + answer.expires_in * 1000
    const tokens = { token: answer.access_token, refreshToken: answer.refresh_token, expiresAt }
    const secret = JSON.stringify(withTokens(kept, tokens))
    if (!(await keepRefreshed(deps, install, { secret, expiresAt }))) return false
    deps.log.info("a Slack team's token was renewed", { teamId })
    await deps.wake(workspaceId)
    return true
  } catch (thrown) {
    await noteFailure(deps, install, thrown)
    return false
  }
}

async function exchange(deps: TeamsDeps, app: AppCredentials, refreshToken: string) {
  const client = new webApi.WebClient(undefined, clientOptions(deps.address, deps.log))
  const answer = await client.oauth.v2.access({
    client_id: app.clientId,
    client_secret: app.clientSecret,
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
  })
  return Renewed.parse(answer)
}

async function noteFailure(deps: TeamsDeps, install: Install, thrown: unknown): Promise<void> {
  const { teamId } = install
  const error = toSlackError(thrown)
  const known = error instanceof AppError
  const nextAt = deps.clock() + (known && !error.retryable ? refusedMs : soonMs)
  const told = known ? { reason: error.message } : faultOf(error)
  deps.log.error("a Slack team's token could not be renewed", { teamId, ...told })
  await noteRefreshFailed(deps, install, { error: known ? error.message : 'internal', nextAt })
}
