import { setTimeout as wait } from 'node:timers/promises'
import type { SocketModeReceiver } from '@slack/bolt'
import type { Log } from '../logging/log.js'
import { faultOf } from './trouble.js'

const connectTimeoutMs = 30_000
const longestPauseMs = 30_000

export interface SocketLink {
  /** Resolves once connected, and keeps it so from then on. */
  start(): Promise<void>
  stop(): Promise<void>
}

/**
 * Keeps Socket Mode connected. Slack's client can do that by itself, but when Slack cannot be reached, or refuses the
 * token, while it reconnects, its rejection reaches nobody and ends the process. So it is created without
 * reconnecting, and this connects again for as long as it takes, with pauses that double from one second to thirty.
 */
export function keepConnected({ client }: SocketModeReceiver, log: Log): SocketLink {
  const stopping = new AbortController()

  async function connect(): Promise<void> {
    const tooLong = setTimeout(() => void client.disconnect(), connectTimeoutMs)
    try {
      await client.start()
    } finally {
      clearTimeout(tooLong)
    }
  }

  async function reconnect(): Promise<void> {
    for (let pauseMs = 0; !stopping.signal.aborted; pauseMs = Math.min(longestPauseMs, pauseMs * 2 || 1000)) {
      await wait(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined)
      if (stopping.signal.aborted) return
      try {
        await connect()
        return watch()
      } catch (error) {
        log.warn('Slack cannot be reached by Socket Mode, trying again', faultOf(error))
      }
    }
  }

  function watch(): void {
    client.once('disconnected', () => void reconnect())
  }

  return {
    async start() {
      await connect()
      watch()
    },
    async stop() {
      stopping.abort()
      await client.disconnect()
    },
  }
}
