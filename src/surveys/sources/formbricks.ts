import { z } from 'zod'
import type { Answer, AnswerCustomer } from '../answer.js'
import { Instant, Key } from '../fields.js'
import { readShape } from '../read-json.js'
import {
  readStandardWebhook,
  signStandardWebhook,
  StandardWebhooksSecret,
  verifyStandardWebhook,
} from '../signatures/standard-webhooks.js'
import type { Parsed, RawRequest, SurveySource } from '../source.js'

const kind = 'formbricks'

const answerEvents: ReadonlySet<string> = new Set(['responseCreated', 'responseUpdated', 'responseFinished'])
/** What a button, a consent box or a booking leaves in the place of an answer. */
const clicks: ReadonlySet<string> = new Set(['clicked', 'dismissed', 'accepted', 'booked', 'skipped'])
const idFields = ['user_id', 'customer_id', 'userId'] as const
const nameFields = ['firstName', 'lastName'] as const
const identity: ReadonlySet<string> = new Set([...idFields, ...nameFields, 'email', 'verifiedEmail', 'name'])
const emailShape = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

const Envelope = z.object({ event: z.string() })

const Text = z.string().optional().catch(undefined)
const Facts = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String).catch(''))
  .nullish()
  .catch(null)
  .transform((facts) => facts ?? {})

const ResponseEvent = z.object({
  data: z.object({
    id: Key,
    createdAt: Instant,
    updatedAt: Instant,
    contact: z.object({ id: Text, userId: Text }).nullish().catch(null),
    contactAttributes: Facts,
    /** By element id: all that was answered so far, and the hidden fields. */
    data: z.record(z.string(), z.unknown()),
    /** Milliseconds by element id: only what was asked has any. Hidden fields have none. */
    ttc: Facts,
    language: z.string().nullish().catch(null),
    meta: z.object({ country: Text }).nullish().catch(null),
    survey: z.object({ title: Text }).nullish().catch(null),
  }),
})
type FormbricksResponse = z.infer<typeof ResponseEvent>['data']

/** The values of a response, told apart as far as the webhook allows: it names neither types nor ranges. */
interface Told {
  /** What was asked and answered by a number: nps, rating, csat and ces elements. */
  numbers: [id: string, score: number][]
  /** What was asked and answered in words, open or chosen; '' where they were taken back. */
  texts: [id: string, words: string][]
  /** What a contact form says: first name, last name, e-mail, phone, company. */
  form: string[]
  hidden: Record<string, string>
}

/**
 * Formbricks' webhook: responseCreated, then responseUpdated for each page, and responseFinished. Each tells the whole
 * response as it stood at updatedAt (Formbricks merges every page into it), so the newest says all. The webhook names
 * neither a question's type nor its range: every number waits until a person binds its element.
 */
export const formbricks = {
  kind,
  title: 'Formbricks',
  contentTypes: ['application/json'],
  secret: StandardWebhooksSecret,
  secretComesLater: true,
  setUpHint: ({ tools }) => tools.formbricks(),
  verify: verifyStandardWebhook,
  sign: signStandardWebhook,
  parse,
} satisfies SurveySource

function parse(request: RawRequest): Parsed {
  const { body, delivery } = readStandardWebhook(kind, request)
  const { event } = readShape(kind, Envelope, body)
  if (event === 'testEndpoint') return { ...delivery, ignored: 'a test of the endpoint', answers: [] }
  if (!answerEvents.has(event)) {
    const ignored = 'event is none of responseCreated, responseUpdated, responseFinished'
    return { ...delivery, ignored, answers: [] }
  }
  const answers = toAnswers(readShape(kind, ResponseEvent, body).data)
  if (answers.length > 0) return { ...delivery, answers }
  return { ...delivery, ignored: 'no question was answered by a number so far', answers: [] }
}

