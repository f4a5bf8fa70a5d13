import { AppError } from '../errors.js'
import type { Log } from '../logging/log.js'
import type { GroupCommit } from '../database/group-commit.js'
import { draftDelivery, draftRejected } from './draft.js'
import type { IntakeResult, IntakeWrite, ResponseState, ResponseVerdict } from './intake-write.js'
import type { RefusalReason, Refusals } from './refusals.js'
import { methodsOf, takesType, type Parsed, type RawRequest } from './source.js'
import type { ActiveSource, SourceBook } from './source-book.js'
import { tryDelivery, type Tried } from './try-delivery.js'
import { noSuchUrl, tryAgain } from './webhook-words.js'

export interface ReceiveDeps {
  book: SourceBook
  commit: Pick<GroupCommit<IntakeWrite, IntakeResult>, 'push'>
  refusals: Refusals
  log: Pick<Log, 'debug' | 'warn' | 'error'>
}

export interface WebhookRequest extends RawRequest {
  kind: string
  token: string
  contentType: string
  /** Epoch ms. */
  now: number
}

export interface WebhookReply {
  status: number
  headers: Readonly<Record<string, string>>
  json: WebhookReplyBody
}

export interface WebhookReplyBody {
  verdict?: 'accepted' | 'partial' | 'duplicate' | 'ignored' | 'unbound' | 'quarantined'
  error?: string
  reason?: string
  responses?: ReplyAnswer[]
  /** To a test: the source's id, by which the sender knows that it reached this Heard. */
  trial?: string
  /** To a test: what would become of the delivery. */
  tried?: Tried
}

interface ReplyAnswer {
  questionKey: string
  verdict: ResponseVerdict
  state: ResponseState
}

interface Delivery {
  source: ActiveSource
  request: WebhookRequest
}

const retryAfterMs = 5_000
const noSecret = 'this source has no secret yet: add the one that the tool shows (heard source secret add)'

/**
 * Takes one delivery of a survey tool. A 2xx is answered only after everything of it is committed: the raw delivery,
 * its answers, and the alerts that they raise. An authentic delivery that cannot be understood is kept too and answered
 * 400. Nothing of an unauthentic one is kept but a count. Overload and an absent database are answered 503: survey
 * tools try again. Anything else that is thrown is our bug.
 */
export async function receive(deps: ReceiveDeps, request: WebhookRequest): Promise<WebhookReply> {
  try {
    return await take(deps, request)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (error.retryable) return comeBack(error)
    if (error.code !== 'misconfigured') throw error
    deps.log.error('a source cannot be used', { reason: error.message })
    return comeBack(error)
  }
}

async function take(deps: ReceiveDeps, request: WebhookRequest): Promise<WebhookReply> {
  const { kind, token, now } = request
  const source = await deps.book.find(kind, token)
  if (!source) {
    deps.refusals.note({ at: now, reason: 'unknown_token', sourceId: null, detail: noSuchUrl })
    return reply(404, { error: noSuchUrl })
  }
  // Some tools switch a webhook off for good when it fails: a source that rests answers well and does nothing.
  if (source.disabled && !source.trial)
    return reply(200, { verdict: 'ignored', reason: 'this source is switched off' })
  const turned = turnedAway(source, request)
  if (source.trial) return answerTrial(source, request, turned)
  if (turned === null) return keep(deps, { source, request })
  const { reason, status, error, headers } = turned
  if (reason !== null) deps.refusals.note({ at: now, reason, sourceId: source.id, detail: error })
  return reply(status, { error }, headers)
}

/** Why a request is not even read. */
interface TurnedAway {
  /** Null: it is not counted. */
  reason: RefusalReason | null
  status: number
  error: string
  headers?: Record<string, string>
}

function turnedAway(source: ActiveSource, request: WebhookRequest): TurnedAway | null {
  const { tool, secrets } = source
  const methods = methodsOf(tool)
  if (!methods.includes(request.method ?? 'POST')) {
    const headers = { allow: [...methods, 'GET', 'HEAD'].join(', ') }
    return { reason: null, status: 405, error: 'method not allowed', headers }
  }
  if (!takesType(tool, mediaType(request.contentType))) {
    const error = `content type must be ${tool.contentTypes.join(' or ')}`
    return { reason: 'wrong_type', status: 415, error }
  }
  const mayBeUnsigned = tool.secretOptional === true && secrets.length === 0
  if (mayBeUnsigned) return null
  if (tool.secret !== null && secrets.length === 0) {
    return { reason: 'no_secret', status: 401, error: noSecret }
  }
  const error = signatureProblem(source, request)
  return error === null ? null : { reason: 'bad_signature', status: 401, error }
}

