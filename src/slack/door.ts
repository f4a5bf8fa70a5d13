import type { IncomingMessage, ServerResponse } from 'node:http'
import { HTTPReceiver, SocketModeReceiver } from '@slack/bolt'
import type { Log } from '../logging/log.js'
import { bridgeLog } from './bridge-log.js'
import { clientOptions, proxyDispatcher, type SlackAddress } from './client.js'
import { keepConnected, type SocketLink } from './socket-link.js'
import { faultOf } from './trouble.js'

/** Where Slack comes in. */
export interface Door {
  receiver: HTTPReceiver | SocketModeReceiver
  /** Answers a request of Slack's; false: it is for somebody else. */
  route(request: IncomingMessage, response: ServerResponse): Promise<boolean>
  link: SocketLink | null
}

export const slackPath = '/slack/events'
const bodyLimit = 1_000_000

export function openHttp(log: Log, signingSecret: string): Door {
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: [slackPath],
    bodyLimit,
    // Anybody can send a wrong signature: that must not fill the log.
    logger: bridgeLog(log, 'debug'),
    processEventErrorHandler: ({ error }) => {
      log.error('what Slack sent could not be handled', faultOf(error))
      return Promise.resolve(false)
    },
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
export function handled(serve: () => void): boolean {
  try {
    serve()
    return true
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    if (code === 'slack_bolt_http_receiver_deferred_request_error') return false
    throw error
  }
}

export function openSocket(log: Log, appToken: string, address: SlackAddress): Door {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: bridgeLog(log),
    autoReconnectEnabled: false,
    installerOptions: { clientOptions: clientOptions(address, log) },
    processEventErrorHandler: ({ error }) => {
      log.error('what Slack sent could not be handled', faultOf(error))
      return Promise.resolve(false)
    },
    ...(address.proxyUrl !== undefined && { dispatcher: proxyDispatcher(address.proxyUrl) }),
  })
  return { receiver, route: () => Promise.resolve(false), link: keepConnected(receiver, log) }
}
