import { z } from 'zod'
import type { Answer, AnswerCustomer } from '../answer.js'
import { Instant, Key, Text } from '../fields.js'
import { readShape } from '../read-json.js'
import { readTemplate } from '../read-template.js'
import { signHeaderHmac, verifyHeaderHmac, type HeaderHmac } from '../signatures/header-hmac.js'
import type { Parsed, RawRequest, Signed, SurveySource } from '../source.js'

const kind = 'zendesk'
const timeHeader = 'x-zendesk-webhook-signature-timestamp'
const deliveryHeader = 'x-zendesk-webhook-invocation-id'
const signature: HeaderHmac = {
  header: 'x-zendesk-webhook-signature',
  scheme: { algorithm: 'sha256', encoding: 'base64', prefix: '' },
  signed: ({ headers, body }) => [headers[timeHeader] ?? '', body],
}

/**
 * The body of the trigger, to be pasted into Zendesk. Zendesk fills placeholders in without escaping them, so what a
 * customer typed may break the JSON: the comment stands last, and what Zendesk itself says before what customers say.
 */
export const zendeskTemplate = `{
  "type": "csat.rated",
  "ticket": { "id": "{{ticket.id}}", "url": "{{ticket.link}}", "brand": "{{ticket.brand.name}}" },
  "requester": { "id": "{{ticket.requester.id}}", "external_id": "{{ticket.requester.external_id}}",
    "email": "{{ticket.requester.email}}", "locale": "{{ticket.requester.language}}", "name": "{{ticket.requester.name}}" },
  "organization": { "name": "{{ticket.organization.name}}" },
  "satisfaction": {
    "current_rating": "{{satisfaction.current_rating}}",
    "current_comment": "{{satisfaction.current_comment}}"
  }
}`

/** Names of which a body of the template has one each: one more was typed by a customer. */
const onlyOnce =
  /"(type|ticket|requester|organization|satisfaction|email|external_id|current_rating|current_comment)"\s*:/g

/** Zendesk writes the rating in the requester's language; a trigger for each rating may write the word itself. */
const ratings: Readonly<Record<string, number>> = { good: 1, bad: 0, gut: 1, schlecht: 0 }
const notRated: ReadonlySet<string> = new Set(['', 'offered', 'unoffered'])
/** A Zendesk rating is good or bad. */
const stated = { metric: 'csat', min: 0, max: 1, direction: 'high_is_good' } as const

const Envelope = z.object({ type: z.string() })

const Fact = z
  .union([z.string(), z.number()])
  .transform((fact) => String(fact).trim())
  .nullish()
  .catch(undefined)
  .transform((fact) => fact || undefined)

const Rated = z.object({
  ticket: z.object({
    id: z.union([Key, z.int()], 'must be a text or a number').transform(String),
    url: Text,
    brand: Text,
    tags: Text,
  }),
  requester: z
    .object({ id: Fact, external_id: Fact, email: Fact, name: Fact, locale: Fact })
    .nullish()
    .catch(null),
  organization: z.object({ name: Fact }).nullish().catch(null),
  satisfaction: z.object({
    current_rating: z
      .string()
      .transform((rating) => rating.trim().toLowerCase())
      .refine((rating) => rating.includes('{{') || notRated.has(rating) || scoreOf(rating) !== undefined, {
        error:
          'is no rating that Heard knows: let a trigger for good and one for bad ratings write good or bad there',
      }),
    current_comment: z.string().nullish(),
  }),
})
type Rated = z.infer<typeof Rated>

/** Zendesk's webhook, called by a trigger with the body above. Zendesk has no event of its own for ratings. */
export const zendesk = {
  kind,
  title: 'Zendesk',
  contentTypes: ['application/json'],
  secret: z.string().min(8).max(200),
  secretComesLater: true,
  keepHeaders: [timeHeader],
  setUpHint: ({ tools }) => tools.zendesk(zendeskTemplate),
  verify: (request: RawRequest, secrets: readonly string[]): void =>
    verifyHeaderHmac(signature, request, secrets),
  parse,
  sign,
} satisfies SurveySource

