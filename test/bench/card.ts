import { setTimeout as sleep } from 'node:timers/promises'
import { startHeard, startHelper, type Helper } from './children.js'
import { quantile, type CardFigures } from './figures.js'
import { openField, type Ground } from './ground.js'
import type { Options } from './options.js'
import type { Progress } from './progress.js'
import type { SlackReady } from './slack.js'
import type { QueueBackend, TestRedis } from '../support/redis.js'
import { typeformBody, webhookRequest, type Target } from './webhooks.js'
import { openWire, type Wire } from './wire.js'

/** A channel takes a message a second; so many in turn take one at a time without a wait. */
const channelCount = 20
const pauseMs = 80
const limitMs = 15_000
const names = (prefix: string): string[] =>
  Array.from({ length: channelCount }, (_, index) => `${prefix}${String(index).padStart(3, '0')}`)
const cardChannels = names('C0CARD')
const bareChannels = names('C0BARE')

interface Stand {
  slack: Helper
  ready: SlackReady
  /** Straight to the stand-in. */
  bare: Wire
  /** To Heard. */
  hook: Wire
  target: Target
  posted: () => Promise<number>
}

const now = (): number => Number(process.hrtime.bigint()) / 1e6

/** Hands out the moments of posts, in order. */
function moments(slack: Helper): () => Promise<number> {
  const seen: number[] = []
  let waiting: ((at: number) => void) | null = null
  slack.hear((message) => {
    const { postedAt } = message as { postedAt?: number }
    if (postedAt === undefined) return
    if (waiting) waiting(postedAt)
    else seen.push(postedAt)
    waiting = null
  })
  return () =>
    new Promise((resolve, reject) => {
      const first = seen.shift()
      if (first !== undefined) return resolve(first)
      const late = setTimeout(() => reject(new Error(`no post within ${limitMs / 1000} s`)), limitMs)
      waiting = (at) => {
        clearTimeout(late)
        resolve(at)
      }
    })
}

/** A message of a card's size, written as a bot without a loop, a queue and a database would post it. */
function bareRequest({ url, botToken }: SlackReady, channel: string): Buffer {
  const text = (words: string) => ({ type: 'plain_text', text: words })
  const body = JSON.stringify({
    channel,
    text: 'NPS 3 of 10: somebody is unhappy',
    blocks: [
      { type: 'header', text: text('NPS 3 of 10') },
      { type: 'section', text: text('Support took nine days to answer, and then it was a form letter.') },
      { type: 'section', text: text('Customer 42, Quarterly relationship survey, plan pro, country NL') },
      { type: 'context', elements: [text('Not claimed yet')] },
    ],
  })
  const { host } = new URL(url)
  return Buffer.from(
    `POST /api/chat.postMessage HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${botToken}\r\n` +
      `content-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}

async function barePost(stand: Stand, index: number): Promise<number> {
  const request = bareRequest(stand.ready, bareChannels[index % channelCount] ?? '')
  const started = now()
  const [postedAt, reply] = await Promise.all([stand.posted(), stand.bare.send(request)])
  if (!reply.body.includes('"ok":true')) throw new Error(`the stand-in refused a bare post: ${reply.body}`)
  return postedAt - started
}

async function webhookToCard(stand: Stand, unique: string, index: number) {
  const answer = { score: 3 + (index % 4), survey: cardChannels[index % channelCount] ?? '', customer: index }
  const request = webhookRequest(stand.target, typeformBody(answer, unique, Date.now() - 1_000))
  const started = now()
  let answeredAt = 0
  const answered = stand.hook.send(request).then((reply) => {
    answeredAt = now()
    if (reply.status !== 200) throw new Error(`the webhook was answered ${reply.status}`)
  })
  const [postedAt] = await Promise.all([stand.posted(), answered])
  return { card: postedAt - started, answered: answeredAt - started }
}

/** Web and worker as two processes, so that the queue really carries; a source of answers that are routed by survey. */
async function openStand(ground: Ground, backend: QueueBackend, redis: TestRedis | null): Promise<Stand> {
  const [field, slack] = await Promise.all([
    openField(ground, `cards_${backend}`, backend === 'redis' ? redis : null),
    startHelper('slack'),
  ])
  ground.later(() => slack.stop())
  for (const channel of cardChannels) await field.route(channel, channel)
  const ready = await slack.ask<SlackReady>({ channels: [...cardChannels, ...bareChannels] })
  const env = {
    ...field.env,
    SLACK_BOT_TOKEN: ready.botToken,
    SLACK_SIGNING_SECRET: ready.signingSecret,
    SLACK_API_URL: ready.apiUrl,
  }
  const [web, worker] = await Promise.all([
    startHeard({ ...env, HEARD_ROLE: 'web' }, null),
    startHeard({ ...env, HEARD_ROLE: 'worker' }, null),
  ])
  ground.later(() => Promise.all([web.stop(), worker.stop()]))
  const target = await field.target(web.port ?? 0)
  const bare = await openWire(Number(new URL(ready.url).port))
  const hook = await openWire(target.port)
  ground.later(async () => {
    bare.close()
    hook.close()
  })
  return { slack, ready, bare, hook, target, posted: moments(slack) }
}

/** One answer at a time, a bare post before each: from the first byte sent to the moment at which the stand-in took the post. */
export async function measureCards(
  ground: Ground,
  options: Options,
  backend: QueueBackend,
  redis: TestRedis | null,
  progress: Progress,
): Promise<CardFigures> {
  const stand = await openStand(ground, backend, redis)
  const warmUp = Math.min(5, options.cards)
  const bare: number[] = []
  const cards: number[] = []
  const answered: number[] = []
  for (let index = 0; index < warmUp + options.cards; index++) {
    const post = await barePost(stand, index)
    await sleep(pauseMs)
    const way = await webhookToCard(stand, `card-${options.seed}-${index}`, index)
    await sleep(pauseMs)
    if (index < warmUp) continue
    bare.push(post)
    cards.push(way.card)
    answered.push(way.answered)
    progress.step(`webhook to card, queue on ${backend}: ${way.card.toFixed(1)} ms`)
  }
  return {
    backend,
    cards: cards.length,
    bareP50: quantile(bare, 0.5),
    bareP99: quantile(bare, 0.99),
    cardP50: quantile(cards, 0.5),
    cardP99: quantile(cards, 0.99),
    answeredP50: quantile(answered, 0.5),
  }
}
