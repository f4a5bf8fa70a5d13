import { AppError } from '../errors.js'
import { draftDelivery, type DraftSource } from './draft.js'
import type { ResponseState } from './intake-write.js'
import { methodsOf, takesType, type RawRequest, type SurveySource } from './source.js'
import type { SourceSettings } from './source-settings.js'

/** What would become of one answer: numbers and names of the tool's, never a customer's words. */
export interface TriedAnswer {
  questionKey: string
  score: number | null
  state: ResponseState
  reason: string | null
  rule: string | null
  metric: string | null
  /** Characters. */
  comment: number
  /** Which facts of the customer are known. */
  customer: string[]
  segments: string[]
  answeredAt: string
}

export interface Tried {
  outcome: 'accepted' | 'partial' | 'ignored' | 'unbound' | 'unusable'
  reason: string | null
  answers: TriedAnswer[]
}

/** Everything of a source that decides what its deliveries mean. */
export interface TriedSource {
  tool: SurveySource
  settings: SourceSettings
  questions: DraftSource['questions']
  /** Its tool's API is asked for what a delivery only names. */
  fetches?: boolean
}

const nobody = '00000000-0000-4000-8000-000000000000'

/** What would become of a delivery, without storing anything. Its signature is not looked at here. */
export async function tryDelivery(
  { tool, settings, questions, fetches = false }: TriedSource,
  request: RawRequest,
  now: number,
): Promise<Tried> {
  const [type = ''] = (request.headers['content-type'] ?? '').split(';')
  if (!takesType(tool, type.trim().toLowerCase()))
    return unusable(`content type must be ${tool.contentTypes.join(' or ')}`)
  if (!methodsOf(tool).includes(request.method ?? 'POST')) return unusable('method not allowed')
  try {
    const parsed = await tool.parse(request, now, settings)
    const source = { id: nobody, workspaceId: nobody, name: tool.title, questions, settings, fetches }
    const write = draftDelivery(source, { contentType: type, body: request.body, receivedAt: now }, parsed)
    const { verdict, reason } = write.delivery
    const answers = write.responses.map((row, index): TriedAnswer => ({
      questionKey: row.questionKey,
      score: row.score,
      state: row.state,
      reason: row.reason,
      rule: row.rule,
      metric: row.meaning?.split(' ')[0] ?? null,
      comment: row.comment?.length ?? 0,
      customer: Object.entries(parsed.answers[index]?.customer ?? {}).flatMap(([name, value]) =>
        value ? [name] : [],
      ),
      segments: Object.keys(row.segments),
      answeredAt: row.answeredAt,
    }))
    return { outcome: verdict === 'rejected' ? 'unusable' : verdict, reason, answers }
  } catch (error) {
    if (error instanceof AppError && error.code === 'bad_input') return unusable(error.message)
    throw error
  }
}

function unusable(reason: string): Tried {
  return { outcome: 'unusable', reason, answers: [] }
}
