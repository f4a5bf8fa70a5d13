import { z } from 'zod'
import type { Answer, AnswerCustomer } from '../answer.js'
import { commentAfter, type PlacedText } from '../comment-after.js'
import { Instant, Key } from '../fields.js'
import { readJson, readShape } from '../read-json.js'
import { signHeaderHmac, verifyHeaderHmac, type HeaderHmac } from '../signatures/header-hmac.js'
import type { Parsed, RawRequest, Signed, SurveySource } from '../source.js'

const kind = 'tally'
const signature: HeaderHmac = {
  header: 'tally-signature',
  scheme: { algorithm: 'sha256', encoding: 'base64', prefix: '' },
}

/** Field types that are survey scales. INPUT_NUMBER is a plain number (an age, a count), CALCULATED_FIELDS are the form's own. */
const scaleTypes: ReadonlySet<string> = new Set(['RATING', 'LINEAR_SCALE'])
const idFields = ['user_id', 'customer_id'] as const
const identity: ReadonlySet<string> = new Set([...idFields, 'email', 'name'])

const Envelope = z.object({ eventId: Key.optional().catch(undefined), eventType: z.string() })

const Field = z
  .object({
    key: Key,
    label: z.string().nullish().catch(null),
    type: z.string(),
    /** Null where nothing was answered. */
    value: z.unknown().optional(),
  })
  .refine(
    ({ type, value }) =>
      !scaleTypes.has(type) || value === null || value === undefined || typeof value === 'number',
    {
      path: ['value'],
      error: 'must be a number',
    },
  )
type Field = z.infer<typeof Field>

const FormEvent = z.object({
  data: z.object({
    responseId: Key,
    createdAt: Instant,
    formName: z.string().nullish().catch(null),
    fields: z.array(Field),
  }),
})
type FormResponse = z.infer<typeof FormEvent>['data']

/**
 * Tally's webhook. A rating and a linear scale come as bare numbers, without their range: they wait until a person binds
 * them. Tally sends a response once, when it is submitted.
 */
export const tally = {
  kind,
  title: 'Tally',
  contentTypes: ['application/json'],
  secret: z.string().min(8).max(200),
  setUpHint: ({ tools }) => tools.tally(),
  verify: (request: RawRequest, secrets: readonly string[]): void =>
    verifyHeaderHmac(signature, request, secrets),
  parse,
  sign: (body: Buffer, secret: string): Signed => ({
    headers: signHeaderHmac(signature, { headers: {}, body }, secret),
  }),
} satisfies SurveySource

function parse(request: RawRequest): Parsed {
  const body = readJson(kind, request.body)
  const { eventId, eventType } = readShape(kind, Envelope, body)
  const deliveryKey = eventId ? { deliveryKey: eventId } : {}
  if (eventType !== 'FORM_RESPONSE') {
    return { ...deliveryKey, ignored: 'eventType is not FORM_RESPONSE', answers: [] }
  }
  const answers = toAnswers(readShape(kind, FormEvent, body).data)
  if (answers.length > 0) return { ...deliveryKey, answers }
  return { ...deliveryKey, ignored: 'no rating or linear scale was answered', answers: [] }
}

function toAnswers(response: FormResponse): Answer[] {
  const { responseId, createdAt, formName, fields } = response
  const customer = customerOf(fields)
  const segments = segmentsOf(fields)
  const texts = textsOf(fields)
  return fields.flatMap(({ key, label, type, value }, place) => {
    if (!scaleTypes.has(type) || typeof value !== 'number') return []
    return {
      responseKey: responseId,
      questionKey: key,
      questionTitle: label ?? undefined,
      version: createdAt,
      score: value,
      comment: commentAfter(place, texts),
      answeredAt: createdAt,
      customer,
      survey: formName ?? undefined,
      segments,
    }
  })
}

/** What was written, by its place in the form. Long texts are comments; short ones only where there is no long one. */
function textsOf(fields: readonly Field[]): PlacedText[] {
  const written = (wanted: string) =>
    fields.flatMap(({ type, value }, place): PlacedText[] =>
      type === wanted && typeof value === 'string' && value.trim() !== '' ? [[place, value]] : [],
    )
  const long = written('TEXTAREA')
  return long.length > 0 ? long : written('INPUT_TEXT')
}

/** Hidden fields are what the sender knows of the customer; an e-mail typed into the form comes first. */
function customerOf(fields: readonly Field[]): AnswerCustomer {
  const hidden = new Map(fields.filter(isHidden).map(({ label, value }) => [label ?? '', plain(value)]))
  const typed = fields.find(({ type, value }) => type === 'INPUT_EMAIL' && plain(value) !== '')
  return {
    externalId: idFields.map((name) => hidden.get(name)).find(Boolean),
    email: (typed ? plain(typed.value) : hidden.get('email')) || undefined,
    name: hidden.get('name') || undefined,
  }
}

function segmentsOf(fields: readonly Field[]): Record<string, string> {
  const facts = fields.filter((field) => isHidden(field) || field.type === 'CALCULATED_FIELDS')
  const named = facts.map(({ label, value }): [string, string] => [label ?? '', plain(value)])
  return Object.fromEntries(
    named.filter(([name, value]) => !identity.has(name) && name !== '' && value !== ''),
  )
}

function isHidden({ type }: Field): boolean {
  return type === 'HIDDEN_FIELDS'
}

/** A plain value as a text; anything else is as good as empty. */
function plain(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : ''
}
