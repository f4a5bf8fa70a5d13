import type { Clock } from '../clock.js'
import type { Queryable } from '../queue/lease.js'
import { holdChannel, reserveSlot } from '../queue/pace.js'
import { waitingForSlot } from './work-row.js'

interface SlotDeps {
  pool: Queryable
  clock: Clock
}

/** Turns at sending, one lane at a time. */
export interface Slots {
  /** Epoch ms of this row's next turn in the lane: not in the future means now, else the work must come back for it. */
  next(lane: Lane): Promise<number>
}

/** What shares a rate limit of the platform. */
export interface Lane {
  key: string
  everyMs: number
}

/** New messages: a channel takes about one a second. */
export function postsTo(channel: string): Lane {
  return { key: channel, everyMs: 1_000 }
}

/** Edits: about fifty a minute for a whole workspace (Slack, chat.update). */
export function editsOf(workspaceId: string): Lane {
  return { key: `edits:${workspaceId}`, everyMs: 1_200 }
}

/**
 * The turns of one run of a row's work. A row that came back for the turn it had reserved uses that one first: it would
 * otherwise stand at the end of the line for ever.
 */
export function slotsOf(
  { pool, clock }: SlotDeps,
  row: { lastError: string | null; nextTryAt: Date },
): Slots {
  let held = row.lastError === waitingForSlot ? row.nextTryAt.getTime() : null
  return {
    async next({ key, everyMs }) {
      if (held === null) return reserveSlot(pool, key, clock(), everyMs)
      const slot = held
      held = null
      return slot
    },
  }
}

/** The platform asked for a pause: nothing goes out in these lanes before it is over. */
export async function pause({ pool, clock }: SlotDeps, lanes: readonly Lane[], ms: number): Promise<void> {
  for (const lane of lanes) await holdChannel(pool, lane.key, clock() + ms)
}
