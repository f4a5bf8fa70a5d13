import { createHash, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../../errors.js'
import { qualtricsApi } from '../apis/qualtrics.js'
import { thinQuestion, type Answer } from '../answer.js'
import { Instant, Key, Text } from '../fields.js'
import { readJson, readShape } from '../read-json.js'
import { hmacMatches, hmacOf, type HmacScheme } from '../signatures/hmac.js'
import type { SourceSettings } from '../source-settings.js'
import type { Parsed, RawRequest, Signed, SurveySource } from '../source.js'

const kind = 'qualtrics'
const scheme: HmacScheme = { algorithm: 'sha512', encoding: 'hex', prefix: '' }
const formType = 'application/x-www-form-urlencoded'
const bearer = 'Bearer '
const numberShape = /^-?\d{1,6}(?:\.\d{1,4})?$/

/** The signed part of an event subscription's form. Its time has no zone, so it is not used. */
const Message = z.object({ SurveyID: Key, ResponseID: Key.optional(), Status: Text, BrandID: Text })
type Message = z.infer<typeof Message>

/** What the workflow's task posts: a body that its author writes, of texts that Qualtrics fills in. */
const Filled = z
  .union([z.string(), z.number(), z.boolean()], 'must be a text or a number')
  .transform((value) => String(value).trim())
const WorkflowBody = z.object({ response_id: Key }).catchall(Filled.nullish().transform((text) => text ?? ''))
type WorkflowBody = z.infer<typeof WorkflowBody>

/** Keys of the workflow's body that are no facts for the card. */
const known: ReadonlySet<string> = new Set([
  'response_id',
  'survey',
  'survey_id',
  'email',
  'name',
  'customer_id',
  'recorded_at',
])
const ofQuestion = /^(score|comment|question)(?:_(.{1,200}))?$/

/**
 * Qualtrics, in both of its ways. An event subscription posts a form of which the field MSG is signed, and which names the
 * response without its answers. A workflow's web service task posts JSON with the answers, and shows the secret in a header.
 */
export const qualtrics = {
  kind,
  title: 'Qualtrics',
  contentTypes: [formType, 'application/json'],
  secret: z.string().min(8).max(200),
  setUpHint: ({ tools }) => tools.qualtrics(),
  verify,
  parse,
  sign,
  api: qualtricsApi,
} satisfies SurveySource

function verify(request: RawRequest, secrets: readonly string[]): void {
  if (!isForm(request)) return verifyBearer(request, secrets)
  const form = new URLSearchParams(request.body.toString())
  const [message, code] = [form.get('MSG'), form.get('HMAC')]
  if (message === null || !code) throw badSignature('the field MSG or HMAC is missing')
  if (!hmacMatches(scheme, secrets, [message], [code])) throw badSignature('the field HMAC does not match')
}

/** Both sides are hashed, so that the comparison tells neither the length nor how much was right. */
function verifyBearer({ headers }: RawRequest, secrets: readonly string[]): void {
  const given = headers['authorization'] ?? ''
  if (!given.startsWith(bearer)) throw badSignature('authorization is missing')
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest()
  const shown = hash(given.slice(bearer.length))
  const matches = secrets.map((secret) => timingSafeEqual(shown, hash(secret)))
  if (!matches.includes(true)) throw badSignature('authorization does not match')
}

function sign(body: Buffer, secret: string): Signed {
  if (/^\s*\{/.test(body.toString('utf8', 0, 100))) return { headers: { authorization: bearer + secret } }
  const pairs = body
    .toString()
    .split('&')
    .filter((pair) => !pair.startsWith('HMAC='))
  const message = new URLSearchParams(pairs.join('&')).get('MSG') ?? ''
  return { headers: {}, body: Buffer.from([`HMAC=${hmacOf(scheme, secret, [message])}`, ...pairs].join('&')) }
}

function parse(request: RawRequest, now: number, settings: SourceSettings): Parsed {
  if (!isForm(request)) return parseWorkflow(readShape(kind, WorkflowBody, readJson(kind, request.body)), now)
  const message = readShape(kind, Message, messageOf(request))
  if (message.ResponseID === undefined) return { ignored: 'the event is about no response', answers: [] }
  if (message.Status !== undefined && message.Status !== 'Complete') {
    return { ignored: 'the response is not complete', answers: [] }
  }
  const { ResponseID: responseKey, SurveyID: surveyKey } = message
  const answer: Answer = {
    responseKey,
    questionKey: thinQuestion,
    version: now,
    score: null,
    asksForPerson: true,
    answeredAt: now,
    customer: {},
    survey: surveyKey,
    segments: {},
    permalink: permalinkOf(message, settings),
  }
  return { answers: [answer], fetch: { responseKey, surveyKey, version: now, permalink: answer.permalink } }
}

function messageOf({ body }: RawRequest): unknown {
  const message = new URLSearchParams(body.toString()).get('MSG')
  if (message === null) throw badInput(`${kind}: the field MSG is missing`)
  try {
    return JSON.parse(message) as unknown
  } catch {
    throw badInput(`${kind}: MSG is not JSON: the subscription must not have encrypt set`)
  }
}

/** The survey's page of data: a page of one response has no address that could be known from here. */
function permalinkOf({ BrandID, SurveyID }: Message, { apiBase }: SourceSettings): string | undefined {
  const brand =
    BrandID !== undefined && /^[\w-]{1,60}$/.test(BrandID) ? `https://${BrandID}.qualtrics.com` : undefined
  const base = apiBase ? new URL(apiBase).origin : brand
  return base && /^\w+$/.test(SurveyID) ? `${base}/responses/#/surveys/${SurveyID}` : undefined
}

function parseWorkflow(body: WorkflowBody, now: number): Parsed {
  const named = Object.entries(body).filter(
    ([key]) => key !== 'score' && ofQuestion.exec(key)?.[1] === 'score',
  )
  const scores = Object.hasOwn(body, 'score') ? [['score', body['score'] ?? ''] as const, ...named] : named
  const answers = scores.flatMap(([key, text]) => {
    if (text === '') return []
    if (!numberShape.test(text)) throw badInput(`${kind}: ${plainKey(key)} must be a number`)
    return workflowAnswer(body, ofQuestion.exec(key)?.[2], Number(text), now)
  })
  return answers.length > 0 ? { answers } : { ignored: 'no score was given', answers: [] }
}

function workflowAnswer(body: WorkflowBody, name: string | undefined, score: number, now: number): Answer {
  const own = (field: string): string | undefined => body[name === undefined ? field : `${field}_${name}`]
  const comment = own('comment') ?? body['comment']
  const recorded = body['recorded_at']
    ? readShape(kind, z.object({ recorded_at: Instant }), body).recorded_at
    : now
  return {
    responseKey: body.response_id,
    questionKey: name ?? 'score',
    questionTitle: own('question'),
    version: now,
    score,
    ...(comment === undefined ? { keepsComment: true } : { comment }),
    answeredAt: recorded,
    customer: {
      externalId: body['customer_id'] || undefined,
      email: body['email'] || undefined,
      name: body['name'] || undefined,
    },
    survey: body['survey'] || body['survey_id'] || undefined,
    segments: segmentsOf(body),
  }
}

function segmentsOf(body: WorkflowBody): Record<string, string> {
  return Object.fromEntries(
    Object.entries(body).filter(([key, value]) => !known.has(key) && !ofQuestion.test(key) && value !== ''),
  )
}

/** A key that somebody made up may itself be personal. */
function plainKey(key: string): string {
  return /^\w{1,40}$/.test(key) ? key : 'score'
}

function isForm({ headers, body }: RawRequest): boolean {
  const type = headers['content-type']
  if (type !== undefined) return type.toLowerCase().startsWith(formType)
  return !/^\s*[[{]/.test(body.toString('utf8', 0, 100))
}

function badSignature(message: string): AppError {
  return new AppError({ code: 'bad_signature', message })
}

function badInput(message: string): AppError {
  return new AppError({ code: 'bad_input', message })
}
