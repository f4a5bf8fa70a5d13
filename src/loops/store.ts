import { validate } from 'uuid'
import type { Prisma } from '../database/prisma/client.js'
import type { Change } from './heard-change.js'
import type { Actor, Loop } from './loop.js'
import { wantHomes } from './homes.js'
import { actorOf, toEventRow, toLoop, toLoopRow, toStepRows } from './loop-rows.js'

/** A transaction, or the client outside of one. */
export type Db = Prisma.TransactionClient

/** A loop with its steps; null when this workspace has none with this id. */
export async function loopById(db: Db, workspaceId: string, id: string): Promise<Loop | null> {
  if (!validate(id)) return null
  const row = await db.loop.findFirst({ where: { id, workspaceId } })
  if (row === null) return null
  return toLoop(row, await db.loopStep.findMany({ where: { loopId: id, workspaceId } }))
}

/** The same, and nobody else changes the loop until the transaction ends. */
export async function lockLoop(tx: Db, workspaceId: string, id: string): Promise<Loop | null> {
  await tx.$queryRaw`SELECT 1 FROM loop WHERE id = ${id}::uuid AND workspace_id = ${workspaceId}::uuid FOR UPDATE`
  return loopById(tx, workspaceId, id)
}

/** Locks the customer's open loop, else the one closed last if it was at or after this moment (epoch ms). */
export async function lockLoopOfCustomer(
  tx: Db,
  workspaceId: string,
  customerId: string,
  closedSince: number,
): Promise<Loop | null> {
  const [found] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM loop
    WHERE workspace_id = ${workspaceId}::uuid AND customer_id = ${customerId}::uuid
      AND (closed_at IS NULL OR closed_at >= ${new Date(closedSince)})
    ORDER BY closed_at DESC NULLS FIRST LIMIT 1 FOR UPDATE`
  return found === undefined ? null : loopById(tx, workspaceId, found.id)
}

/**
 * Writes a transition if the loop still has the version that it was decided on: the loop, changed steps, history and the
 * version that the card should show. Run it in a transaction.
 * @returns the card to be told (null while there is none) and the home tabs of those concerned, or 'lost' when somebody else was first: nothing is written
 */
export async function writeChange(
  tx: Db,
  before: Loop,
  { next, events }: Change,
): Promise<{ cardId: string | null; homeIds: string[] } | 'lost'> {
  const { id, workspaceId, ...fields } = toLoopRow(next)
  const { count } = await tx.loop.updateMany({
    where: { id, workspaceId, version: before.version },
    data: fields,
  })
  if (count === 0) return 'lost'
  for (const row of toStepRows(next, before.steps)) {
    const key = { loopId: row.loopId, step: row.step }
    await tx.loopStep.upsert({ where: { loopId_step: key }, create: row, update: row })
  }
  await tx.loopEvent.createMany({ data: events.map((event) => toEventRow(next, event)) })
  const cards = await tx.cardMessage.updateManyAndReturn({
    where: { loopId: id, workspaceId },
    data: { wantedVersion: next.version },
    select: { id: true },
  })
  const people = [before.owner, next.owner, ...events.map(({ by }) => by)]
  const homeIds = await wantHomes(tx, workspaceId, people)
  return { cardId: cards[0]?.id ?? null, homeIds }
}

/**
 * Writes a new loop with its card-to-be. Run it in a transaction.
 * @returns false when the customer has an open loop meanwhile: nothing is written
 */
export async function insertLoop(
  tx: Db,
  { next, events }: Change,
  card: { id: string; platform: string; channel: string; burstId: string | null },
): Promise<boolean> {
  const { count } = await tx.loop.createMany({ data: [toLoopRow(next)], skipDuplicates: true })
  if (count === 0) return false
  await tx.loopEvent.createMany({ data: events.map((event) => toEventRow(next, event)) })
  const openedAt = new Date(next.openedAt)
  await tx.cardMessage.create({
    data: {
      ...card,
      workspaceId: next.workspaceId,
      loopId: next.id,
      wantedVersion: next.version,
      // The line of a summary tells of it.
      shownVersion: card.burstId === null ? 0 : next.version,
      createdAt: openedAt,
      nextTryAt: openedAt,
    },
  })
  return true
}

/** The latest event of a kind. */
export async function lastEvent(
  db: Db,
  workspaceId: string,
  loopId: string,
  kind: string,
): Promise<{ by: Actor | null; at: number } | null> {
  const row = await db.loopEvent.findFirst({ where: { workspaceId, loopId, kind }, orderBy: { id: 'desc' } })
  return row && { by: actorOf(row), at: row.at.getTime() }
}
