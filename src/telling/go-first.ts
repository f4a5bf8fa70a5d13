import type { Queryable } from '../queue/lease.js'
import { waitingForSlot } from '../queue/work-row.js'
import type { SlotWait } from './slots.js'

/** Who may be asked to wait: lines, and cards and summaries of what is neither critical nor asked for by a person. */
const givesWay = {
  card_message: `(row.message_id IS NOT NULL OR (row.opened_at IS NULL
    AND EXISTS (SELECT 1 FROM loop WHERE loop.id = row.loop_id AND loop.severity = 'normal')))`,
  burst: `row.severity = 'normal'`,
} as const

/**
 * Changes turns with the earliest in line for the channel who can wait, so that nothing critical stands behind what is
 * not. Turns stay as far apart as they were given out.
 */
export async function goFirst(
  pool: Queryable,
  place: { workspaceId: string; channel: string },
  wait: SlotWait,
  now: number,
): Promise<SlotWait> {
  // In this order: a summary that gives its turn away gets the one of the card, which gets ours.
  const after = await changeTurns(pool, 'card_message', { ...place, slotAt: wait.slotAt }, now)
  const slotAt = await changeTurns(pool, 'burst', { ...place, slotAt: after }, now)
  return { ...wait, slotAt }
}

async function changeTurns(
  pool: Queryable,
  table: keyof typeof givesWay,
  { workspaceId, channel, slotAt }: { workspaceId: string; channel: string; slotAt: number },
  now: number,
): Promise<number> {
  const { rows } = await pool.query<{ next_try_at: Date }>(
    `WITH held AS (
       SELECT row.id, row.next_try_at FROM ${table} AS row
       WHERE row.workspace_id = $1 AND row.channel = $2 AND row.shown_version < row.wanted_version
         AND row.lease_until IS NULL AND row.last_error LIKE '${waitingForSlot} post %' AND ${givesWay[table]}
         AND row.next_try_at < $3 AND row.next_try_at > $4
         AND row.next_try_at >= coalesce((SELECT held_until FROM channel_slot WHERE channel = $2), $4)
       ORDER BY row.next_try_at LIMIT 1 FOR UPDATE OF row SKIP LOCKED
     ), moved AS (
       UPDATE ${table} AS row SET next_try_at = $3 FROM held WHERE row.id = held.id
     )
     SELECT next_try_at FROM held`,
    [workspaceId, channel, new Date(slotAt), new Date(now)],
  )
  return rows[0]?.next_try_at.getTime() ?? slotAt
}
