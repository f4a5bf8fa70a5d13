import { z } from 'zod'
import type { CardAnswer } from '../chat/views.js'
import type { Question, Response } from '../database/prisma/client.js'
import { inRange } from '../surveys/scale.js'
import { cardAnswer } from './answer-view.js'
import type { LoopStory } from './card.js'
import type { Loop } from './loop.js'
import type { Db } from './store.js'
import { withdrawalOf } from './withdrawal-store.js'

/** More answers than a card could show. */
const maxAnswers = 10

const Segments = z.record(z.string(), z.string()).catch({})

/**
 * Reads what the card of a loop tells.
 * @throws Error when no answer of the loop has words alone or a declared scale: an alert is only raised for one that has
 */
export async function readStory(db: Db, loop: Loop): Promise<LoopStory> {
  const { workspaceId } = loop
  const [answers, last] = await Promise.all([
    loopAnswers(db, loop),
    db.loopEvent.findFirst({ where: { workspaceId, loopId: loop.id }, orderBy: { id: 'desc' } }),
  ])
  const [newest] = answers
  if (newest === undefined) throw new Error('a loop without an answer that can be shown')
  // Of an answer that was anonymous at first, who gave it may be known by now.
  const customerId = loop.customerId ?? newest.response.customerId
  return {
    loop,
    customer:
      customerId === null ? null : await db.customer.findFirst({ where: { id: customerId, workspaceId } }),
    answers: await Promise.all(answers.map((answer) => readable(db, answer))),
    segments: Segments.parse(newest.response.segments),
    lastAction: last && { kind: last.kind, by: last.byName, at: last.at.getTime() },
  }
}

export interface StoredAnswer {
  response: Response
  /** Null: words without a number need none. */
  question: Question | null
}

const Version = z.object({ score: z.number(), comment: z.string().nullable().catch(null) })

/** The answer in its last version that can be read on its scale; a later number that cannot is named as set aside. */
async function readable(db: Db, { response, question }: StoredAnswer): Promise<CardAnswer> {
  if (response.state === 'withdrawn') {
    return cardAnswer(response, question, await withdrawalOf(db, response))
  }
  if (response.state === 'scored' || response.score === null || question === null) {
    return cardAnswer(response, question)
  }
  const event = await db.responseEvent.findFirst({
    where: {
      workspaceId: response.workspaceId,
      responseId: response.id,
      before: { path: ['state'], equals: 'scored' },
    },
    orderBy: { id: 'desc' },
  })
  const before = event && Version.safeParse(event.before).data
  const shown = before && inRange(question, before.score) ? { ...response, ...before } : response
  return { ...cardAnswer(shown, question), setAside: response.score }
}

/** The answers that a loop is about: newest first, those that count before those that do not. */
export async function loopAnswers(db: Db, { workspaceId, id }: Loop): Promise<StoredAnswer[]> {
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
  const counting = responses.filter(({ state }) => state !== 'withdrawn')
  const withdrawn = responses.filter(({ state }) => state === 'withdrawn')
  return [...counting, ...withdrawn].flatMap((response) => {
    const question = questions.find(
      ({ sourceId, key }) => sourceId === response.sourceId && key === response.questionKey,
    )
    if (question === undefined && response.score !== null) return []
    return { response, question: question ?? null }
  })
}
