import type { BurstSummary, SummaryLine } from '../chat/views.js'
import type { Burst, CardMessage } from '../database/prisma/client.js'
import { loopCard } from './card.js'
import { Severity } from './loop.js'
import { loopById, type Db } from './store.js'
import { readStory } from './story.js'

/** Reads what a summary shows. Its lines never move: somebody's finger is over them. */
export async function readSummary(db: Db, burst: Burst): Promise<BurstSummary> {
  const cards = await db.cardMessage.findMany({
    where: { burstId: burst.id, workspaceId: burst.workspaceId },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  const lines: SummaryLine[] = []
  for (const card of cards) lines.push(await readLine(db, card))
  return { severity: Severity.parse(burst.severity), lines }
}

async function readLine(db: Db, card: CardMessage): Promise<SummaryLine> {
  const loop = await loopById(db, card.workspaceId, card.loopId)
  if (loop === null) throw new Error('a card without its loop')
  const { loopId, status, severity, customer, owner, openedAt, answers } = loopCard(await readStory(db, loop))
  const [answer] = answers
  if (answer === undefined) throw new Error('a loop without an answer that can be shown')
  const ownCard = card.openedAt === null ? null : { link: card.permalink }
  return { loopId, status, severity, customer, owner, openedAt, answer, ownCard }
}
