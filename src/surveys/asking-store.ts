import { z } from 'zod'
import type { AskedFor } from './bind-form.js'
import type { Db, QuestionPlace } from './binding-store.js'

/** What the notice of an unbound question keeps. */
const Asking = z.object({
  sourceId: z.uuid(),
  sourceName: z.string(),
  questionKey: z.string(),
  questionTitle: z.string().nullable().default(null),
  survey: z.string().nullable().default(null),
  lowLabel: z.string().nullable().default(null),
  highLabel: z.string().nullable().default(null),
})

export interface AskedHere extends QuestionPlace {
  asked: AskedFor
  title: string | null
}

/** The question that a notice asks for; null: this workspace has no such notice. */
export async function readAsked(db: Db, workspaceId: string, noticeId: string): Promise<AskedHere | null> {
  const notice = await db.notice.findFirst({ where: { id: noticeId, workspaceId, kind: 'unbound_question' } })
  const asking = Asking.safeParse(notice?.data).data
  if (asking === undefined) return null
  const { sourceId, questionKey: key, questionTitle: title, survey, lowLabel: low, highLabel: high } = asking
  const where = { workspaceId, sourceId, questionKey: key, state: 'unbound' }
  const { _min: lowest, _max: highest } = await db.response.aggregate({
    where,
    _min: { score: true },
    _max: { score: true },
  })
  const isEmpty = lowest.score === null || highest.score === null
  return {
    workspaceId,
    sourceId,
    key,
    title,
    asked: {
      noticeId,
      source: asking.sourceName,
      question: title ?? key,
      survey,
      endLabels: { low, high },
      observed: isEmpty ? null : { lowest: lowest.score ?? 0, highest: highest.score ?? 0 },
    },
  }
}
