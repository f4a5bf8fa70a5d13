import type { Binding, Prisma } from '../database/prisma/client.js'
import { idOf } from '../ids.js'
import { askingNoticeId } from './asking-id.js'
import type { Question, Scale } from './question.js'
import { toQuestion } from './question-row.js'

/** A transaction, or the client outside of one. */
export type Db = Prisma.TransactionClient

/** A question of one source, bound or not. */
export interface QuestionPlace {
  workspaceId: string
  sourceId: string
  key: string
}

/** What somebody said of a question's numbers, as it stands now. */
export interface Said {
  /** Another one when somebody says something else. */
  stamp: string
  by: string
  /** Epoch ms; null: nobody noted it. */
  at: number | null
  /** Null: the numbers are no score. */
  question: Question | null
}

/** The id that a question has, or would have, bound. */
export function questionIdOf({ sourceId, key }: Pick<QuestionPlace, 'sourceId' | 'key'>): string {
  return idOf(sourceId, 'question', key)
}

/** Nobody else says what this question means until the transaction ends. */
export async function lockSaying(tx: Db, place: QuestionPlace): Promise<void> {
  const name = `binding ${place.workspaceId} ${questionIdOf(place)}`
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`
}

/** What is said of a question; null: nothing yet. */
export async function readSaid(db: Db, place: QuestionPlace): Promise<Said | null> {
  const { workspaceId, sourceId, key } = place
  const row = await db.question.findFirst({ where: { workspaceId, sourceId, key } })
  if (row !== null) {
    const question = toQuestion(row)
    const last = await lastBinding(db, place)
    const at = last?.createdAt.getTime() ?? null
    return { stamp: stampOf(question), by: question.boundBy, at, question }
  }
  const ignored = await db.ignoredQuestion.findFirst({ where: { workspaceId, sourceId, key } })
  if (ignored === null) return null
  const at = ignored.createdAt.getTime()
  return { stamp: idOf(ignored.id, 'ignored', String(at)), by: ignored.byName, at, question: null }
}

/** The newest declaration of a question, with what became of its answers. */
export function lastBinding(db: Db, { workspaceId, sourceId, key }: QuestionPlace): Promise<Binding | null> {
  return db.binding.findFirst({
    where: { workspaceId, sourceId, questionKey: key },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  })
}

/** The notice that asks for a question, if there is one, shows anew what became of it. @returns its id, to be rung */
export async function touchAskingNotice(db: Db, place: QuestionPlace, now: number): Promise<string | null> {
  const id = askingNoticeId(place)
  const touched = await db.$executeRaw`
    UPDATE notice SET wanted_version = wanted_version + 1, next_try_at = greatest(next_try_at, ${new Date(now)})
    WHERE id = ${id}::uuid AND workspace_id = ${place.workspaceId}::uuid`
  return touched === 0 ? null : id
}

function stampOf(question: Question): string {
  const { boundBy, programme } = question
  return idOf(question.id, boundBy, programme, JSON.stringify(scaleOnly(question)))
}

/** The scale alone, as it is kept with its declaration. */
export function scaleOnly({ metric, min, max, direction, good, bad }: Scale) {
  return { metric, min, max, direction, good: { ...good }, bad: { ...bad } }
}
