import type { IncomingMessage, ServerResponse } from 'node:http'
import { App, HTTPReceiver, SocketModeReceiver } from '@slack/bolt'
import { AppError } from '../errors.js'
import { bindActions } from './bind-actions.js'
import { bindCommands } from './bind-commands.js'
import { bindForms } from './bind-forms.js'
import type { SlackDeps } from './binding.js'
import { bridgeLog } from './bridge-log.js'
import {
  checkToken,
  clientOptions,
  openSlackClient,
  proxyDispatcher,
  type SlackAddress,
  type SlackIdentity,
} from './client.js'
import { trackInFlight } from './in-flight.js'
import { keepConnected, type SocketLink } from './socket-link.js'
import { toSlackError } from './to-slack-error.js'
import { faultOf } from './trouble.js'

export interface SlackSettings extends SlackAddress {
  botToken: string
  /** For requests over HTTP. */
  signingSecret?: string | undefined
  /** For Socket Mode, which then carries everything. */
  appToken?: string | undefined
}

export interface Slack {
  /** Answers a request of Slack's; false: it is for somebody else. */
  route(request: IncomingMessage, response: ServerResponse): Promise<boolean>
  /** @throws AppError misconfigured when Slack does not accept a token; tellUser says what to do */
  start(): Promise<SlackIdentity>
  /** Waits for what is being done, for at most `deadlineMs`, and takes no more from Slack. */
  stop(deadlineMs?: number): Promise<void>
}

export const slackPath = '/slack/events'
const bodyLimit = 1_000_000
const closingMs = 1_000

interface Door {
  receiver: HTTPReceiver | SocketModeReceiver
  route: Slack['route']
  link: SocketLink | null
}

/**
 * Slack's way in: clicks, forms and commands, by HTTP or by Socket Mode.
 * @throws AppError misconfigured when neither a signing secret nor an app-level token is given
 */
export function connectSlack(deps: SlackDeps, settings: SlackSettings): Slack {
  const { log } = deps
  const client = openSlackClient(settings.botToken, settings, log)
  const inFlight = trackInFlight()
  const door = openDoor(deps, settings)
  const app = new App({
    receiver: door.receiver,
    // Given this way, Bolt asks Slack nothing by itself: neither now nor for every click.
    authorize: () => Promise.resolve({ botToken: settings.botToken }),
    clientOptions: clientOptions(settings, log),
    logger: bridgeLog(log),
    convoStore: false,
    extendedErrorHandler: true,
  })
  app.error(({ error }: { error: Error & { original?: Error } }) => {
    log.error('what Slack sent could not be handled', faultOf(error.original ?? error))
    return Promise.resolve()
  })
  const binding = { ...deps, app, client, inFlight }
  bindActions(binding)
  bindForms(binding)
  bindCommands(binding)

  return {
    route: door.route,
    async start() {
      const identity = await checkToken(client)
      await door.link?.start().catch((error: unknown) => {
        throw socketError(toSlackError(error))
      })
      return identity
    },
    async stop(deadlineMs = 5_000) {
      // In this order: what is being answered needs the connection for its acknowledgement.
      await inFlight.drain(deadlineMs)
      if (door.link) void inFlight.track(door.link.stop())
      const drained = await inFlight.drain(closingMs)
      if (!drained) log.warn('stopped before everything for Slack was done')
    },
  }
}

function openDoor(deps: SlackDeps, settings: SlackSettings): Door {
  if (settings.appToken !== undefined) return openSocket(deps, settings, settings.appToken)
  if (settings.signingSecret) return openHttp(deps, settings.signingSecret)
  throw new AppError({
    code: 'misconfigured',
    message: 'Slack: neither signing secret nor app-level token',
    tellUser: ({ notices }) => notices.slack.signingSecretMissing(),
  })
}

function openHttp({ log }: SlackDeps, signingSecret: string): Door {
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: [slackPath],
    bodyLimit,
    // Anybody can send a wrong signature: that must not fill the log.
    logger: bridgeLog(log, 'debug'),
  })
  return {
    receiver,
    link: null,
    route(request, response) {
      if (request.method !== 'POST' || request.url?.split('?')[0] !== slackPath) return Promise.resolve(false)
      return Promise.resolve(handled(() => receiver.requestListener(request, response)))
    },
  }
}

/** Bolt throws for what it does not serve. */
function handled(serve: () => void): boolean {
  try {
    serve()
    return true
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    if (code === 'slack_bolt_http_receiver_deferred_request_error') return false
    throw error
  }
}

function openSocket({ log }: SlackDeps, settings: SlackSettings, appToken: string): Door {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: bridgeLog(log),
    autoReconnectEnabled: false,
    installerOptions: { clientOptions: clientOptions(settings, log) },
    processEventErrorHandler: ({ error }) => {
      log.error('what Slack sent could not be handled', faultOf(error))
      return Promise.resolve(false)
    },
    ...(settings.proxyUrl !== undefined && { dispatcher: proxyDispatcher(settings.proxyUrl) }),
  })
  return { receiver, route: () => Promise.resolve(false), link: keepConnected(receiver, log) }
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
