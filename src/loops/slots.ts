import type { Clock } from '../clock.js'
import type { Queryable } from '../queue/lease.js'
import { waitingForSlot } from './work-row.js'

/** Reserves the next moment (epoch ms) at which something may be sent: see queue/pace.ts. */
export type ReserveSlot = (pool: Queryable, lane: string, now: number, everyMs: number) => Promise<number>

/** Thrown to end a row's work until its reserved moment. */
export interface Slots {
  /** The moment at which the next message to this lane may go: send if it is not in the future, else come back then. */
  next(lane: string, everyMs: number): Promise<number>
}

/** A channel takes about one message a second. */
export const messageEveryMs = 1_000

/**
 * The moments of one run of a row's work. A row that came back for the moment it had reserved uses that one first, for it
 * would otherwise stand at the end of the line for ever.
 */
export function slotsOf(
  deps: { pool: Queryable; clock: Clock; reserveSlot: ReserveSlot },
  row: { lastError: string | null; nextTryAt: Date },
): Slots {
  let held = row.lastError === waitingForSlot ? row.nextTryAt.getTime() : null
  return {
    async next(lane, everyMs) {
      if (held === null) return deps.reserveSlot(deps.pool, lane, deps.clock(), everyMs)
      const slot = held
      held = null
      return slot
    },
  }
}
