import { z } from 'zod'
import type { Answer, AnswerCustomer } from '../answer.js'
import { EpochSeconds, Key, Label, Text } from '../fields.js'
import { readJson, readShape } from '../read-json.js'
import { signHeaderHmac, verifyHeaderHmac, type HeaderHmac } from '../signatures/header-hmac.js'
import type { Parsed, RawRequest, Signed, SurveySource } from '../source.js'

const kind = 'intercom'
const signature: HeaderHmac = {
  header: 'x-hub-signature',
  scheme: { algorithm: 'sha1', encoding: 'hex', prefix: 'sha1=' },
}
/** The remark may follow the rating, as a topic of its own. */
const ratingTopics: ReadonlySet<string> = new Set([
  'conversation.rating.added',
  'conversation.rating.remarked',
  'ticket.rating.provided',
])
/** Intercom has one rating: five faces, from terrible to amazing. */
const stated = { metric: 'csat', min: 1, max: 5, direction: 'high_is_good' } as const

const Envelope = z.object({ id: Key.nullish().catch(undefined), topic: z.string() })

const Person = z.object({ type: Text, id: Label, external_id: Text, email: Text, name: Text })
type Person = z.infer<typeof Person>

const Rating = z.object({
  rating: z.number().nullish(),
  remark: z.string().nullish(),
  /** When the rating was asked for, not when it was given: it tells the requests of one conversation apart. */
  created_at: z.number().nullish().catch(undefined),
  contact: Person.nullish().catch(null),
  teammate: z.object({ name: Text }).nullish().catch(null),
})
type Rating = z.infer<typeof Rating>

const RatingEvent = z.object({
  app_id: Text,
  created_at: EpochSeconds,
  data: z.object({
    item: z.object({
      type: Text,
      id: z.union([Key, z.int()], 'must be a text or a number').transform(String),
      conversation_rating: Rating.nullish(),
      ticket_rating: Rating.nullish(),
      source: z
        .object({ author: Person.nullish().catch(null) })
        .nullish()
        .catch(null),
      contacts: z
        .object({ contacts: z.array(Person) })
        .nullish()
        .catch(null),
    }),
  }),
})
type RatingEvent = z.infer<typeof RatingEvent>

/** Intercom's webhook of an app: ratings of conversations and of tickets. */
export const intercom = {
  kind,
  title: 'Intercom',
  contentTypes: ['application/json'],
  secret: z.string().min(8).max(200),
  secretComesLater: true,
  setUpHint: ({ tools }) => tools.intercom(),
  verify: (request: RawRequest, secrets: readonly string[]): void =>
    verifyHeaderHmac(signature, request, secrets),
  parse,
  sign: (body: Buffer, secret: string): Signed => ({
    headers: signHeaderHmac(signature, { headers: {}, body }, secret),
  }),
} satisfies SurveySource

function parse(request: RawRequest): Parsed {
  const body = readJson(kind, request.body)
  const { id, topic } = readShape(kind, Envelope, body)
  const deliveryKey = id ? { deliveryKey: id } : {}
  if (topic === 'ping') return { ...deliveryKey, ignored: 'a test ping', answers: [] }
  if (!ratingTopics.has(topic)) return { ...deliveryKey, ignored: 'the topic is no rating', answers: [] }
  const event = readShape(kind, RatingEvent, body)
  const { conversation_rating, ticket_rating } = event.data.item
  const rating = conversation_rating ?? ticket_rating
  if (typeof rating?.rating !== 'number') {
    return { ...deliveryKey, ignored: 'no rating was given yet', answers: [] }
  }
  return { ...deliveryKey, answers: [toAnswer(event, rating, rating.rating)] }
}

function toAnswer(event: RatingEvent, rating: Rating, score: number): Answer {
  const { item } = event.data
  const agent = rating.teammate?.name
  return {
    responseKey: rating.created_at ? `${item.id}:${rating.created_at}` : item.id,
    questionKey: 'rating',
    // Times are in seconds, and the remark may come within the rating's: what says more is the later one.
    version: event.created_at + (rating.remark ? 1 : 0),
    score,
    ...(typeof rating.remark === 'string' ? { comment: rating.remark } : { keepsComment: true }),
    answeredAt: event.created_at,
    customer: customerOf(event, rating),
    segments: { ...(item.type && { about: item.type }), ...(agent && { agent }) },
    permalink: permalinkOf(event),
    stated,
  }
}

/** The one who rated; what only the conversation knows of that person is added. An author may be a teammate or a bot. */
function customerOf({ data, app_id }: RatingEvent, { contact }: Rating): AnswerCustomer {
  const { source, contacts } = data.item
  const known = [source?.author, ...(contacts?.contacts ?? [])].filter((one) => one && isCustomer(one))
  const same = contact?.id ? known.filter((one) => one?.id === contact.id) : known
  const people = [contact, ...same]
  const first = (field: 'external_id' | 'email' | 'name' | 'id') =>
    people.map((one) => one?.[field]).find(Boolean)
  const email = first('email')
  const id = first('id')
  // Intercom's own id says nothing to another tool.
  const ownId = id && !email ? `intercom:${app_id ?? ''}:${id}` : undefined
  return { externalId: first('external_id') ?? ownId, email, name: first('name') }
}

function isCustomer({ type }: Person): boolean {
  return type === undefined || ['user', 'lead', 'contact'].includes(type)
}

function permalinkOf({ app_id, data: { item } }: RatingEvent): string | undefined {
  if (!app_id || item.type === 'ticket') return undefined
  const [app, id] = [app_id, item.id].map((part) => encodeURIComponent(part.toWellFormed()))
  return `https://app.intercom.com/a/apps/${app}/conversations/${id}`
}
