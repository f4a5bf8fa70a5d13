import type { CardMessage } from '../database/prisma/client.js'
import { burstOutbox } from '../queue/outbox.js'
import { isCrowded, joinBurst, noteTellingAsLine, touchBurst, wantOwnCard } from '../loops/burst-store.js'
import type { Loop, Severity } from '../loops/loop.js'
import { postsTo } from './slots.js'
import type { CardJobDeps, Telling } from './telling.js'
import { untoldEvents } from './told-store.js'

/** Ask of a card that is known not to stand: it is worked under its lease, and was looked for if it had been tried. */
export async function joinsBurst(
  { deps, slots, leaseUntil }: Telling,
  card: CardMessage,
  loop: { severity: Severity; version: number },
): Promise<boolean> {
  if (card.burstId !== null) return false
  if (!(await isCrowded(deps.pool, card, loop.severity))) return false
  const givesTurn = slots.holds(postsTo(card.channel))
  const joining = { ...loop, leaseUntil, givesTurn }
  const joined = await joinBurst(deps.prisma, card, joining, deps.clock())
  if (joined?.atOnce) await ringBurst(deps, joined.burstId)
  return true
}

/**
 * Tells of a loop by its summary's line, which is edited. What must be heard rather than found gets a card of its own: the
 * loop turned critical, or the customer answered again or worse.
 */
export async function tellAsLine(deps: CardJobDeps, card: CardMessage, loop: Loop): Promise<void> {
  const { prisma, clock } = deps
  if (await mustBeHeard(deps, card, loop)) {
    await wantOwnCard(prisma, card.workspaceId, card.loopId, clock())
    return
  }
  const isNoted = await prisma.$transaction(async (tx) => {
    await touchBurst(tx, card, clock())
    return noteTellingAsLine(tx, card, loop.version)
  })
  if (isNoted) await ringBurst(deps, card.burstId)
}

const loud: readonly string[] = ['joined', 'reopened']

async function mustBeHeard({ prisma }: CardJobDeps, card: CardMessage, loop: Loop): Promise<boolean> {
  const { workspaceId, burstId } = card
  const burst = await prisma.burst.findFirst({ where: { id: burstId ?? '', workspaceId } })
  if (burst === null) return true
  if (loop.severity === 'critical' && burst.severity === 'normal') return true
  // A summary that does not stand yet tells all of it.
  if (burst.messageId === null) return false
  const events = await untoldEvents(prisma, card, loop.version)
  return events.some(({ kind, version }) => loud.includes(kind) && version > card.shownVersion)
}

/** The loop's own card changed: so does its line, if it has one. */
export async function changeLine(deps: CardJobDeps, card: CardMessage): Promise<void> {
  if (card.burstId === null) return
  await touchBurst(deps.prisma, card, deps.clock())
  await ringBurst(deps, card.burstId)
}

async function ringBurst({ bell }: CardJobDeps, id: string | null): Promise<void> {
  if (id !== null) await bell.ring([{ job: burstOutbox.job, id }])
}