/** What would become of a delivery that came to a test's URL: nothing is stored, counted or told. */
async function answerTrial(
  source: ActiveSource,
  request: WebhookRequest,
  turned: TurnedAway | null,
): Promise<WebhookReply> {
  const trial = source.id
  if (turned !== null) return reply(turned.status, { error: turned.error, trial }, turned.headers)
  return reply(200, { trial, tried: await tryDelivery(source, request, request.now) })
}

function signatureProblem(source: ActiveSource, request: WebhookRequest): string | null {
  try {
    source.tool.verify(request, source.secrets, request.now)
    return null
  } catch (error) {
    if (error instanceof AppError && error.code === 'bad_signature') return error.message
    throw error
  }
}

/** Each round drafts by the questions as they were just read; only somebody who declares anew without end loses them all. */
const maxRounds = 5

async function keep(deps: ReceiveDeps, first: Delivery): Promise<WebhookReply> {
  const { kind, token } = first.request
  let source: ActiveSource | null = first.source
  let told: IntakeResult | null = null
  for (let round = 0; source !== null && round < maxRounds; round += 1) {
    const drafted = draft({ ...first, source })
    // Most tools' parse is at once: it pays no turn of the event loop.
    const write = drafted instanceof Promise ? await drafted : drafted
    const { id: deliveryId, verdict } = write.delivery
    deps.log.debug('a delivery came', { deliveryId, sourceId: source.id, kind, verdict })
    const result: IntakeResult = await deps.commit.push(write)
    deps.log.debug('a delivery may be answered', { deliveryId, duplicate: result.duplicate })
    if (write.delivery.verdict === 'rejected') return reply(400, { error: write.delivery.reason ?? '' })
    told = told === null ? result : followUp(told, result)
    if (!told.responses.some(({ outdated }) => outdated)) return settled(write, told)
    // Somebody declared what a number means after our page of the book was read: the same answers again, with it.
    deps.book.forget(token)
    source = await deps.book.find(kind, token)
  }
  throw new AppError({ code: 'too_busy', message: 'the questions of a source changed at every try' })
}

/** What became of the delivery in the end: an answer's verdict is that of the round in which it was written. */
function followUp(told: IntakeResult, again: IntakeResult): IntakeResult {
  const responses = told.responses.map((response, index) =>
    response.outdated ? (again.responses[index] ?? response) : response,
  )
  return { duplicate: told.duplicate && again.duplicate, responses }
}

function draft({ source, request }: Delivery): IntakeWrite | Promise<IntakeWrite> {
  const { tool, settings } = source
  const authentic = {
    contentType: mediaType(request.contentType),
    headers: kept(tool.keepHeaders, request.headers),
    query: kept(tool.keepQuery, request.query ?? {}),
    body: tool.withoutSecret?.(request) ?? request.body,
    receivedAt: request.now,
  }
  const understood = (parsed: Parsed): IntakeWrite => draftDelivery(source, authentic, parsed)
  const rejected = (error: unknown): IntakeWrite => {
    if (error instanceof AppError && error.code === 'bad_input') {
      return draftRejected(source, authentic, error.message)
    }
    throw error
  }
  try {
    const parsed = tool.parse(request, request.now, settings)
    return parsed instanceof Promise ? parsed.then(understood).catch(rejected) : understood(parsed)
  } catch (error) {
    return rejected(error)
  }
}

/** Null when there are none: most tools say all in the body. */
function kept(
  names: readonly string[] | undefined,
  values: Readonly<Record<string, string | undefined>>,
): Record<string, string> | null {
  if (names === undefined) return null
  const those = names.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]]))
  return those.length === 0 ? null : (Object.fromEntries(those) as Record<string, string>)
}

function settled(write: IntakeWrite, result: IntakeResult): WebhookReply {
  const { verdict, reason } = write.delivery
  const responses = write.responses.map(({ questionKey, state }, index): ReplyAnswer => ({
    questionKey,
    verdict: result.responses[index]?.verdict ?? 'duplicate',
    state: result.responses[index]?.withdrawn ? 'withdrawn' : state,
  }))
  const quarantined =
    verdict !== 'partial' && responses.length > 0 && responses.every(({ state }) => state === 'quarantined')
  return reply(200, {
    verdict: result.duplicate ? 'duplicate' : quarantined ? 'quarantined' : told(verdict),
    ...(reason === null ? {} : { reason }),
    responses,
  })
}

function told(verdict: IntakeWrite['delivery']['verdict']): WebhookReplyBody['verdict'] {
  return verdict === 'rejected' ? undefined : verdict
}

function mediaType(contentType: string): string {
  return (contentType.split(';')[0] ?? '').trim().toLowerCase()
}

function comeBack(error: AppError): WebhookReply {
  const seconds = Math.ceil((error.retryAfterMs ?? retryAfterMs) / 1000)
  return reply(503, { error: tryAgain }, { 'retry-after': String(Math.max(1, seconds)) })
}

function reply(status: number, json: WebhookReplyBody, headers: Record<string, string> = {}): WebhookReply {
  return { status, headers, json }
}
