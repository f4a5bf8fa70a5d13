import { createHmac } from 'node:crypto'
import { typeformDelivery, type Delivery, type Feed } from '../../src/demo/outsider/deliveries.js'

let sequence = 0
const unique = (): string => `${Date.now().toString(36)}${(sequence++).toString(36)}`

/** A survey in Formbricks while a customer fills it in: each page is merged into the response, and told whole. */
export interface FormbricksResponse {
  /** The customer sends a page. `hidden`: what the link said, known from the first page on. */
  page(answers: Record<string, string | number>, finished?: boolean): Delivery[]
}

type FormbricksEvent = 'responseCreated' | 'responseUpdated' | 'responseFinished'

/** @returns for each page the deliveries that Formbricks makes of it: a page that finishes makes two */
export function formbricksResponse(feed: Feed, userId: string): FormbricksResponse {
  const id = `cm7${unique()}`
  const createdAt = Date.now()
  const hidden = { user_id: userId, name: 'Mara Lindqvist', plan: 'team' }
  let answers: Record<string, string | number> = {}
  let pages = 0

  function delivery(event: FormbricksEvent, updatedAt: number, finished: boolean): Delivery {
    const response = {
      id,
      createdAt: new Date(createdAt).toISOString(),
      updatedAt: new Date(updatedAt).toISOString(),
      surveyId: 'cm7survey',
      displayId: null,
      contact: null,
      contactAttributes: null,
      finished,
      endingId: finished ? 'cm7ending' : null,
      data: { ...answers, ...hidden },
      variables: {},
      ttc: Object.fromEntries(Object.keys(answers).map((element) => [element, 1_500.25])),
      tags: [],
      meta: { country: 'DE' },
      singleUseId: null,
      language: 'default',
      survey: { title: 'How are we doing?', type: 'link', status: 'inProgress' },
    }
    return signed(feed, JSON.stringify({ webhookId: 'cm7webhook', event, data: response }))
  }

  return {
    page(page, finished = false) {
      answers = { ...answers, ...page }
      const updatedAt = createdAt + pages * 1_000
      pages += 1
      const first = delivery(pages === 1 ? 'responseCreated' : 'responseUpdated', updatedAt, finished)
      return finished ? [first, delivery('responseFinished', updatedAt, true)] : [first]
    },
  }
}

function signed(feed: Feed, body: string): Delivery {
  const id = `msg_${unique()}`
  const timestamp = String(Math.floor(Date.now() / 1000))
  const key = Buffer.from(feed.secret.replace(/^whsec_/, ''), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return {
    url: feed.url,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    },
    body,
  }
}

/** A Typeform that is left before its end, and then finished: the same response, told twice. */
export function typeformPages(feed: Feed, email: string): { partial: Delivery; finished: Delivery } {
  const token = `tok-${unique()}`
  const answer = { token, score: 3, email, name: 'Mara Lindqvist', plan: 'team' }
  const opened = new Date()
  const finished = typeformDelivery(feed, {
    ...answer,
    eventId: `ev-${unique()}`,
    comment: 'Nobody called back.',
    submittedAt: opened,
  })
  const left = typeformDelivery(feed, {
    ...answer,
    eventId: `ev-${unique()}`,
    comment: '',
    submittedAt: opened,
  })
  const event = JSON.parse(left.body) as { event_type: string; form_response: { submitted_at?: string } }
  event.event_type = 'form_response_partial'
  delete event.form_response.submitted_at
  const body = JSON.stringify(event)
  const signature = createHmac('sha256', feed.secret).update(body).digest('base64')
  const headers = { ...left.headers, 'typeform-signature': `sha256=${signature}` }
  return { partial: { ...left, headers, body }, finished }
}
