import type { Clock } from '../clock.js'
import { AppError } from '../errors.js'
import type { Queryable } from '../queue/lease.js'
import { holdChannel, isPaused, reserveSlot } from '../queue/pace.js'
import { heldTurn, waitingForSlot } from '../queue/work-row.js'

/** No send begins this close to the lease's end; a send times out after 10 s. */
export const sendMs = 15_000

interface SlotDeps {
  pool: Queryable
  clock: Clock
}

/** What shares a rate limit of the platform. */
export interface Lane {
  kind: 'post' | 'edit' | 'home'
  key: string
  everyMs: number
}

/** New messages: a channel takes about one a second. */
export function postsTo(channel: string): Lane {
  return { kind: 'post', key: channel, everyMs: 1_000 }
}

/** Edits: about fifty a minute for a whole workspace (Slack, chat.update). */
export function editsOf(workspaceId: string): Lane {
  return { kind: 'edit', key: `edits:${workspaceId}`, everyMs: 1_200 }
}

/** Home tabs: about a hundred a minute for a whole workspace (Slack, views.publish), and forms need some of that. */
export function homesOf(workspaceId: string): Lane {
  return { kind: 'home', key: `homes:${workspaceId}`, everyMs: 900 }
}

/** A turn that is reserved for this row: come back at `slotAt` (epoch ms). `holding` is kept on the row until then. */
export interface SlotWait {
  slotAt: number
  holding: string
}

/** Turns at sending, and what the run before this one knew. */
export interface Slots {
  /** Whether the row came back for a turn in this lane. */
  holds(lane: Lane): boolean
  /** The version that the card shows; 0: not known. */
  cardShows: number
  /** Takes the next turn in a lane. @returns null when that is now */
  next(lane: Lane): Promise<SlotWait | null>
}

/**
 * The turns of one run of a row's work. A row that came back for the turn that it had reserved has that one: it would
 * otherwise stand at the end of the line for ever. What stands in the row's last_error meanwhile: the lane's kind and the
 * version that the card shows, so that it is not edited anew for each turn.
 */
export function slotsOf(
  { pool, clock }: SlotDeps,
  row: { lastError: string | null; nextTryAt: Date },
  lease: { until: number },
): Slots {
  const holding = parseHolding(row.lastError)
  let held = holding?.kind ?? null
  const slots: Slots = {
    cardShows: holding?.cardShows ?? 0,
    holds: ({ kind }) => held === kind,
    async next({ kind, key, everyMs }) {
      if (clock() > lease.until - sendMs) throw leaseNearlyOver()
      // A turn is worth nothing while the platform asks for a pause: stand in line again, behind it.
      const isHeld = held === kind && !(await isPaused(pool, key, clock()))
      if (held === kind) held = null
      const slotAt = isHeld ? row.nextTryAt.getTime() : await reserveSlot(pool, key, clock(), everyMs)
      return slotAt <= clock() ? null : { slotAt, holding: heldTurn(kind, slots.cardShows) }
    },
  }
  return slots
}

/** Somebody else may take the row soon: what we sent then could be sent by both. */
function leaseNearlyOver(): AppError {
  return new AppError({ code: 'unavailable', message: 'the lease is nearly over' })
}

function parseHolding(lastError: string | null): { kind: string; cardShows: number } | null {
  const [word, kind, version] = lastError?.split(' ') ?? []
  if (word !== waitingForSlot || kind === undefined) return null
  return { kind, cardShows: Number(version ?? 0) }
}

/** The platform asked for a pause: nothing goes out in these lanes before it is over. */
export async function pause({ pool, clock }: SlotDeps, lanes: readonly Lane[], ms: number): Promise<void> {
  for (const lane of lanes) await holdChannel(pool, lane.key, clock() + ms)
}
