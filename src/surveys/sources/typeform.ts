import { z } from 'zod'
import type { Answer, AnswerCustomer } from '../answer.js'
import { Instant, Key } from '../fields.js'
import { readJson, readShape } from '../read-json.js'
import { signHeaderHmac, verifyHeaderHmac, type HeaderHmac } from '../signatures/header-hmac.js'
import type { Parsed, RawRequest, Signed, SurveySource } from '../source.js'

const kind = 'typeform'
const signature: HeaderHmac = {
  header: 'typeform-signature',
  scheme: { algorithm: 'sha256', encoding: 'base64', prefix: 'sha256=' },
}

/** Field types that are survey scales. A `number` field is a plain number (an age, a count) and never scored. */
const scaleTypes: ReadonlySet<string> = new Set(['nps', 'opinion_scale', 'rating'])
const textTypes: ReadonlySet<string> = new Set(['short_text', 'long_text'])
/** The one field type whose name says its metric and scale. */
const npsScale = { metric: 'nps', min: 0, max: 10, direction: 'high_is_good' } as const
const customerIdFields = ['user_id', 'customer_id'] as const

const Envelope = z.object({ event_id: Key.optional(), event_type: z.string() })

const Field = z.object({
  id: Key,
  /** Copies of a form keep it, so it is the better key. */
  ref: Key.optional().catch(undefined),
  type: z.string().optional(),
  title: z.string().optional(),
  /** What stands at the ends of the scale; some deliveries leave it out. */
  properties: z
    .object({ labels: z.object({ left: z.string().optional(), right: z.string().optional() }).optional() })
    .optional()
    .catch(undefined),
})
type Field = z.infer<typeof Field>

const FormAnswer = z
  .object({
    type: z.string(),
    field: Field,
    number: z.number().optional(),
    text: z.string().optional(),
    email: z.string().optional(),
  })
  .refine((answer) => answer.type !== 'number' || answer.number !== undefined, { path: ['number'] })
type FormAnswer = z.infer<typeof FormAnswer>

/** A plain value as a text; anything else is as good as empty. */
const HiddenValue = z.unknown().transform((value) => (isPlain(value) ? String(value) : ''))
const isPlain = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'

const FormEvent = z.object({
  form_response: z
    .object({
      token: Key,
      landed_at: Instant.optional(),
      submitted_at: Instant.optional(),
      hidden: z
        .record(z.string(), HiddenValue)
        .nullish()
        .transform((hidden) => hidden ?? {}),
      definition: z
        .object({ title: z.string().optional(), fields: z.array(Field).default([]) })
        .default({ fields: [] }),
      answers: z.array(FormAnswer).default([]),
    })
    .refine((response) => response.submitted_at ?? response.landed_at, { path: ['submitted_at'] }),
})
type FormResponse = z.infer<typeof FormEvent>['form_response']

/** An answer with the field of the definition that it belongs to. */
interface Joined {
  answer: FormAnswer
  field: Field
  /** Place of the field in the form; -1 when the definition does not list it. */
  place: number
}

/** Typeform's webhook, `form_response` and `form_response_partial`. */
export const typeform = {
  kind,
  title: 'Typeform',
  contentTypes: ['application/json'],
  secret: z.string().min(8).max(200),
  setUpHint: ({ tools }) => tools.typeform(),
  verify: (request: RawRequest, secrets: readonly string[]): void =>
    verifyHeaderHmac(signature, request, secrets),
  parse,
  sign: (body: Buffer, secret: string): Signed => ({
    headers: signHeaderHmac(signature, { headers: {}, body }, secret),
  }),
} satisfies SurveySource

