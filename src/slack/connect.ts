import { AppError } from '../errors.js'
import type { SlackDeps } from './binding.js'
import { checkToken, openSlackClient, type SlackAddress, type SlackIdentity } from './client.js'
import { openHttp, openSocket, type Door } from './door.js'
import { listen } from './listen.js'
import { toSlackError } from './to-slack-error.js'

export interface SlackSettings extends SlackAddress {
  botToken: string
  /** For requests over HTTP. */
  signingSecret?: string | undefined
  /** For Socket Mode, which then carries everything. */
  appToken?: string | undefined
}

export interface Slack {
  route: Door['route']
  /** @throws AppError misconfigured when Slack does not accept a token; tellUser says what to do */
  start(): Promise<SlackIdentity>
  /** Waits for what is being done, for at most `deadlineMs`, and takes no more from Slack. */
  stop(deadlineMs?: number): Promise<void>
}

/**
 * Slack's way in for one team with one token: clicks, forms and commands, by HTTP or by Socket Mode.
 * @throws AppError misconfigured when neither a signing secret nor an app-level token is given
 */
export function connectSlack(deps: SlackDeps, settings: SlackSettings): Slack {
  const client = openSlackClient(settings.botToken, settings, deps.log)
  const door = openDoor(deps, settings)
  const listening = listen({ ...deps, clientOf: () => Promise.resolve(client) }, door, settings)
  return {
    route: (request, response) => door.route(request, response),
    stop: (deadlineMs) => listening.stop(deadlineMs),
    async start() {
      const identity = await checkToken(client)
      await door.link?.start().catch((error: unknown) => {
        throw socketError(toSlackError(error))
      })
      return identity
    },
  }
}

function openDoor(deps: SlackDeps, settings: SlackSettings): Door {
  if (settings.appToken !== undefined) return openSocket(deps.log, settings.appToken, settings)
  if (settings.signingSecret) return openHttp(deps.log, settings.signingSecret)
  throw new AppError({
    code: 'misconfigured',
    message: 'Slack: neither signing secret nor app-level token',
    tellUser: ({ notices }) => notices.slack.signingSecretMissing(),
  })
}

/**
 * The same words of Slack's mean the other token here. And a socket that is refused on the way, by a firewall or a
 * proxy, is told as anything, even as `undefined`: it is not our bug, and trying again may mend it.
 */
function socketError(error: unknown): AppError {
  if (!(error instanceof AppError)) {
    return new AppError({ code: 'unavailable', message: 'Slack: Socket Mode does not connect', cause: error })
  }
  if (error.code !== 'misconfigured') return error
  return new AppError({
    code: 'misconfigured',
    message: error.message,
    tellUser: ({ notices }) => notices.slack.badAppToken(),
  })
}
