/**
 * What a failed statement means for whoever asked.
 * - connection: the server is away, overloaded or too slow; whether it committed is unknown
 * - conflict: somebody else was in the way; the same statement may be run again
 * - data: what was sent cannot be stored
 * - other: our bug, or no database error at all
 */
export type FailureKind = 'connection' | 'conflict' | 'data' | 'other'

/** SQLSTATE or system code of what the driver threw, for the log; its message may carry data. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

/** Serialization failure, deadlock, lock not available. */
const conflicts: ReadonlySet<string> = new Set(['40001', '40P01', '55P03'])
const systemCodes =
  /^(ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|ENOENT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EACCES)$/
/** The driver throws these without a code. */
const driverMessages = /timeout|connection terminated|connection ended|not queryable|client was closed/i

export function failureKind(error: unknown): FailureKind {
  const code = codeOf(error)
  if (code === undefined)
    return error instanceof Error && driverMessages.test(error.message) ? 'connection' : 'other'
  if (conflicts.has(code)) return 'conflict'
  if (systemCodes.test(code)) return 'connection'
  if (!/^[0-9A-Z]{5}$/.test(code)) return 'other'
  // 08 connection, 53 insufficient resources, 57 operator intervention (shutdown, statement timeout), 58 system error
  if (/^(08|53|57|58)/.test(code)) return 'connection'
  return /^(22|23)/.test(code) ? 'data' : 'other'
}
