import { createHash } from 'node:crypto'
import { idOf } from '../ids.js'
import type { Answer } from './answer.js'
import { askingNoticeId } from './asking-id.js'
import { bindAnswer, meaningOf, type Bound } from './bind-answer.js'
import { customerKey, customerRow } from './customer-row.js'
import { alertOf } from './draft-alert.js'
import type {
  DeliveryRow,
  DeliveryVerdict,
  FetchRow,
  IntakeWrite,
  NoticeRow,
  ResponseRow,
  StatedQuestionRow,
} from './intake-write.js'
import type { Question, Scale } from './question.js'
import type { Parsed, ThinResponse } from './source.js'
import type { SourceSettings } from './source-settings.js'
import { tidyAnswer, tidyKey, tidyText } from './tidy.js'
import { withdrawalRow } from './withdrawal-row.js'

/** What a draft needs to know of the source. */
export interface DraftSource {
  id: string
  workspaceId: string
  name: string
  questions: ReadonlyMap<string, Question>
  settings?: Partial<SourceSettings>
  /** Its tool's API is asked for what a delivery only names. */
  fetches?: boolean
}

/** An authentic request. */
export interface Authentic {
  contentType: string
  /** Of one that is stored already, whatever the tool's id of it turns out to be. */
  deliveryKey?: string
  /** Those that its tool's parse reads; null: none. */
  headers?: Readonly<Record<string, string>> | null
  /** Likewise of the URL's parameters. */
  query?: Readonly<Record<string, string>> | null
  body: Buffer
  /** Epoch ms. */
  receivedAt: number
}

interface Drafted extends Bound {
  answer: Answer
}

/** The rows of a delivery that was understood: its answers bound and judged, or the reason why it holds none. */
export function draftDelivery(source: DraftSource, request: Authentic, all: Parsed): IntakeWrite {
  const wanted = source.fetches === true ? all.fetch : undefined
  const parsed = wanted === undefined ? all : { ...all, answers: [] }
  const drafted = parsed.answers.map((raw) => {
    const answer = tidyAnswer(raw)
    return { answer, ...bindAnswer(source.questions.get(answer.questionKey), answer) }
  })
  const { verdict, reason } = wanted === undefined ? judge(parsed, drafted) : fetched
  const delivery = deliveryRow(source, request, request.deliveryKey ?? parsed.deliveryKey, verdict, reason)
  const at = delivery.receivedAt
  return {
    delivery,
    questions: drafted.flatMap(({ answer, statedScale }) =>
      statedScale ? statedQuestion(source, answer, statedScale, at) : [],
    ),
    customers: drafted.flatMap(({ answer }) => customerRow(source, answer, request.receivedAt) ?? []),
    responses: drafted.map((entry) => responseRow(source, entry, delivery.id, at)),
    notices: drafted.flatMap((entry) => (entry.state === 'unbound' ? unboundNotice(source, entry, at) : [])),
    ...(parsed.withdrawn && {
      withdrawals: parsed.withdrawn.map((entry) => withdrawalRow(delivery, entry)),
    }),
    ...(wanted && { fetch: fetchRow(delivery, wanted) }),
  }
}

const fetched = { verdict: 'accepted', reason: "its answers are asked for at the tool's API" } as const

function fetchRow(delivery: DeliveryRow, wanted: ThinResponse): FetchRow {
  const { workspaceId, sourceId, id: deliveryId, receivedAt } = delivery
  const [responseKey, surveyKey] = [tidyKey(wanted.responseKey), tidyKey(wanted.surveyKey)]
  const permalink = wanted.permalink ?? null
  const id = idOf(sourceId, 'fetch', responseKey)
  return {
    id,
    workspaceId,
    sourceId,
    deliveryId,
    responseKey,
    surveyKey,
    permalink,
    version: wanted.version,
    at: receivedAt,
  }
}

/** The row of an authentic delivery that could not be understood: kept, so that it can be replayed. */
export function draftRejected(source: DraftSource, request: Authentic, reason: string): IntakeWrite {
  const delivery = deliveryRow(source, request, request.deliveryKey, 'rejected', reason)
  return { delivery, questions: [], customers: [], responses: [], notices: [] }
}

function judge(
  parsed: Parsed,
  drafted: readonly Drafted[],
): { verdict: DeliveryVerdict; reason: string | null } {
  const withdraws = (parsed.withdrawn?.length ?? 0) > 0
  if (drafted.length === 0 && !withdraws)
    return { verdict: 'ignored', reason: parsed.ignored ?? 'it holds no answer' }
  const judged = judgeAnswers(drafted)
  if (parsed.problem === undefined) return judged
  // What was not understood is work, beside whatever was: an answer in it may be lost otherwise.
  return { verdict: 'partial', reason: [parsed.problem, judged.reason].filter(Boolean).join('; ') }
}

