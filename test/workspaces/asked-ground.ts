import type { PrismaClient } from '../../src/database/prisma/client.js'
import { askingNoticeId } from '../../src/surveys/asking-id.js'
import { questionIdOf } from '../../src/surveys/binding-store.js'

/** A question that was asked for, bound once and then said to be no score: a row of each kind. */
export async function layAsked(
  prisma: PrismaClient,
  { workspaceId, sourceId }: { workspaceId: string; sourceId: string },
  at: Date,
): Promise<void> {
  const place = { sourceId, key: 'asked' }
  const id = questionIdOf(place)
  const data = { sourceId, sourceName: 'mine', questionKey: 'asked', questionTitle: 'Mine?', survey: null }
  const times = { createdAt: at, nextTryAt: at }
  await prisma.notice.create({
    data: { id: askingNoticeId(place), workspaceId, kind: 'unbound_question', data, ...times },
  })
  const scale = { metric: 'csat', min: 1, max: 5 }
  const said = { byName: 'Ana', questionKey: 'asked', questionId: id, scale, meansElse: false, gathers: true }
  await prisma.binding.create({ data: { id, workspaceId, sourceId, ...said, ...times } })
  await prisma.ignoredQuestion.create({
    data: { id, workspaceId, sourceId, key: 'asked', byName: 'Ana', createdAt: at },
  })
}
