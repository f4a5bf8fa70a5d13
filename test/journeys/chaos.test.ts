import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Redis } from 'ioredis'
import { describe, expect, it } from 'vitest'
import type { Delivery, Feed } from '../../src/demo/outsider/deliveries.js'
import { seededRandom } from '../support/random.js'
import { queueBackends } from '../support/redis.js'
import { event } from './answers.js'
import { killed, startProcess } from './process.js'
import { endLeases } from './product.js'
import { alertChannel, openStage, send, until, type Stage } from './stage.js'

/** What becomes of a post: made and answered, or one of the ways in which a network and Slack fail. */
type Fate = 'pass' | 'lost' | 'refused' | 'limited' | 'crash'

const seed = 20_261_122
const misfortunes: Fate[] = ['crash', 'lost', 'limited', 'refused']
const customers = 3

/** Stands between the bot and Slack. `crash` is called once a post is made, and before its answer is given. */
async function badNetwork(slackUrl: string, random: () => number, crash: () => void) {
  const fates: Fate[] = []
  const coming: Fate[] = ['pass', ...misfortunes.toSorted(() => random() - 0.5)]
  const fateOf = (url: string): Fate => {
    if (!url.endsWith('/chat.postMessage')) return 'pass'
    const fate = coming.shift() ?? 'pass'
    fates.push(fate)
    return fate
  }
  const server = createServer((req, res) => {
    const fate = fateOf(req.url ?? '')
    if (fate === 'limited') return void res.writeHead(429, { 'retry-after': '1' }).end()
    if (fate === 'refused') return void res.writeHead(500).end('<html>')
    void forward(slackUrl, req, res, fate, crash)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { apiUrl: `http://127.0.0.1:${port}/api/`, fates, server }
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function forward(
  slackUrl: string,
  req: IncomingMessage,
  res: ServerResponse,
  fate: Fate,
  crash: () => void,
): Promise<void> {
  // A caller that was killed breaks its connection in the middle of anything.
  const body = await bytesOf(req).catch(() => null)
  if (body === null) return
  const options = { method: req.method, headers: { ...req.headers, host: new URL(slackUrl).host } }
  const reply = await new Promise<IncomingMessage>((resolve) => {
    request(`${slackUrl}${req.url ?? ''}`, options, resolve).end(body)
  })
  const answer = await bytesOf(reply)
  if (fate === 'crash') crash()
  if (fate === 'crash' || fate === 'lost') return void req.socket.destroy()
  res.writeHead(reply.statusCode ?? 500, {
    'content-type': 'application/json',
    'content-length': answer.length,
  })
  res.end(answer)
}

/** The built product as a process of its own. */
async function openBot(stage: Stage, env: Record<string, string>) {
  let running = await startProcess(env)
  return {
    url: () => running.url,
    /** kill -9; all of the queue is lost; it starts again. */
    async crash() {
      await killed(running.child)
      await loseQueue(stage, env['REDIS_URL'])
      await endLeases(stage)
      running = await startProcess(env)
    },
    stop: () => killed(running.child),
  }
}

async function loseQueue({ database }: Stage, redisUrl: string | undefined): Promise<void> {
  if (redisUrl === undefined)
    return void (await database.database.pool.query('DROP SCHEMA IF EXISTS bullmq CASCADE'))
  const redis = new Redis(redisUrl)
  await redis.del('{heard}', ...(await redis.keys('{heard}*')))
  redis.disconnect()
}

const nps = {
  question: { key: 'recommend', title: 'Would you recommend us?' },
  metric: 'nps',
  scale: { min: 0, max: 10, direction: 'high_is_good' },
} as const

/** Two bad answers a customer, one of them changed, and a good one of somebody else; all of it twice, in any order. */
function allDeliveries(feed: Feed, random: () => number, now: number): Delivery[] {
  const one = (customer: string, responseId: string, version: number, score: number): Delivery =>
    event(feed, {
      ...nps,
      responseId,
      score,
      comment: `${responseId} v${version}`,
      customer: { id: customer, email: `${customer}@customers.example`, name: customer },
      answeredAt: new Date(now - 60_000 + version * 1_000),
    })
  const bad = (): number => Math.floor(random() * 7)
  const deliveries = Array.from({ length: customers }, (_, index) => [
    one(`c${index}`, `first-${index}`, 1, bad()),
    one(`c${index}`, `first-${index}`, 2, bad()),
    one(`c${index}`, `second-${index}`, 1, bad()),
    one(`p${index}`, `fine-${index}`, 1, 9),
  ]).flat()
  return [...deliveries, ...deliveries].toSorted(() => random() - 0.5)
}

function latestComments(): string[] {
  const ofCustomer = (index: number): string[] => [
    `first-${index} v2`,
    `second-${index} v1`,
    `fine-${index} v1`,
  ]
  const all = Array.from({ length: customers }, (_, index) => ofCustomer(index))
  return all.flat().toSorted()
}

interface Page {
  messages: { ts: string; metadata?: { event_payload: { id: string } } }[]
}

/** The markers of what stands in the channel, or in one thread of it. */
async function standing(stage: Stage, method: string, ts?: string): Promise<{ id: string; ts: string }[]> {
  const query = { channel: alertChannel, limit: '200', include_all_metadata: 'true', ...(ts && { ts }) }
  const reply = await fetch(`${stage.slackUrl}/api/${method}?${new URLSearchParams(query).toString()}`, {
    headers: { authorization: `Bearer ${stage.env['SLACK_BOT_TOKEN'] ?? ''}` },
  })
  const { messages } = (await reply.json()) as Page
  return messages.map((message) => ({ id: message.metadata?.event_payload.id ?? '', ts: message.ts }))
}

/** A survey tool tries until it gets its 200. */
async function deliver(bot: { url: () => string }, delivery: Delivery): Promise<void> {
  await until(
    'the answer to be taken',
    async () => {
      const url = delivery.url.replace('http://127.0.0.1:0', bot.url())
      const reply = await send({ ...delivery, url }).catch(() => null)
      return reply?.status === 200 ? true : undefined
    },
    20_000,
  )
}

async function told({ database }: Stage): Promise<true | undefined> {
  const { rows } = await database.database.pool.query(
    `SELECT 1 FROM alert WHERE handled_version < version
     UNION ALL SELECT 1 FROM card_message WHERE shown_version < wanted_version LIMIT 1`,
  )
  return rows.length === 0 ? true : undefined
}

/** Scores whose counter is not the number of answers that there are. */
async function miscounted({ database }: Stage): Promise<number> {
  const { rows } = await database.database.pool.query(
    `SELECT score FROM (SELECT score::int, count(*)::int AS n FROM response WHERE state = 'scored' GROUP BY 1) AS real
     FULL JOIN (SELECT score::int, sum(n)::int AS n FROM score_count WHERE dimension = '' GROUP BY 1) AS kept USING (score)
     WHERE coalesce(real.n, 0) <> coalesce(kept.n, 0)`,
  )
  return rows.length
}

describe('kill -9, a lost queue and a bad network at once', () => {
  it.concurrent.each(queueBackends())(
    'every acknowledged answer is told once (queue on %s)',
    async (backend) => {
      const stage = await openStage({ backend, withoutBot: true })
      const random = seededRandom(seed)
      const crashes: Promise<void>[] = []
      const network = await badNetwork(stage.slackUrl, random, () => crashes.push(bot.crash()))
      const bot = await openBot(stage, { ...stage.env, SLACK_API_URL: network.apiUrl })
      const { prisma } = stage.database.database
      try {
        const deliveries = allDeliveries(await stage.source('canonical'), random, Date.now())
        await Promise.all(deliveries.map((delivery) => deliver(bot, delivery)))
        await until('everything to be told', () => told(stage), 90_000)
        await Promise.all(crashes)

        expect(crashes).toHaveLength(1)
        for (const fate of misfortunes) expect(network.fates).toContain(fate)
        const loops = await prisma.loop.findMany({
          include: { card: true, events: { orderBy: { id: 'asc' } } },
        })
        const cards = await standing(stage, 'conversations.history')
        expect(loops).toHaveLength(customers)
        expect(cards.map(({ id }) => id).toSorted()).toEqual(loops.map(({ card }) => card?.id).toSorted())
        for (const { card, events } of loops) {
          const [root, ...lines] = await standing(stage, 'conversations.replies', card?.messageId ?? '')
          expect(root?.id).toBe(card?.id)
          expect(lines.map(({ id }) => id)).toEqual(events.slice(1).map(({ id }) => String(id)))
        }
        expect(await prisma.alert.count({ where: { loopId: { not: null } } })).toBe(customers * 2)
        const comments = (await prisma.response.findMany()).map(({ comment }) => comment)
        expect(comments.toSorted()).toEqual(latestComments())
        expect(await miscounted(stage)).toBe(0)
      } finally {
        await Promise.all(crashes)
        await bot.stop()
        network.server.close().closeAllConnections()
        await stage.close()
      }
    },
    90_000,
  )
})
