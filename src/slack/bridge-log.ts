import { LogLevel, type Logger } from '@slack/bolt'
import type { Log } from '../logging/log.js'

const longest = 200

/**
 * Slack's libraries write to our log: their warnings and errors, cut short. Their debug and info lines hold requests,
 * tokens and customers' words, and go nowhere.
 * @param most at which level their warnings and errors are written at most: debug where strangers can cause them
 */
export function bridgeLog(log: Log, most: 'error' | 'debug' = 'error'): Logger {
  const detail = (parts: unknown[]): Record<string, unknown> => ({ detail: describe(parts[0]) })
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (...parts: unknown[]) =>
      log[most === 'debug' ? 'debug' : 'warn']("a warning of Slack's library", detail(parts)),
    error: (...parts: unknown[]) => log[most]("an error of Slack's library", detail(parts)),
    setLevel: () => undefined,
    setName: () => undefined,
    getLevel: () => LogLevel.WARN,
  }
}

function describe(part: unknown): string {
  if (part instanceof Error) return part.name
  // What follows a colon or a bracket may quote what was sent.
  return typeof part === 'string' ? (part.split(/[:([{]/)[0] ?? '').slice(0, longest) : typeof part
}
