import { z } from 'zod'
import type { Answer, AnswerCustomer } from '../answer.js'
import { readBody } from '../declared/read-body.js'
import { Key, Text } from '../fields.js'
import { readShape } from '../read-json.js'
import type { Parsed, RawRequest, Signed, SurveySource } from '../source.js'

const kind = 'jotform'
const shape = { kinds: ['multipart', 'form'], jsonFields: ['rawRequest'] } as const
const emailShape = /^[^\s@]+@[^\s@]+\.[^\s@]+$/
const numberShape = /^-?\d{1,6}(?:\.\d{1,4})?$/
/** No scale reaches further (scale.ts): a larger number is a postal code, an order, a year. */
const mostOfAnyScale = 100
const idNames: ReadonlySet<string> = new Set(['userid', 'user_id', 'customerid', 'customer_id'])
const commentNames: ReadonlySet<string> = new Set(['comment', 'comments'])

const Submission = z.object({
  submissionID: Key,
  formTitle: Text,
  rawRequest: z.record(z.string(), z.unknown()),
})
type Submission = z.infer<typeof Submission>

/** An answered question. Its name is made of the label, or given by the form's author. */
interface Field {
  key: string
  name: string
  value: unknown
}

/**
 * Jotform's webhook: multipart/form-data, the answers as JSON in its part `rawRequest`, all of them texts. It names neither
 * types nor ranges, so every number waits until a person binds it, and it is not signed. An edit of a submission comes as
 * another delivery of the same submission.
 */
export const jotform = {
  kind,
  title: 'Jotform',
  contentTypes: ['multipart/form-data', 'application/x-www-form-urlencoded'],
  secret: null,
  // The boundary stands in it.
  keepHeaders: ['content-type'],
  setUpHint: ({ tools }) => tools.jotform(),
  verify: (): void => undefined,
  parse,
  sign: (): Signed => ({ headers: {} }),
} satisfies SurveySource

async function parse(request: RawRequest, now: number): Promise<Parsed> {
  const submission = readShape(kind, Submission, await readBody(kind, shape, request))
  const fields = fieldsOf(submission)
  const answers = toAnswers(submission, fields, now)
  if (answers.length > 0) return { answers }
  const numbers = fields.filter(({ value }) => numberIn(value) !== undefined).length
  const reason = 'no question was answered by a number'
  return {
    ignored: numbers === 0 ? reason : `${reason} of a scale; ${numbers} lie beyond -100 to 100`,
    answers: [],
  }
}

/** Jotform's own entries beside the answers (slug, event_id, path) have no number in front. */
function fieldsOf({ rawRequest }: Submission): Field[] {
  return Object.entries(rawRequest).flatMap(([key, value]) => {
    const name = /^q\d+_(.+)$/.exec(key)?.[1]
    return name !== undefined && key.length <= 300 ? [{ key, name, value }] : []
  })
}

function toAnswers(submission: Submission, fields: readonly Field[], now: number): Answer[] {
  const at = submittedAt(submission, now)
  const comment = commentIn(fields)
  return fields.flatMap(({ key, name, value }) => {
    const score = numberIn(value)
    if (score === undefined || Math.abs(score) > mostOfAnyScale || isIdentity(name)) return []
    return {
      responseKey: submission.submissionID,
      questionKey: key,
      questionTitle: inWords(name),
      // Nothing in the body grows with an edit.
      version: now,
      score,
      ...(comment === undefined ? { keepsComment: true } : { comment }),
      answeredAt: at,
      customer: customerOf(fields),
      survey: submission.formTitle,
      segments: {},
    }
  })
}

/** The browser's clock, in newer forms; it may be wrong, so only what is near ours is believed. */
function submittedAt({ rawRequest }: Submission, now: number): number {
  const { submitDate } = rawRequest
  const at = typeof submitDate === 'string' && /^\d{13}$/.test(submitDate) ? Number(submitDate) : now
  return at <= now && at > now - 86_400_000 ? at : now
}

/** Ratings and scales are texts of digits. */
function numberIn(value: unknown): number | undefined {
  return typeof value === 'string' && numberShape.test(value.trim()) ? Number(value) : undefined
}

/** The question named comment, else all that was written, one a line; undefined: the form has no text. */
function commentIn(fields: readonly Field[]): string | undefined {
  const texts = fields.filter(({ name, value }) => {
    return typeof value === 'string' && numberIn(value) === undefined && !isIdentity(name)
  })
  const named = texts.filter(({ name }) => commentNames.has(name.toLowerCase()))
  const chosen = (named.length > 0 ? named : texts).map(({ value }) => String(value).trim())
  if (chosen.length === 0) return undefined
  return chosen.filter((words) => words !== '' && !emailShape.test(words)).join('\n')
}

function customerOf(fields: readonly Field[]): AnswerCustomer {
  const texts = fields.filter((field): field is Field & { value: string } => typeof field.value === 'string')
  const named = (name: string) => texts.find((field) => field.name.toLowerCase() === name)?.value.trim()
  const typed = texts.find(({ value }) => emailShape.test(value.trim()))?.value.trim()
  const id = texts.find(({ name }) => idNames.has(name.toLowerCase()))?.value.trim()
  return {
    externalId: id || undefined,
    email: named('email') || typed,
    name: fullName(fields) ?? (named('name') || undefined),
  }
}

const FullName = z.object({ first: z.string(), last: z.string() })

/** A question of type full name. */
function fullName(fields: readonly Field[]): string | undefined {
  for (const { value } of fields) {
    const name = FullName.safeParse(value)
    if (name.success) return `${name.data.first} ${name.data.last}`.trim() || undefined
  }
  return undefined
}

function isIdentity(name: string): boolean {
  return idNames.has(name.toLowerCase()) || ['email', 'name'].includes(name.toLowerCase())
}

/** "howSatisfied12" is "how satisfied": Jotform makes names of the label's first words, and counts them. */
function inWords(name: string): string {
  return name
    .replace(/\d+$/, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .trim()
}
