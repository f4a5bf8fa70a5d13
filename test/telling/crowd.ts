import type { BurstSummary, SummaryLine } from '../../src/chat/views.js'
import { seedAlert, seedCustomer, type SeedAnswer } from '../loops/seed.js'
import type { Stage } from '../loops/stage.js'

/** More unhappy customers, whose cards wait for the same channel as the stage's. @returns their loops */
export async function crowd(stage: Stage, count: number, answer: SeedAnswer = {}): Promise<string[]> {
  const loops: string[] = []
  for (let n = 0; n < count; n += 1) {
    const customerId = await seedCustomer(stage.prisma, stage.seeded, `Customer ${n}`)
    const at = stage.works.now
    const { alertId } = await seedAlert(stage.prisma, stage.seeded, { customerId, at, ...answer })
    await stage.works.alert(alertId)
    const loop = await stage.prisma.loop.findFirstOrThrow({ where: { customerId } })
    loops.push(loop.id)
  }
  return loops
}

export interface Shown {
  messageId: string
  summary: BurstSummary
  edits: number
  at: number
}

/** The summaries in the chat. */
export function summaries({ works }: Stage): Shown[] {
  return works.chat.messages
    .filter(({ marker }) => marker.kind === 'burst')
    .map(({ messageId, content, edits, at }) => ({ messageId, summary: content as BurstSummary, edits, at }))
}

/** The line of the stage's own loop. */
export function lineOf(stage: Stage, loopId = stage.loopId): SummaryLine {
  const lines = summaries(stage).flatMap(({ summary }) => summary.lines)
  const [line, ...more] = lines.filter((one) => one.loopId === loopId)
  if (!line || more.length > 0) throw new Error(`told by ${more.length + (line ? 1 : 0)} lines`)
  return line
}

/** How often each loop is told: by a card of its own, or by a line of a summary. */
export function tellings(stage: Stage): Map<string, number> {
  const count = new Map<string, number>()
  const add = (loopId: string) => count.set(loopId, (count.get(loopId) ?? 0) + 1)
  for (const { marker, content } of stage.works.chat.messages) {
    if (marker.kind === 'card') add((content as { loopId: string }).loopId)
    if (marker.kind === 'burst') (content as BurstSummary).lines.forEach(({ loopId }) => add(loopId))
  }
  return count
}
