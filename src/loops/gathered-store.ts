import type { Burst } from '../database/prisma/client.js'
import { idOf } from '../ids.js'
import type { Queryable } from '../queue/lease.js'
import { linesOfSummary } from './burst-store.js'
import type { Severity } from './loop.js'
import type { Db } from './store.js'

/** A first look at whether all that it gathers is there. */
const firstLookMs = 500

/**
 * The summary that tells of the answers which waited for one declaration, where it tells of so many that their cards would
 * flood the channel. One for each channel that they are routed to.
 * @returns null: the loop gets a card, since they are few, or the summary stands already
 */
export async function joinGathered(
  tx: Db,
  {
    workspaceId,
    bindingId,
    channel,
    severity,
  }: { workspaceId: string; bindingId: string | null; channel: string; severity: Severity },
  now: number,
): Promise<string | null> {
  if (bindingId === null) return null
  const gathers = await tx.binding.count({ where: { id: bindingId, workspaceId, gathers: true } })
  if (gathers === 0) return null
  const id = idOf(bindingId, 'burst', channel)
  const times = { createdAt: new Date(now), nextTryAt: new Date(now + firstLookMs) }
  await tx.burst.createMany({
    data: [{ id, workspaceId, channel, severity, bindingId, ...times }],
    skipDuplicates: true,
  })
  const joined = await tx.$executeRaw`
    UPDATE burst SET wanted_version = wanted_version + 1,
      severity = CASE WHEN ${severity} = 'critical' THEN 'critical' ELSE severity END
    WHERE id = ${id}::uuid AND workspace_id = ${workspaceId}::uuid AND message_id IS NULL AND shown_version = 0`
  return joined === 0 ? null : id
}

/** Whether loops are still being opened for a summary that does not stand. What failed is not waited for: it gets a card. */
export async function isGathering(
  pool: Queryable,
  { workspaceId, bindingId, messageId }: Burst,
): Promise<boolean> {
  if (bindingId === null || messageId !== null) return false
  const { rows } = await pool.query(
    `SELECT 1 FROM binding WHERE id = $1 AND workspace_id = $2 AND done_at IS NULL AND last_error IS NULL
     UNION ALL
     SELECT 1 FROM alert WHERE binding_id = $1 AND workspace_id = $2 AND handled_version < version AND last_error IS NULL
     LIMIT 1`,
    [bindingId, workspaceId],
  )
  return rows.length > 0
}

/** Gives every loop of the summary its place: critical ones first, then the newest answer. What has a place keeps it. */
export async function placeLines(db: Db, { id, workspaceId }: Burst): Promise<void> {
  await db.$executeRaw`
    UPDATE card_message card SET burst_place = placed.place
    FROM (
      SELECT c.id, (SELECT coalesce(max(burst_place), 0) FROM card_message WHERE burst_id = ${id}::uuid)
        + row_number() OVER (ORDER BY (loop.severity <> 'critical'), max(r.answered_at) DESC, c.id) AS place
      FROM card_message c JOIN loop ON loop.id = c.loop_id
        LEFT JOIN alert a ON a.loop_id = loop.id LEFT JOIN response r ON r.id = a.response_id
      WHERE c.burst_id = ${id}::uuid AND c.workspace_id = ${workspaceId}::uuid AND c.burst_place IS NULL
      GROUP BY c.id, loop.severity) AS placed
    WHERE card.id = placed.id AND card.burst_place IS NULL`
}

/** How a summary's loops stand, and whether there are some that only it tells of. */
export async function countLines(
  db: Db,
  { id, workspaceId }: Burst,
): Promise<{ untouched: number; taken: number; closed: number; onlyHere: number }> {
  const [row] = await db.$queryRaw<{ untouched: number; taken: number; closed: number; onlyHere: number }[]>`
    SELECT count(*) FILTER (WHERE loop.status = 'new')::int AS untouched,
      count(*) FILTER (WHERE loop.status NOT IN ('new', 'closed'))::int AS taken,
      count(*) FILTER (WHERE loop.status = 'closed')::int AS closed,
      count(*) FILTER (WHERE loop.status <> 'closed' AND card.opened_at IS NULL)::int AS "onlyHere"
    FROM card_message card JOIN loop ON loop.id = card.loop_id
    WHERE card.burst_id = ${id}::uuid AND card.workspace_id = ${workspaceId}::uuid`
  return row ?? { untouched: 0, taken: 0, closed: 0, onlyHere: 0 }
}

/** Which page of its loops the summary shows. @returns whether it turns */
export async function turnPage(
  db: Db,
  { workspaceId, burstId, page }: { workspaceId: string; burstId: string; page: number },
  now: number,
): Promise<boolean> {
  const turned = await db.$executeRaw`
    UPDATE burst SET page = ${page}, wanted_version = wanted_version + 1, next_try_at = greatest(next_try_at, ${new Date(now)})
    WHERE id = ${burstId}::uuid AND workspace_id = ${workspaceId}::uuid AND binding_id IS NOT NULL AND page <> ${page}
      AND (SELECT count(*) FROM card_message WHERE burst_id = ${burstId}::uuid) > ${page * linesOfSummary}`
  return turned > 0
}
