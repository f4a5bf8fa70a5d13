import { z } from 'zod'
import type { Question, Response } from '../database/prisma/client.js'
import { cardAnswer } from './answer-view.js'
import type { LoopStory } from './card.js'
import type { Loop } from './loop.js'
import type { Db } from './store.js'

/** More answers than a card could show. */
const maxAnswers = 10

const Segments = z.record(z.string(), z.string()).catch({})

/**
 * Reads what the card of a loop tells.
 * @throws Error when no answer of the loop has a declared scale: an alert is only raised for one that has
 */
export async function readStory(db: Db, loop: Loop): Promise<LoopStory> {
  const { workspaceId, customerId } = loop
  const [answers, customer, last] = await Promise.all([
    answersOf(db, loop),
    customerId === null ? null : db.customer.findFirst({ where: { id: customerId, workspaceId } }),
    db.loopEvent.findFirst({ where: { workspaceId, loopId: loop.id }, orderBy: { id: 'desc' } }),
  ])
  const [newest] = answers
  if (newest === undefined) throw new Error('a loop without an answer that can be shown')
  return {
    loop,
    customer,
    answers: answers.map(({ response, question }) => cardAnswer(response, question)),
    segments: Segments.parse(newest.response.segments),
    lastAction: last && { kind: last.kind, by: last.byName, at: last.at.getTime() },
  }
}

async function answersOf(
  db: Db,
  { workspaceId, id }: Loop,
): Promise<{ response: Response; question: Question }[]> {
  const alerts = await db.alert.findMany({ where: { workspaceId, loopId: id }, select: { responseId: true } })
  const responses = await db.response.findMany({
    where: { workspaceId, id: { in: alerts.map((alert) => alert.responseId) } },
    // Typeform tells seconds only: of two answers within one, the one that came later is the newer.
    orderBy: [{ answeredAt: 'desc' }, { receivedAt: 'desc' }, { id: 'desc' }],
    take: maxAnswers,
  })
  const questions = await db.question.findMany({
    where: {
      workspaceId,
      OR: responses.map(({ sourceId, questionKey }) => ({ sourceId, key: questionKey })),
    },
  })
  return responses.flatMap((response) => {
    const question = questions.find(
      ({ sourceId, key }) => sourceId === response.sourceId && key === response.questionKey,
    )
    return question === undefined ? [] : { response, question }
  })
}
