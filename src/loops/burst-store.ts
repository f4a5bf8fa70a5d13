import type { MessageRef } from '../chat/port.js'
import type { Burst, CardMessage, PrismaClient } from '../database/prisma/client.js'
import { idOf } from '../ids.js'
import type { Queryable } from '../queue/lease.js'
import type { Severity } from './loop.js'
import type { Db } from './store.js'
import { heldTurn } from '../queue/work-row.js'

/** So many loops one summary lists: what fits into a message with a button each. */
export const linesOfSummary = 20
/** More cards than this waiting for one channel are told by summaries. */
const cardsInARow = 10
/** What a row holds (its last_error) that has a turn to be posted and shows nothing yet. */
const heldPostTurn = heldTurn('post', 0)
/** So long a summary gathers lines unless it is full or somebody gives it a turn. */
const gatherMs: Readonly<Record<Severity, number>> = { normal: 1_500, critical: 500 }

type Place = Pick<CardMessage, 'workspaceId' | 'channel'>

/**
 * Whether more wait for the channel than are told one by one: cards that do not stand yet, and lines of summaries that do
 * not. A critical one asks for critical ones only: the others let it go first.
 */
export async function isCrowded(
  pool: Queryable,
  { workspaceId, channel }: Place,
  severity: Severity,
): Promise<boolean> {
  const { rows } = await pool.query(
    `SELECT 1 FROM card_message card JOIN loop ON loop.id = card.loop_id
     WHERE card.workspace_id = $1 AND card.channel = $2 AND card.message_id IS NULL
       AND (card.burst_id IS NULL OR card.opened_at IS NOT NULL)
       AND ($3 = 'normal' OR loop.severity = 'critical')
     UNION ALL
     SELECT 1 FROM burst JOIN card_message card ON card.burst_id = burst.id
     WHERE burst.workspace_id = $1 AND burst.channel = $2 AND burst.message_id IS NULL AND burst.binding_id IS NULL
       AND card.opened_at IS NULL
       AND ($3 = 'normal' OR burst.severity = 'critical')
     LIMIT ${cardsInARow + 1}`,
    [workspaceId, channel, severity],
  )
  return rows.length > cardsInARow
}

export interface Joining {
  severity: Severity
  /** The loop's, as it was read. */
  version: number
  /** The lease under which the card is worked: without it, it may not be moved. */
  leaseUntil: number
  /** The card's turn to be posted has come: the summary has it instead. */
  givesTurn: boolean
}

/**
 * Puts a card that does not stand into the summary that gathers for its channel, or begins one.
 * @returns the summary, and whether it can be posted at once; null: the card is somebody else's by now
 */
export function joinBurst(
  prisma: PrismaClient,
  card: CardMessage,
  joining: Joining,
  now: number,
): Promise<{ burstId: string; atOnce: boolean } | null> {
  const { id, workspaceId, channel } = card
  const { version, leaseUntil, givesTurn } = joining
  return prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`burst ${workspaceId} ${channel}`}, 0))`
    const mine = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM card_message WHERE id = ${id}::uuid AND workspace_id = ${workspaceId}::uuid AND message_id IS NULL AND burst_id IS NULL
        AND lease_until = ${new Date(leaseUntil)} FOR UPDATE`
    if (mine.length === 0) return null
    const { burstId, lines } = await gatheringBurst(tx, card, joining.severity, now)
    await tx.cardMessage.updateMany({ where: { id, workspaceId }, data: { burstId, shownVersion: version } })
    const isFull = lines + 1 >= linesOfSummary
    await wantMore(tx, burstId, { givesTurn, isFull }, now)
    return { burstId, atOnce: givesTurn || isFull }
  })
}

/** The summary of the channel that has room and does not stand yet, else a new one. */
async function gatheringBurst(
  tx: Db,
  { id, workspaceId, channel }: CardMessage,
  severity: Severity,
  now: number,
): Promise<{ burstId: string; lines: number }> {
  // One that stood and was deleted keeps its lines and gets no others.
  const [gathering] = await tx.$queryRaw<{ id: string; lines: number }[]>`
    SELECT burst.id, count(card.id)::int AS lines FROM burst LEFT JOIN card_message card ON card.burst_id = burst.id
    WHERE burst.workspace_id = ${workspaceId}::uuid AND burst.channel = ${channel} AND burst.severity = ${severity}
      AND burst.message_id IS NULL AND burst.shown_version = 0 AND burst.binding_id IS NULL
    GROUP BY burst.id HAVING count(card.id) < ${linesOfSummary}
    ORDER BY burst.created_at, burst.id LIMIT 1`
  if (gathering) return { burstId: gathering.id, lines: gathering.lines }
  const burstId = idOf(workspaceId, 'burst', id)
  const times = { createdAt: new Date(now), nextTryAt: new Date(now + gatherMs[severity]) }
  await tx.burst.createMany({
    data: [{ id: burstId, workspaceId, channel, severity, ...times }],
    skipDuplicates: true,
  })
  return { burstId, lines: 0 }
}

