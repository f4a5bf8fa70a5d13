import type { Log } from '../../src/logging/log.js'

export interface LogLine {
  level: keyof Log
  message: string
  fields: Record<string, unknown>
}

/** A log that keeps its lines, for tests that say what must and must not be logged. */
export function recordingLog(): Log & { lines: LogLine[] } {
  const lines: LogLine[] = []
  const at =
    (level: keyof Log) =>
    (message: string, fields: Record<string, unknown> = {}): void => {
      lines.push({ level, message, fields })
    }
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}
