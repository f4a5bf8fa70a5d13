import type { webApi } from '@slack/bolt'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ChatPort } from '../chat/port.js'
import { AppError } from '../errors.js'
import type { Log } from '../logging/log.js'
import type { Messages } from '../messages/messages.js'
import { buildSlackPort } from './slack-port.js'
import type { SlackIdentity } from './client.js'
import { teamUrlOf } from './team-url.js'

export interface AttachDeps {
  client: webApi.WebClient
  messagesFor: (language: string) => Messages
  log: Log
  /** Asks Slack whose token this is, and opens the way in where this process has one. */
  start(): Promise<SlackIdentity>
  /** Called once Slack has answered, before anything is posted. */
  onIdentity(identity: SlackIdentity): Promise<void>
  /** Called once the port is there: what waited for it may go. */
  onAttached(): Promise<void>
}

export interface SlackTeam {
  teamId: string
  /** @param language of the workspace: what channels read */
  portIn(language: string): ChatPort
}

/** Slack as this process has it: absent until Slack has answered once. */
export interface Attachment {
  current(): SlackTeam | null
  stop(): Promise<void>
}

const retryMs = 5_000

/**
 * Connects now, or later when Slack cannot be reached: survey answers are taken meanwhile, and their cards wait.
 * @throws AppError misconfigured when Slack refuses the token: no waiting mends that
 */
export async function attachSlack(deps: AttachDeps): Promise<Attachment> {
  const { client, messagesFor } = deps
  const teamUrl = teamUrlOf(client)
  const stopping = new AbortController()
  let current: SlackTeam | null = null
  async function attach(): Promise<boolean> {
    try {
      const identity = await deps.start()
      await deps.onIdentity(identity)
      const { teamId, botUserId } = identity
      current = {
        teamId,
        portIn: (language) => buildSlackPort({ client, teamUrl, messagesFor, botUserId, language }),
      }
      deps.log.info('connected to Slack', { teamId })
      await deps.onAttached()
      return true
    } catch (error) {
      if (!(error instanceof AppError) || !error.retryable) throw error
      deps.log.warn('Slack cannot be reached; trying again', { code: error.code, reason: error.message })
      return false
    }
  }
  const background = (await attach()) ? Promise.resolve() : keepTrying(attach, deps.log, stopping.signal)
  return {
    current: () => current,
    async stop() {
      stopping.abort()
      await background
    },
  }
}

/** Until it works, or never will: a token that Slack refuses is not mended by waiting. */
async function keepTrying(attach: () => Promise<boolean>, log: Log, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await sleep(retryMs, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) return
    try {
      if (await attach()) return
    } catch (error) {
      const known = error instanceof AppError
      const fields = { reason: known ? error.message : 'unknown' }
      if (known && error.code === 'misconfigured') {
        return log.error(
          'Slack refuses the token; cards wait until it is mended and Heard started again',
          fields,
        )
      }
      log.error('connecting to Slack failed; trying again', fields)
    }
  }
}