function judgeAnswers(drafted: readonly Drafted[]): { verdict: DeliveryVerdict; reason: string | null } {
  const waiting = drafted.filter(({ state }) => state !== 'scored')
  const scored = drafted.length - waiting.length
  const reasons = [...new Set(waiting.map(({ state, reason }) => `${state}: ${reason ?? ''}`))].join('; ')
  const reason = waiting.length === 0 ? null : `${waiting.length} of ${drafted.length} not scored; ${reasons}`
  const unbound = scored === 0 && waiting.some(({ state }) => state === 'unbound')
  return { verdict: unbound ? 'unbound' : 'accepted', reason }
}

function deliveryRow(
  source: DraftSource,
  request: Authentic,
  toolKey: string | undefined,
  verdict: DeliveryVerdict,
  reason: string | null,
): IntakeWrite['delivery'] {
  const query = tidyTexts(request.query)
  const deliveryKey = tidyKey(toolKey || hashOf(request.body, query))
  return {
    id: idOf(source.id, 'delivery', deliveryKey),
    workspaceId: source.workspaceId,
    sourceId: source.id,
    deliveryKey,
    contentType: tidyText(request.contentType, 200),
    headers: tidyTexts(request.headers),
    query,
    body: request.body,
    verdict,
    reason: reason === null ? null : tidyText(reason, 1_000),
    receivedAt: iso(request.receivedAt),
  }
}

/** What names a delivery that has no id: all of it that an answer can stand in. */
function hashOf(body: Buffer, query: DeliveryRow['query']): string {
  const hash = createHash('sha256').update(body)
  if (query) hash.update('?').update(new URLSearchParams(query).toString())
  return `sha256:${hash.digest('hex')}`
}

/** Undefined when there are none: then the document that is written does not mention them. */
function tidyTexts(texts: Authentic['headers']): DeliveryRow['headers'] {
  const kept = Object.entries(texts ?? {}).map(([name, value]) => [name, tidyText(value, 2_000)])
  return kept.length === 0 ? undefined : (Object.fromEntries(kept) as Record<string, string>)
}

function responseRow(source: DraftSource, drafted: Drafted, deliveryId: string, at: string): ResponseRow {
  const { answer, state, reason, scale } = drafted
  const id = idOf(source.id, 'response', answer.responseKey, answer.questionKey)
  const key = customerKey(answer.customer)
  return {
    id,
    workspaceId: source.workspaceId,
    sourceId: source.id,
    questionKey: answer.questionKey,
    responseKey: answer.responseKey,
    questionId: scale === null ? null : questionId(source, answer),
    deliveryId,
    customerId: key === null ? null : idOf(source.workspaceId, 'customer', key),
    version: answer.version,
    state,
    reason,
    score: answer.score,
    comment: answer.comment ?? null,
    keepsComment: answer.keepsComment === true,
    answeredAt: iso(answer.answeredAt),
    survey: answer.survey ?? null,
    questionTitle: answer.questionTitle ?? null,
    segments: answer.segments,
    permalink: answer.permalink ?? null,
    backfill: answer.backfill ?? false,
    receivedAt: at,
    meaning: meaningOf(scale, boundBy(source, answer)),
    ...alertOf(id, source.settings, drafted, Date.parse(at)),
  }
}

function statedQuestion(source: DraftSource, answer: Answer, scale: Scale, at: string): StatedQuestionRow {
  const { metric, min, max, direction, good, bad } = scale
  return {
    id: questionId(source, answer),
    workspaceId: source.workspaceId,
    sourceId: source.id,
    key: answer.questionKey,
    title: answer.questionTitle ?? null,
    metric,
    min,
    max,
    direction,
    goodFrom: good.from,
    goodTo: good.to,
    badFrom: bad.from,
    badTo: bad.to,
    survey: answer.survey ?? null,
    createdAt: at,
  }
}

function unboundNotice(source: DraftSource, { answer, reason }: Drafted, at: string): NoticeRow {
  const { low: lowLabel, high: highLabel } = answer.endLabels ?? {}
  return {
    id: askingNoticeId({ sourceId: source.id, key: answer.questionKey }),
    workspaceId: source.workspaceId,
    kind: 'unbound_question',
    data: {
      sourceId: source.id,
      sourceName: source.name,
      questionKey: answer.questionKey,
      questionTitle: answer.questionTitle ?? null,
      survey: answer.survey ?? null,
      ...(lowLabel !== undefined && { lowLabel }),
      ...(highLabel !== undefined && { highLabel }),
      reason,
    },
    questionId: questionId(source, answer),
    createdAt: at,
  }
}

function questionId(source: DraftSource, answer: Answer): string {
  return source.questions.get(answer.questionKey)?.id ?? idOf(source.id, 'question', answer.questionKey)
}

function boundBy(source: DraftSource, answer: Answer): 'tool' | 'person' {
  const question = source.questions.get(answer.questionKey)
  return question === undefined || question.boundBy === 'tool' ? 'tool' : 'person'
}

function iso(epochMs: number): string {
  return new Date(epochMs).toISOString()
}
