import { z } from 'zod'
import { rule } from '../../input-problem.js'
import { surveymonkeyApi } from '../apis/surveymonkey.js'
import { thinQuestion, type Answer } from '../answer.js'
import { Instant, Key } from '../fields.js'
import { readJson, readShape } from '../read-json.js'
import { signHeaderHmac, verifyHeaderHmac, type HeaderHmac } from '../signatures/header-hmac.js'
import type { Parsed, RawRequest, Signed, SurveySource } from '../source.js'

const kind = 'surveymonkey'
const signature: HeaderHmac = {
  header: 'sm-signature',
  scheme: { algorithm: 'sha1', encoding: 'base64', prefix: '' },
}
/** `response_updated` comes once for each page. */
const answered: ReadonlySet<string> = new Set(['response_created', 'response_updated', 'response_completed'])
/** A response that the webhook names has no address of its own that could be known without the API. */
const overview = 'https://www.surveymonkey.com/dashboard/'

const Id = z.union([Key, z.int()], 'must be a text or a number').transform(String)

const WebhookEvent = z.object({
  event_type: z.string(),
  event_id: Id.optional().catch(undefined),
  event_datetime: Instant,
  object_id: Id,
  filter_type: z.string().optional().catch(undefined),
  filter_id: Id.optional().catch(undefined),
  /** Absent in older versions. */
  resources: z
    .object({ survey_id: Id.optional().catch(undefined) })
    .optional()
    .catch(undefined),
})
type WebhookEvent = z.infer<typeof WebhookEvent>

/**
 * SurveyMonkey's webhook. It names the response, never its answers: they are fetched by an access token, else a card leads
 * a person there.
 */
export const surveymonkey = {
  kind,
  title: 'SurveyMonkey',
  // Its own is application/vnd.surveymonkey.webhook.v1+json or the like.
  contentTypes: ['application/json', 'application/*+json'],
  /** Client ID and client secret of the app, an ampersand between them: so SurveyMonkey takes them for its key. */
  secret: z
    .string()
    .max(300)
    .regex(/^[^&\s]{4,}&[^&\s]{4,}$/, rule('client_id_and_secret')),
  secretComesLater: true,
  setUpHint: ({ tools }) => tools.surveymonkey(),
  verify: (request: RawRequest, secrets: readonly string[]): void =>
    verifyHeaderHmac(signature, request, secrets),
  parse,
  sign: (body: Buffer, secret: string): Signed => ({
    headers: signHeaderHmac(signature, { headers: {}, body }, secret),
  }),
  api: surveymonkeyApi,
} satisfies SurveySource

function parse(request: RawRequest): Parsed {
  const event = readShape(kind, WebhookEvent, readJson(kind, request.body))
  const { event_id, event_type, object_id: responseKey, event_datetime: at } = event
  const delivery = event_id ? { deliveryKey: event_id } : {}
  if (event_type === 'response_deleted') {
    const withdrawn = { responseKey, version: at, at, reason: 'deleted in SurveyMonkey' }
    return { ...delivery, answers: [], withdrawn: [withdrawn] }
  }
  if (!answered.has(event_type)) {
    return { ...delivery, ignored: 'event_type is about no answered response', answers: [] }
  }
  const surveyKey = surveyOf(event)
  const fetch = surveyKey === undefined ? {} : { fetch: { responseKey, surveyKey, version: at } }
  return { ...delivery, answers: [thinAnswer(responseKey, surveyKey, at)], ...fetch }
}

function surveyOf({ resources, filter_type, filter_id }: WebhookEvent): string | undefined {
  return resources?.survey_id ?? (filter_type === 'survey' ? filter_id : undefined)
}

function thinAnswer(responseKey: string, surveyKey: string | undefined, at: number): Answer {
  return {
    responseKey,
    questionKey: thinQuestion,
    version: at,
    score: null,
    asksForPerson: true,
    answeredAt: at,
    customer: {},
    segments: { 'response id': responseKey, ...(surveyKey !== undefined && { 'survey id': surveyKey }) },
    permalink: overview,
  }
}