function sign(body: Buffer, secret: string, now: number, deliveryKey: string): Signed {
  const timestamp = new Date(now).toISOString().replace(/\.\d+Z$/, 'Z')
  const headers = { [timeHeader]: timestamp, [deliveryHeader]: deliveryKey }
  return { headers: { ...headers, ...signHeaderHmac(signature, { headers, body }, secret) } }
}

function parse(request: RawRequest, now: number): Parsed {
  const body = readBody(request.body)
  const delivery = request.headers[deliveryHeader]
  const deliveryKey = delivery ? { deliveryKey: delivery } : {}
  if (readShape(kind, Envelope, body).type !== 'csat.rated') {
    return { ...deliveryKey, ignored: 'type is not csat.rated', answers: [] }
  }
  const rated = readShape(kind, Rated, body)
  const rating = rated.satisfaction.current_rating
  // Zendesk's own test of a webhook sends the body as it stands in its form.
  if (rating.includes('{{'))
    return { ...deliveryKey, ignored: 'a test: placeholders are not filled in', answers: [] }
  const score = scoreOf(rating)
  if (score === undefined) return { ...deliveryKey, ignored: 'the ticket is not rated', answers: [] }
  return { ...deliveryKey, answers: [toAnswer(rated, score, sentAt(request, now))] }
}

/** JSON where it is JSON, and nothing in it was typed by a customer to look like it; else read as the template it is. */
function readBody(bytes: Buffer): unknown {
  const text = new TextDecoder().decode(bytes).trim()
  const names = [...text.matchAll(onlyOnce)].map(([, found]) => found)
  if (new Set(names).size === names.length) {
    try {
      return JSON.parse(text) as unknown
    } catch {
      // A comment broke it.
    }
  }
  return readTemplate(kind, text, 'current_comment')
}

/** "Good", "Good with comment", and a number where the account asks in more than two steps. */
function scoreOf(rating: string): { score: number; steps: boolean } | undefined {
  if (/^\d{1,2}$/.test(rating)) return { score: Number(rating), steps: true }
  const [word = ''] = rating.split(/[\s,]/, 1)
  return Object.hasOwn(ratings, word) ? { score: ratings[word] ?? 0, steps: false } : undefined
}

/** The placeholders hold no exact time of the rating; the trigger runs at once. The header is signed. */
function sentAt({ headers }: RawRequest, now: number): number {
  const sent = Instant.safeParse(headers[timeHeader])
  return sent.success ? sent.data : now
}

function toAnswer(rated: Rated, { score, steps }: { score: number; steps: boolean }, at: number): Answer {
  const { ticket, requester, organization, satisfaction } = rated
  const { current_comment: words } = satisfaction
  return {
    responseKey: ticket.id,
    questionKey: steps ? 'satisfaction-steps' : 'satisfaction',
    // The time has seconds only: what says more is the later one.
    version: at + (words ? 1 : 0),
    score,
    ...(typeof words === 'string' ? { comment: words } : { keepsComment: true }),
    answeredAt: at,
    customer: customerOf(requester),
    segments: segmentsOf({
      brand: ticket.brand,
      organization: organization?.name,
      language: requester?.locale,
      tags: ticket.tags,
    }),
    permalink: addressOf(ticket.url),
    // Steps run to 3 or to 5: that is for a person to say.
    stated: steps ? undefined : stated,
  }
}

function customerOf(requester: Rated['requester']): AnswerCustomer {
  if (!requester) return {}
  const { id, external_id, email, name } = requester
  // Zendesk's own number says nothing to another tool.
  const ownId = id && !email ? `zendesk:${id}` : undefined
  return { externalId: external_id ?? ownId, email, name }
}

function segmentsOf(facts: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(facts).filter((entry): entry is [string, string] => Boolean(entry[1]?.trim())),
  )
}

/** `ticket.link` has its scheme or not, by the age of the account. */
function addressOf(url: string | undefined): string | undefined {
  if (!url?.trim()) return undefined
  return /^https?:\/\//i.test(url) ? url : `https://${url.trim()}`
}
