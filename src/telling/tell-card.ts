import type { Marker, MessageRef } from '../chat/port.js'
import type { LoopCard } from '../chat/views.js'
import type { CardMessage } from '../database/prisma/client.js'
import { AppError } from '../errors.js'
import { joinsBurst } from './burst.js'
import { goFirst } from './go-first.js'
import { editsOf, postsTo, type SlotWait } from './slots.js'
import type { Telling } from './telling.js'
import { moveCard, noteOpeningTold } from './told-store.js'

/**
 * Posts the card, or edits it where it stands.
 * @returns where it stands, showing this version; or the turn to come back for; or 'in_burst': a summary tells of it
 */
export async function showCard(
  telling: Telling,
  card: CardMessage,
  view: LoopCard,
  version: number,
): Promise<MessageRef | SlotWait | 'in_burst'> {
  const { port, slots } = telling
  const standing = await findStanding(telling, card)
  if (standing === null) return postCard(telling, card, view, version)
  if (slots.cardShows >= version) return standing
  const wait = await slots.next(editsOf(card.workspaceId))
  if (wait !== null) return wait
  telling.act = 'edit'
  await port.editCard(standing, view)
  slots.cardShows = version
  await telling.worked()
  return standing
}

/** Where the card stands: as noted, or as an earlier run left it without noting it. */
async function findStanding(telling: Telling, card: CardMessage): Promise<MessageRef | null> {
  const { port, attempts } = telling
  if (card.messageId !== null) return { channel: card.channel, messageId: card.messageId }
  if (attempts <= 1) return null
  const found = await port.findOwn(card.channel, markerOf(card), card.createdAt.getTime())
  if (found !== null) await noteStanding(telling, card, found)
  return found
}

async function postCard(
  telling: Telling,
  card: CardMessage,
  view: LoopCard,
  version: number,
): Promise<MessageRef | SlotWait | 'in_burst'> {
  const { deps, port, slots } = telling
  if (await joinsBurst(telling, card, { severity: view.severity, version })) return 'in_burst'
  const wait = await slots.next(postsTo(card.channel))
  if (wait !== null) {
    const isUrgent = view.severity === 'critical' || card.openedAt !== null
    return isUrgent ? goFirst(deps.pool, card, wait, deps.clock()) : wait
  }
  telling.act = 'post'
  const posted = await port.postCard(card.channel, view, markerOf(card))
  slots.cardShows = version
  await noteStanding(telling, card, posted)
  return posted
}

async function noteStanding(
  { deps, progressed }: Telling,
  card: CardMessage,
  ref: MessageRef,
): Promise<void> {
  await moveCard(deps.prisma, card, ref)
  await noteOpeningTold(deps.prisma, card, deps.clock())
  await progressed()
}

/**
 * After the platform said that the message is gone: forgets where the card stood, so that it is posted again, unless the
 * message is still there and merely refuses.
 * @returns whether it is worth going on
 */
export async function standsElsewhere(
  { deps, port, slots }: Telling,
  cardId: string,
  error: unknown,
): Promise<boolean> {
  if (!(error instanceof AppError) || error.code !== 'not_found') return false
  const card = await deps.prisma.cardMessage.findUnique({ where: { id: cardId } })
  if (card === null || card.messageId === null) return false
  const found = await port.findOwn(card.channel, markerOf(card), card.createdAt.getTime())
  if (found?.messageId === card.messageId) return false
  await moveCard(deps.prisma, card, found)
  slots.cardShows = 0
  return true
}

function markerOf({ id }: CardMessage): Marker {
  return { kind: 'card', id }
}
