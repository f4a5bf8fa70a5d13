import {
  canonicalDelivery,
  typeformDelivery,
  type CanonicalAnswer,
  type Delivery,
  type Feed,
} from '../../src/demo/outsider/deliveries.js'
import { signStandardWebhook } from '../../src/surveys/signatures/standard-webhooks.js'

let sequence = 0
const unique = (): string => `${Date.now().toString(36)}${(sequence++).toString(36)}`

/** A Typeform delivery with an NPS answer of now. */
export function typeformNps(
  feed: Feed,
  score: number,
  over: { comment?: string; email?: string; name?: string } = {},
): Delivery {
  const id = unique()
  return typeformDelivery(feed, {
    eventId: `ev-${id}`,
    token: `tok-${id}`,
    score,
    comment: over.comment ?? 'It took three days.',
    email: over.email ?? `${id}@customers.example`,
    name: over.name ?? 'Mara Lindqvist',
    plan: 'team',
    submittedAt: new Date(),
  })
}

export const easyScale = { min: 1, max: 7, direction: 'high_is_good' } as const
export const effortScale = { min: 1, max: 7, direction: 'low_is_good' } as const

/** A canonical event of now. */
export function event(
  feed: Feed,
  over: Partial<CanonicalAnswer> & { score: number },
  now = new Date(),
): Delivery {
  const id = unique()
  return canonicalDelivery(
    feed,
    {
      deliveryId: `msg_${id}`,
      responseId: `r-${id}`,
      question: { key: 'effort', title: 'How much effort did it take?' },
      comment: '',
      customer: { id: `c-${id}`, email: `${id}@customers.example`, name: 'Tom Okafor' },
      survey: 'After support',
      plan: 'team',
      answeredAt: now,
      backfill: false,
      ...over,
    },
    now,
  )
}

/** Any event in Heard's own format. */
export function canonicalEvent(feed: Feed, body: Record<string, unknown>, now = new Date()): Delivery {
  const bytes = Buffer.from(JSON.stringify(body))
  const { headers } = signStandardWebhook(bytes, feed.secret, now.getTime(), `msg_${unique()}`)
  return {
    url: feed.url,
    headers: { 'content-type': 'application/json', ...headers },
    body: bytes.toString(),
  }
}
