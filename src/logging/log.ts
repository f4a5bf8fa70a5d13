import { pino, type DestinationStream } from 'pino'

/**
 * Structured log. Messages are static text so that they group; what varies goes into fields: ids, counts, codes.
 * Never a customer's text, name or address, and never a secret.
 */
export interface Log {
  debug(message: string, fields?: Record<string, unknown>): void
  info(message: string, fields?: Record<string, unknown>): void
  warn(message: string, fields?: Record<string, unknown>): void
  error(message: string, fields?: Record<string, unknown>): void
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

/** Last line of defence: a field with one of these names never leaves the process. */
const redact = [
  'authorization',
  'token',
  'secret',
  'secrets',
  'signature',
  'body',
  'comment',
  'email',
  'name',
  '*.authorization',
  '*.token',
  '*.secret',
  '*.body',
  '*.comment',
  '*.email',
]

export function openLog(level: LogLevel, destination?: DestinationStream): Log {
  const options = { level, base: null, redact: { paths: redact, censor: '[redacted]' } }
  const out = destination ? pino(options, destination) : pino(options)
  return {
    debug: (message, fields) => out.debug(fields ?? {}, message),
    info: (message, fields) => out.info(fields ?? {}, message),
    warn: (message, fields) => out.warn(fields ?? {}, message),
    error: (message, fields) => out.error(fields ?? {}, message),
  }
}