function toAnswers(response: FormbricksResponse): Answer[] {
  const told = tellApart(response)
  return told.numbers.map(([id, score]) => ({
    responseKey: response.id,
    questionKey: id,
    version: response.updatedAt,
    score,
    ...commentFor(id, told),
    // Not the time of the last page: a comment that comes after midnight moves no answer into another day.
    answeredAt: response.createdAt,
    customer: customerOf(response, told),
    survey: response.survey?.title,
    segments: segmentsOf(response, told),
  }))
}

function tellApart({ data, ttc }: FormbricksResponse): Told {
  const timed = Object.keys(ttc).some((id) => id !== '_total')
  const told: Told = { numbers: [], texts: [], form: [], hidden: {} }
  for (const [id, value] of Object.entries(data)) {
    // Responses made by Formbricks' API carry no times: there a hidden field looks like a short answer.
    const asked = !identity.has(id) && (timed ? Object.hasOwn(ttc, id) : true)
    if (id !== '') sort(told, id, value, asked)
  }
  return told
}

function sort(told: Told, id: string, value: unknown, asked: boolean): void {
  if (!asked) {
    if (['string', 'number', 'boolean'].includes(typeof value)) told.hidden[id] = String(value)
  } else if (typeof value === 'number' && Number.isFinite(value)) {
    told.numbers.push([id, value])
  } else if (typeof value === 'string' && !clicks.has(value)) {
    told.texts.push([id, value])
  } else if (isContactForm(value)) {
    told.form = value
  }
}

/** An element of type contact info: five places, the third of which holds an e-mail address. */
function isContactForm(value: unknown): value is string[] {
  if (!Array.isArray(value) || value.length !== 5) return false
  return value.every((part) => typeof part === 'string') && emailShape.test(value[2] ?? '')
}

/**
 * Which words belong to a number: those of the element `<its id>-comment` or `<its id>_comment`, else of the element
 * `comment`, else all, one a line, since nothing says which of them is the comment.
 */
function commentFor(id: string, { texts }: Told): Pick<Answer, 'comment' | 'keepsComment'> {
  if (texts.length === 0) return { keepsComment: true }
  const named = (...names: string[]) => texts.filter(([text]) => names.includes(text))
  const own = named(`${id}-comment`, `${id}_comment`)
  const common = own.length > 0 ? own : named('comment')
  const chosen = common.length > 0 ? common : texts
  return { comment: wordsOf(chosen.map(([, words]) => words)) }
}

/** An e-mail address alone says who, not what. */
function wordsOf(texts: readonly string[]): string {
  return texts.filter((text) => text.trim() !== '' && !emailShape.test(text.trim())).join('\n')
}

/** What Formbricks knows of its contact comes first, then what the link said, then what was typed. */
function customerOf(response: FormbricksResponse, { texts, form, hidden }: Told): AnswerCustomer {
  const { contact, contactAttributes: known } = response
  const typed = texts.map(([, text]) => text.trim()).find((text) => emailShape.test(text))
  const email = first(known['email'], hidden['verifiedEmail'], hidden['email'], form[2], typed)
  const userId = first(contact?.userId, known['userId'], ...idFields.map((name) => hidden[name]))
  return {
    // Formbricks' own id keeps together what one contact answers of whom nothing else is known.
    externalId: userId ?? (email === undefined ? contact?.id : undefined),
    email,
    name: first(known['name'], fullName(known), hidden['name'], fullName(hidden), form.slice(0, 2).join(' ')),
  }
}

function fullName(facts: Readonly<Record<string, string>>): string {
  return nameFields.map((name) => facts[name] ?? '').join(' ')
}

function first(...values: (string | undefined)[]): string | undefined {
  return values.find((value) => value !== undefined && value.trim() !== '')?.trim()
}

function segmentsOf(response: FormbricksResponse, { hidden }: Told): Record<string, string> {
  const { language, meta, contactAttributes } = response
  const facts: Record<string, string> = {
    ...(language && language !== 'default' && { language }),
    ...(meta?.country && { country: meta.country }),
    ...contactAttributes,
    ...hidden,
  }
  return Object.fromEntries(
    Object.entries(facts).filter(([name, value]) => !identity.has(name) && value !== ''),
  )
}
