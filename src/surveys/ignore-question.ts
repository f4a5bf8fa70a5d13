import { AppError } from '../errors.js'
import type { Ring } from '../queue/job.js'
import { askingNoticeId } from './asking-id.js'
import { lockSaying, questionIdOf, touchAskingNotice } from './binding-store.js'
import type { Db, QuestionPlace } from './binding-store.js'
import type { RaiseRecentDeps } from './raise-recent.js'

/** Notes that a question's numbers are no score. Run it in a transaction, under lockSaying. @returns what to ring */
export async function ignore(tx: Db, place: QuestionPlace, by: string, now: number): Promise<Ring[]> {
  const { workspaceId, sourceId, key } = place
  const facts = { byName: by, createdAt: new Date(now) }
  await tx.ignoredQuestion.createMany({
    data: [{ id: questionIdOf(place), workspaceId, sourceId, key, ...facts }],
    skipDuplicates: true,
  })
  const noticeId = await touchAskingNotice(tx, place, now)
  return noticeId === null ? [] : [{ job: 'notice', id: noticeId }]
}

export interface NamedQuestion {
  workspaceId: string
  sourceName: string
  key: string
  by: string
  /** Epoch ms. */
  now: number
}

/**
 * Says that a question's numbers are no score: its answers are kept and never counted, and nobody is asked again.
 * @throws AppError bad_input when there is no such source, or the question is bound
 */
export async function ignoreQuestion(deps: RaiseRecentDeps, named: NamedQuestion): Promise<void> {
  const place = await placeOf(deps, named)
  const rings = await deps.prisma.$transaction(async (tx) => {
    await lockSaying(tx, place)
    const { workspaceId, sourceId, key } = place
    if ((await tx.question.count({ where: { workspaceId, sourceId, key } })) > 0) {
      throw refused('the question is bound', ({ setup }) => setup.question.isBound(key))
    }
    return ignore(tx, place, named.by, named.now)
  })
  await deps.bell.ring(rings)
}

/**
 * Takes back that a question's numbers are no score: the home channel is asked again what they mean.
 * @throws AppError bad_input when there is no such source, or nobody said so
 */
export async function askAgain(deps: RaiseRecentDeps, named: NamedQuestion): Promise<void> {
  const place = await placeOf(deps, named)
  const { workspaceId, sourceId, key } = place
  const noticeId = askingNoticeId(place)
  await deps.prisma.$transaction(async (tx) => {
    await lockSaying(tx, place)
    const { count } = await tx.ignoredQuestion.deleteMany({ where: { workspaceId, sourceId, key } })
    if (count === 0) throw refused('not ignored', ({ setup }) => setup.question.notIgnored(key))
    // What was never posted, since it was answered before, is posted now.
    await tx.notice.updateMany({
      where: { id: noticeId, workspaceId, messageId: null },
      data: { postedAt: null },
    })
    await touchAskingNotice(tx, place, named.now)
  })
  await deps.bell.ring([{ job: 'notice', id: noticeId }])
}

async function placeOf(
  { prisma }: RaiseRecentDeps,
  { workspaceId, sourceName: name, key }: NamedQuestion,
): Promise<QuestionPlace> {
  const source = await prisma.source.findFirst({ where: { workspaceId, name } })
  if (source === null) throw refused('no such source', ({ setup }) => setup.noSource(name))
  return { workspaceId, sourceId: source.id, key }
}

function refused(message: string, tellUser: ConstructorParameters<typeof AppError>[0]['tellUser']): AppError {
  return new AppError({ code: 'bad_input', message: `question: ${message}`, tellUser })
}
