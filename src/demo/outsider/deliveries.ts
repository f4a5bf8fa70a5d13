import { createHmac } from 'node:crypto'

/** One signed webhook, ready to be posted. */
export interface Delivery {
  url: string
  headers: Record<string, string>
  body: string
}

/** Where a survey tool was told to post, and the secret it was given. */
export interface Feed {
  url: string
  secret: string
}

export interface TypeformAnswer {
  eventId: string
  token: string
  score: number
  comment: string
  email: string
  name: string
  plan: string
  submittedAt: Date
}

const formId = 'HeardNps'
const fields = [
  {
    id: 'Nps0Nps0Nps0',
    ref: 'recommend',
    type: 'nps',
    title: 'How likely are you to recommend us to a friend or colleague?',
  },
  { id: 'Why0Why0Why0', ref: 'why', type: 'long_text', title: 'What is the main reason for your score?' },
  { id: 'Mail0Mail0Ma', ref: 'email', type: 'email', title: 'Where may we write to you?' },
]

/** A delivery as Typeform sends it: the answers name their field, the signature is over the raw bytes. */
export function typeformDelivery(feed: Feed, answer: TypeformAnswer): Delivery {
  const [nps, why, email] = fields.map(({ id, ref, type }) => ({ id, ref, type }))
  const submitted = answer.submittedAt.toISOString().replace(/\.\d+Z$/, 'Z')
  const body = JSON.stringify({
    event_id: answer.eventId,
    event_type: 'form_response',
    form_response: {
      form_id: formId,
      token: answer.token,
      landed_at: submitted,
      submitted_at: submitted,
      hidden: { name: answer.name, plan: answer.plan },
      definition: {
        id: formId,
        title: 'How are we doing?',
        fields: fields.map((field) => ({ ...field, properties: {} })),
        endings: [],
      },
      answers: [
        { type: 'number', number: answer.score, field: nps },
        ...(answer.comment === '' ? [] : [{ type: 'text', text: answer.comment, field: why }]),
        { type: 'email', email: answer.email, field: email },
      ],
    },
  })
  const signature = createHmac('sha256', feed.secret).update(body).digest('base64')
  return {
    url: feed.url,
    headers: { 'content-type': 'application/json', 'typeform-signature': `sha256=${signature}` },
    body,
  }
}

export interface CanonicalAnswer {
  deliveryId: string
  responseId: string
  question: { key: string; title: string }
  /** Only where the sender itself knows the scale. */
  metric?: 'nps' | 'csat' | 'ces'
  scale?: { min: number; max: number; direction: 'high_is_good' | 'low_is_good' }
  score: number
  comment: string
  customer: { id: string; email: string; name: string }
  survey: string
  plan: string
  answeredAt: Date
  backfill: boolean
}

/** A delivery in Heard's own format, signed after Standard Webhooks 1.0.0: `id.timestamp.body`. */
export function canonicalDelivery(feed: Feed, answer: CanonicalAnswer, sentAt: Date): Delivery {
  const body = JSON.stringify({
    type: 'response.answered',
    id: answer.responseId,
    question: answer.question,
    metric: answer.metric,
    scale: answer.scale,
    score: answer.score,
    comment: answer.comment === '' ? undefined : answer.comment,
    answered_at: answer.answeredAt.toISOString(),
    customer: answer.customer,
    survey: answer.survey,
    segments: { plan: answer.plan },
    backfill: answer.backfill || undefined,
  })
  const timestamp = String(Math.floor(sentAt.getTime() / 1000))
  const key = Buffer.from(feed.secret.replace(/^whsec_/, ''), 'base64')
  const signature = createHmac('sha256', key)
    .update(`${answer.deliveryId}.${timestamp}.${body}`)
    .digest('base64')
  return {
    url: feed.url,
    headers: {
      'content-type': 'application/json',
      'webhook-id': answer.deliveryId,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    },
    body,
  }
}

/** Posts all, `atOnce` at a time. @returns the status and body of each, in order */
export async function post(
  deliveries: readonly Delivery[],
  atOnce: number,
  onProgress: (done: number) => void = () => {},
): Promise<{ status: number; json: unknown }[]> {
  const replies: { status: number; json: unknown }[] = []
  let next = 0
  let done = 0
  async function sender(): Promise<void> {
    for (let at = next++; at < deliveries.length; at = next++) {
      const { url, headers, body } = deliveries[at] as Delivery
      const reply = await fetch(url, { method: 'POST', headers, body })
      replies[at] = { status: reply.status, json: await reply.json().catch(() => null) }
      onProgress(++done)
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, deliveries.length) }, sender))
  return replies
}
