import type { BurstSummary, GatheredPage, SummaryLine } from '../chat/views.js'
import type { Burst, CardMessage } from '../database/prisma/client.js'
import { linesOfSummary } from '../loops/burst-store.js'
import { loopCard } from '../loops/card.js'
import { countLines, placeLines } from '../loops/gathered-store.js'
import { Severity } from '../loops/loop.js'
import { loopById, type Db } from '../loops/store.js'
import { readStory } from '../loops/story.js'

/** Reads what a summary shows. Its lines never move: somebody's finger is over them. */
export async function readSummary(db: Db, burst: Burst): Promise<BurstSummary> {
  const severity = Severity.parse(burst.severity)
  if (burst.bindingId === null) return { severity, lines: await readLines(db, burst, {}) }
  await placeLines(db, burst)
  const gathered = await readGathered(db, burst, burst.bindingId)
  const lines = await readLines(db, burst, { skip: gathered.first - 1, take: linesOfSummary })
  return { severity, lines, gathered }
}

async function readLines(
  db: Db,
  { id: burstId, workspaceId }: Burst,
  page: { skip?: number; take?: number },
): Promise<SummaryLine[]> {
  const cards = await db.cardMessage.findMany({
    where: { burstId, workspaceId },
    orderBy: [{ burstPlace: 'asc' }, { createdAt: 'asc' }, { id: 'asc' }],
    ...page,
  })
  const lines: SummaryLine[] = []
  for (const card of cards) lines.push(await readLine(db, card))
  return lines
}

async function readGathered(db: Db, burst: Burst, bindingId: string): Promise<GatheredPage> {
  const { workspaceId } = burst
  const [{ untouched, taken, closed }, binding] = [
    await countLines(db, burst),
    await db.binding.findFirst({ where: { id: bindingId, workspaceId } }),
  ]
  const total = untouched + taken + closed
  const pages = Math.max(1, Math.ceil(total / linesOfSummary))
  const page = Math.min(burst.page, pages - 1)
  return {
    summaryId: burst.id,
    total,
    untouched,
    taken,
    closed,
    page,
    pages,
    first: page * linesOfSummary + 1,
    scored: binding?.scored ?? 0,
    older: binding?.older ?? 0,
  }
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
