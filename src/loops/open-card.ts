import { validate } from 'uuid'
import { wantOwnCard } from './burst-store.js'
import type { OpenCardResult } from './desk.js'
import { loopById } from './store.js'
import { ringChanged, type TransitionDeps } from './transition.js'

/** Gives a loop that a summary lists a card of its own. To look is not to take: the loop stays whose it is. */
export async function openCard(
  deps: TransitionDeps,
  { workspaceId, loopId, now }: { workspaceId: string; loopId: string; now: number },
): Promise<OpenCardResult> {
  if (!validate(loopId)) return { refused: { kind: 'gone' } }
  const cardId = await wantOwnCard(deps.prisma, workspaceId, loopId, now)
  if (cardId !== null) {
    await ringChanged(deps.bell, { cardId, homeIds: [] }, true)
    return { done: true }
  }
  const loop = await loopById(deps.prisma, workspaceId, loopId)
  return { refused: { kind: loop === null ? 'gone' : 'card_stands' } }
}