function parse(request: RawRequest): Parsed {
  const body = readJson(kind, request.body)
  const envelope = readShape(kind, Envelope, body)
  const deliveryKey = envelope.event_id ? { deliveryKey: envelope.event_id } : {}
  const partial = envelope.event_type === 'form_response_partial'
  if (!partial && envelope.event_type !== 'form_response') {
    return { ...deliveryKey, ignored: 'event_type is not form_response', answers: [] }
  }
  const response = readShape(kind, FormEvent, body).form_response
  const answers = toAnswers(response, partial)
  if (answers.length > 0) return { ...deliveryKey, answers }
  return { ...deliveryKey, ignored: whyNoAnswer(response), answers: [] }
}

function whyNoAnswer(response: FormResponse): string {
  const numbers = response.answers.filter((answer) => answer.type === 'number').length
  const reason = 'no nps, opinion_scale or rating question was answered'
  return numbers === 0 ? reason : `${reason}; ${numbers} plain number field(s) are no survey scale`
}

function toAnswers(response: FormResponse, partial: boolean): Answer[] {
  const joined = join(response)
  const texts = joined.filter(({ answer, field }) => answer.text && textTypes.has(field.type ?? ''))
  // The schema holds that one of the two is there.
  const at = response.submitted_at ?? response.landed_at ?? 0
  return joined.flatMap((entry) => {
    const { answer, field } = entry
    if (answer.number === undefined || !scaleTypes.has(field.type ?? '')) return []
    return {
      responseKey: response.token,
      questionKey: field.ref ?? field.id,
      questionTitle: field.title,
      endLabels: endLabelsOf(field),
      version: partial ? partialVersion(response, at) : at,
      score: answer.number,
      comment: commentFor(entry, texts),
      answeredAt: at,
      customer: customerOf(response, joined),
      survey: response.definition.title,
      segments: segmentsOf(response),
      stated: field.type === 'nps' ? npsScale : undefined,
    }
  })
}

function endLabelsOf({ properties }: Field): Answer['endLabels'] {
  const labels = properties?.labels
  return labels && { low: labels.left, high: labels.right }
}

/**
 * Partial responses have the second in which the form was opened, all the same one: the more is answered, the later it
 * is. A finished response of that second outranks them all.
 */
function partialVersion({ answers }: FormResponse, at: number): number {
  return Math.max(0, at - 1_000 + Math.min(answers.length, 999))
}

/**
 * Joins answers to the definition by id, then by ref: only answered questions have an answer, so places do not line up.
 * An answer whose field the definition does not list stands for itself.
 */
function join({ answers, definition }: FormResponse): Joined[] {
  const byId = new Map<string, number>()
  const byRef = new Map<string | undefined, number>()
  definition.fields.forEach((field, place) => {
    byId.set(field.id, place)
    if (field.ref) byRef.set(field.ref, place)
  })
  return answers.map((answer) => {
    const place = byId.get(answer.field.id) ?? byRef.get(answer.field.ref) ?? -1
    const field = definition.fields[place]
    return { answer, place, field: field ? { ...answer.field, ...field } : answer.field }
  })
}

/** The only text answer of the form; with several, the next one after the question; else none. */
function commentFor(question: Joined, texts: readonly Joined[]): string | undefined {
  if (texts.length === 1) return texts[0]?.answer.text
  if (question.place < 0) return undefined
  let next: Joined | undefined
  for (const text of texts) {
    if (text.place > question.place && (!next || text.place < next.place)) next = text
  }
  return next?.answer.text
}

/** Hidden fields are what the sender knows of the customer; an e-mail typed into the form comes first. */
function customerOf({ hidden }: FormResponse, joined: readonly Joined[]): AnswerCustomer {
  const typed = joined.find(({ answer }) => answer.type === 'email' && answer.email)?.answer.email
  const email = typed ?? hidden['email']
  const externalId = customerIdFields.map((name) => hidden[name]).find(Boolean)
  return { externalId, email, name: hidden['name'] }
}

const notSegments: ReadonlySet<string> = new Set([...customerIdFields, 'email', 'name'])

function segmentsOf({ hidden }: FormResponse): Record<string, string> {
  return Object.fromEntries(
    Object.entries(hidden).filter(([name, value]) => !notSegments.has(name) && value !== ''),
  )
}
