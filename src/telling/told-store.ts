import type { MessageRef } from '../chat/port.js'
import type { CardMessage, LoopEvent } from '../database/prisma/client.js'
import type { Db } from '../loops/store.js'

/** Notes where the card stands, if it still stands where it was read: null means nowhere. */
export async function moveCard(
  db: Db,
  { id, workspaceId, messageId }: CardMessage,
  to: MessageRef | null,
): Promise<void> {
  const place = to === null ? { messageId: null } : { channel: to.channel, messageId: to.messageId }
  const data = { ...place, permalink: null }
  await db.cardMessage.updateMany({ where: { id, workspaceId, messageId }, data })
}

/** Notes that the card and its thread show this version; a newer one stays due. */
export async function noteShown(db: Db, { id, workspaceId }: CardMessage, version: number): Promise<void> {
  await db.cardMessage.updateMany({
    where: { id, workspaceId, shownVersion: { lt: version } },
    data: { shownVersion: version },
  })
}

/** Events up to this version whose line is not in the thread yet, oldest first. The card itself tells of the opening. */
export function untoldEvents(
  db: Db,
  { workspaceId, loopId }: CardMessage,
  version: number,
): Promise<LoopEvent[]> {
  const where = { workspaceId, loopId, toldAt: null, version: { lte: version }, kind: { not: 'opened' } }
  return db.loopEvent.findMany({ where, orderBy: { id: 'asc' } })
}

/** The card tells of the opening: once it stands, so does this. */
export async function noteOpeningTold(
  db: Db,
  { workspaceId, loopId }: CardMessage,
  now: number,
): Promise<void> {
  const where = { workspaceId, loopId, toldAt: null, kind: 'opened' }
  await db.loopEvent.updateMany({ where, data: { toldAt: new Date(now) } })
}

/** From here on the line may stand in the thread, whatever becomes of the call. */
export async function noteTelling(db: Db, { id, workspaceId }: LoopEvent): Promise<void> {
  await db.loopEvent.updateMany({ where: { id, workspaceId }, data: { tellAttempts: { increment: 1 } } })
}

export async function noteTold(db: Db, { id, workspaceId }: LoopEvent, now: number): Promise<void> {
  await db.loopEvent.updateMany({ where: { id, workspaceId, toldAt: null }, data: { toldAt: new Date(now) } })
}
