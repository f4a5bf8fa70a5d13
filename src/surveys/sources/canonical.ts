import { z } from 'zod'
import type { Answer, Withdrawn } from '../answer.js'
import { Instant, Key } from '../fields.js'
import { Direction, Metric } from '../question.js'
import { readShape } from '../read-json.js'
import {
  readStandardWebhook,
  signStandardWebhook,
  StandardWebhooksSecret,
  verifyStandardWebhook,
} from '../signatures/standard-webhooks.js'
import type { Parsed, RawRequest, SurveySource } from '../source.js'

const kind = 'canonical'

const Label = z
  .union([z.string(), z.number(), z.boolean()], 'must be a text, a number or a boolean')
  .transform(String)

/** Absent and null are the same: many languages write null for what they do not have. */
function maybe<T extends z.ZodType>(schema: T) {
  return schema.nullish().transform((value) => value ?? undefined)
}

/**
 * Heard's own event, for anything that can post JSON: one answer to one question, signed by Standard Webhooks (headers
 * `webhook-id`, `webhook-timestamp`, `webhook-signature`; the id stays the same over retries).
 *
 *     {
 *       "type": "response.answered",
 *       "id": "r-1042",                                  the response; the same for later edits of it
 *       "question": { "key": "effort", "title": "How much effort did it take?" },
 *       "metric": "ces",                                 with scale: the question binds itself
 *       "scale": { "min": 1, "max": 7, "direction": "low_is_good" },
 *       "score": 6,
 *       "comment": "Three calls for one refund",
 *       "answered_at": "2026-01-31T12:00:00Z",
 *       "updated_at": "2026-01-31T12:05:00Z",            or "version": 2; grows with each edit
 *       "customer": { "id": "c-7", "email": "ada@example.com", "name": "Ada" },
 *       "survey": "After support",
 *       "segments": { "plan": "pro" },
 *       "permalink": "https://survey.example.com/r/1042",
 *       "backfill": false                                true: counted in the scores, alerts nobody
 *     }
 *
 * Needed: type, id, question.key, score, answered_at. Without metric and scale a person binds the question first. A score of
 * null is an answer in words alone. What was deleted there, or does not count, is told by
 *
 *     {
 *       "type": "response.deleted",
 *       "id": "r-1042",
 *       "deleted_at": "2026-01-31T12:10:00Z",
 *       "version": 3,                                    for those that count versions; a later one counts again
 *       "by": "Kim", "reason": "a test of ours"
 *     }
 *
 * `{"type": "ping"}` tests the connection.
 */
const CanonicalAnswer = z
  .object({
    id: Key,
    question: z.object({
      key: Key,
      title: maybe(z.string()),
      labels: maybe(z.object({ low: maybe(z.string()), high: maybe(z.string()) })),
    }),
    metric: maybe(Metric),
    scale: maybe(z.object({ min: z.int(), max: z.int(), direction: Direction })),
    score: z.number().nullable(),
    comment: maybe(z.string()),
    answered_at: Instant,
    updated_at: maybe(Instant),
    version: maybe(z.int().min(0)),
    customer: maybe(z.object({ id: maybe(z.string()), email: maybe(z.string()), name: maybe(z.string()) })),
    survey: maybe(z.string()),
    segments: maybe(z.record(z.string(), Label)),
    permalink: maybe(z.string()),
    backfill: maybe(z.boolean()),
  })
  .refine((answer) => !answer.metric || answer.scale, {
    path: ['scale'],
    error: 'must be stated with metric',
  })
  .refine((answer) => !answer.scale || answer.metric, {
    path: ['metric'],
    error: 'must be stated with scale',
  })
  .refine((answer) => answer.score !== null || answer.comment?.trim(), {
    path: ['comment'],
    error: 'must hold words where score is null',
  })
type CanonicalAnswer = z.infer<typeof CanonicalAnswer>

const CanonicalDeletion = z.object({
  id: Key,
  deleted_at: Instant,
  version: maybe(z.int().min(0)),
  by: maybe(z.string()),
  reason: maybe(z.string()),
})
type CanonicalDeletion = z.infer<typeof CanonicalDeletion>

const Envelope = z.object({ type: z.string() })

export const canonical = {
  kind,
  title: 'Heard event (JSON)',
  contentTypes: ['application/json'],
  secret: StandardWebhooksSecret,
  setUpHint: ({ tools }) => tools.canonical(),
  verify: verifyStandardWebhook,
  sign: signStandardWebhook,
  parse,
} satisfies SurveySource

function parse(request: RawRequest): Parsed {
  const { body, delivery } = readStandardWebhook(kind, request)
  const { type } = readShape(kind, Envelope, body)
  if (type === 'ping') return { ...delivery, ignored: 'a test ping', answers: [] }
  if (type === 'response.deleted') {
    return { ...delivery, answers: [], withdrawn: [toWithdrawn(readShape(kind, CanonicalDeletion, body))] }
  }
  if (type !== 'response.answered') {
    const ignored = 'type is none of response.answered, response.deleted, ping'
    return { ...delivery, ignored, answers: [] }
  }
  return { ...delivery, answers: [toAnswer(readShape(kind, CanonicalAnswer, body))] }
}

function toWithdrawn({ id, deleted_at: at, version, by, reason }: CanonicalDeletion): Withdrawn {
  return { responseKey: id, version: version ?? at, at, by, reason }
}

function toAnswer(event: CanonicalAnswer): Answer {
  const { metric, scale, customer } = event
  return {
    responseKey: event.id,
    questionKey: event.question.key,
    version: event.version ?? event.updated_at ?? event.answered_at,
    score: event.score,
    answeredAt: event.answered_at,
    customer: { externalId: customer?.id, email: customer?.email, name: customer?.name },
    segments: event.segments ?? {},
    questionTitle: event.question.title,
    endLabels: event.question.labels,
    comment: event.comment,
    survey: event.survey,
    permalink: event.permalink,
    stated: metric && scale ? { metric, ...scale } : undefined,
    backfill: event.backfill,
  }
}