/** A line more. One that waits because the platform refused it goes on waiting, whatever turn it is given. */
async function wantMore(
  tx: Db,
  burstId: string,
  { givesTurn, isFull }: { givesTurn: boolean; isFull: boolean },
  now: number,
): Promise<void> {
  const at = new Date(now)
  await tx.$executeRaw`UPDATE burst SET wanted_version = wanted_version + 1 WHERE id = ${burstId}::uuid`
  if (givesTurn) {
    await tx.$executeRaw`
      UPDATE burst SET next_try_at = least(next_try_at, ${at}), last_error = ${heldPostTurn}
      WHERE id = ${burstId}::uuid AND (last_error IS NULL OR last_error = ${heldPostTurn})`
  } else if (isFull) {
    await tx.$executeRaw`
      UPDATE burst SET next_try_at = least(next_try_at, ${at}) WHERE id = ${burstId}::uuid AND last_error IS NULL`
  }
}

/** The line of a loop is to be shown anew. */
export async function touchBurst(db: Db, { burstId, workspaceId }: CardMessage, now: number): Promise<void> {
  await db.$executeRaw`
    UPDATE burst SET wanted_version = wanted_version + 1, next_try_at = greatest(next_try_at, ${new Date(now)})
    WHERE id = ${burstId}::uuid AND workspace_id = ${workspaceId}::uuid`
}

/** The line tells of the loop up to this version, once its summary is shown. @returns false: the card was opened meanwhile */
export async function noteTellingAsLine(
  db: Db,
  { id, workspaceId }: CardMessage,
  version: number,
): Promise<boolean> {
  const { count } = await db.cardMessage.updateMany({
    where: { id, workspaceId, openedAt: null, shownVersion: { lt: version } },
    data: { shownVersion: version },
  })
  return count > 0
}

/**
 * From now on the loop of a summary has a card of its own as well.
 * @returns the card; null when there is no such line, or it has one
 */
export async function wantOwnCard(
  db: Db,
  workspaceId: string,
  loopId: string,
  now: number,
): Promise<string | null> {
  const at = new Date(now)
  const [card] = await db.$queryRaw<{ id: string }[]>`
    UPDATE card_message SET opened_at = ${at}, shown_version = 0, next_try_at = greatest(next_try_at, ${at})
    WHERE loop_id = ${loopId}::uuid AND workspace_id = ${workspaceId}::uuid AND burst_id IS NOT NULL AND opened_at IS NULL
    RETURNING id`
  return card?.id ?? null
}

/** Notes where the summary stands; null: nowhere. */
export async function moveSummary(db: Db, { id, workspaceId }: Burst, to: MessageRef | null): Promise<void> {
  await db.burst.updateMany({ where: { id, workspaceId }, data: { messageId: to?.messageId ?? null } })
}

/** The summary tells of the opening of its loops: once it stands, so does this. */
export async function noteOpeningsTold(db: Db, { id, workspaceId }: Burst, now: number): Promise<void> {
  await db.$executeRaw`
    UPDATE loop_event event SET told_at = ${new Date(now)} FROM card_message card
    WHERE card.burst_id = ${id}::uuid AND card.workspace_id = ${workspaceId}::uuid AND event.loop_id = card.loop_id
      AND event.workspace_id = card.workspace_id AND event.kind = 'opened' AND event.told_at IS NULL`
}

/** Notes that the summary shows this version; a newer one stays due. */
export async function noteSummaryShown(db: Db, { id, workspaceId, wantedVersion }: Burst): Promise<void> {
  await db.burst.updateMany({
    where: { id, workspaceId, shownVersion: { lt: wantedVersion } },
    data: { shownVersion: wantedVersion },
  })
}
