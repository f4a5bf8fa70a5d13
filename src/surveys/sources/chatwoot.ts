import { z } from 'zod'
import { AppError } from '../../errors.js'
import type { Answer, AnswerCustomer } from '../answer.js'
import { Label, Text } from '../fields.js'
import { readJson, readShape } from '../read-json.js'
import { signHeaderHmac, verifyHeaderHmac, type HeaderHmac } from '../signatures/header-hmac.js'
import type { Parsed, RawRequest, Signed, SurveySource } from '../source.js'

const kind = 'chatwoot'
const timeHeader = 'x-chatwoot-timestamp'
const deliveryHeader = 'x-chatwoot-delivery'
const signature: HeaderHmac = {
  header: 'x-chatwoot-signature',
  scheme: { algorithm: 'sha256', encoding: 'hex', prefix: 'sha256=' },
  signed: ({ headers, body }) => [`${headers[timeHeader] ?? ''}.`, body],
}
/** Limits replays; Chatwoot itself prescribes nothing. */
const toleranceMs = 5 * 60_000
/** Chatwoot has one customer satisfaction question: five faces or stars. */
const stated = { metric: 'csat', min: 1, max: 5, direction: 'high_is_good' } as const

const Envelope = z.object({ event: z.string(), content_type: Text })

/** An id as a number, or as a text in older versions. */
const Id = z.union([z.int(), z.string().min(1).max(100)], 'must be a number or a text').transform(String)

const CsatAnswer = z.object({ rating: z.number(), feedback_message: z.string().nullish() })

const CsatMessage = z.object({
  id: Id,
  content: Text,
  content_attributes: z
    .object({
      submitted_values: z.object({ csat_survey_response: CsatAnswer.nullish() }).nullish(),
    })
    .nullish(),
  account: z
    .object({ id: Id.optional().catch(undefined) })
    .nullish()
    .catch(null),
  inbox: z.object({ name: Text }).nullish().catch(null),
  conversation: z
    .object({
      channel: Text,
      meta: z
        .object({
          sender: z.object({ id: Label, identifier: Text, email: Text, name: Text }).nullish().catch(null),
          assignee: z.object({ name: Text }).nullish().catch(null),
        })
        .nullish()
        .catch(null),
    })
    .nullish()
    .catch(null),
})
type CsatMessage = z.infer<typeof CsatMessage>

/**
 * Chatwoot's account webhook. A satisfaction answer is an edit of the message that asked for it: `message_updated` with
 * `input_csat`. It may be given anew for 14 days. Chatwoot signs since 2025; a source without a secret takes what older
 * versions send unsigned.
 */
export const chatwoot = {
  kind,
  title: 'Chatwoot',
  contentTypes: ['application/json'],
  secret: z.string().min(8).max(200),
  secretComesLater: true,
  secretOptional: true,
  keepHeaders: [timeHeader],
  setUpHint: ({ tools }) => tools.chatwoot(),
  verify,
  parse,
  sign,
} satisfies SurveySource

function verify(request: RawRequest, secrets: readonly string[], now: number): void {
  const timestamp = request.headers[timeHeader]
  if (!timestamp) throw badSignature(`${timeHeader} is missing`)
  if (!/^\d{1,12}$/.test(timestamp)) throw badSignature(`${timeHeader} is not a number of seconds`)
  if (Math.abs(now - Number(timestamp) * 1000) > toleranceMs) {
    throw badSignature(`${timeHeader} is more than five minutes away from our clock`)
  }
  verifyHeaderHmac(signature, request, secrets)
}

function sign(body: Buffer, secret: string, now: number, deliveryKey: string): Signed {
  const headers = { [timeHeader]: String(Math.floor(now / 1000)), [deliveryHeader]: deliveryKey }
  return { headers: { ...headers, ...signHeaderHmac(signature, { headers, body }, secret) } }
}

function parse(request: RawRequest, now: number): Parsed {
  const body = readJson(kind, request.body)
  const { event, content_type } = readShape(kind, Envelope, body)
  const delivery = request.headers[deliveryHeader]
  const deliveryKey = delivery ? { deliveryKey: delivery } : {}
  if (event !== 'message_updated')
    return { ...deliveryKey, ignored: 'event is not message_updated', answers: [] }
  if (content_type !== 'input_csat') {
    return { ...deliveryKey, ignored: 'the message is no satisfaction question', answers: [] }
  }
  const message = readShape(kind, CsatMessage, body)
  const answer = message.content_attributes?.submitted_values?.csat_survey_response
  if (!answer)
    return { ...deliveryKey, ignored: 'the satisfaction question is not answered yet', answers: [] }
  return { ...deliveryKey, answers: [toAnswer(message, answer, sentAt(request, now))] }
}

function toAnswer(message: CsatMessage, answer: z.infer<typeof CsatAnswer>, at: number): Answer {
  const { rating, feedback_message: words } = answer
  return {
    responseKey: message.id,
    questionKey: 'csat',
    questionTitle: message.content,
    // Both may come within one second: the one that says more is the later one.
    version: at + (words ? 1 : 0),
    score: rating,
    ...(words === undefined || words === null ? { keepsComment: true } : { comment: words }),
    answeredAt: at,
    customer: customerOf(message),
    survey: message.inbox?.name,
    segments: segmentsOf(message),
    stated,
  }
}

/** The message's own time is when it was asked, so the answer's is when Chatwoot sent it on. */
function sentAt({ headers }: RawRequest, now: number): number {
  const timestamp = headers[timeHeader] ?? ''
  return /^\d{9,11}$/.test(timestamp) ? Number(timestamp) * 1000 : now
}

function customerOf({ account, conversation }: CsatMessage): AnswerCustomer {
  const sender = conversation?.meta?.sender
  if (!sender) return {}
  const { id, identifier, email, name } = sender
  // A contact's number alone would be somebody else's in another tool.
  const ownId = id && !email ? `chatwoot:${account?.id ?? ''}:${id}` : undefined
  return { externalId: identifier || ownId, email, name }
}

function segmentsOf({ conversation }: CsatMessage): Record<string, string> {
  const channel = conversation?.channel?.replace(/^Channel::/, '')
  const agent = conversation?.meta?.assignee?.name
  return { ...(channel && { channel }), ...(agent && { agent }) }
}

function badSignature(message: string): AppError {
  return new AppError({ code: 'bad_signature', message })
}
