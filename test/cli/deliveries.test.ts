import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Feed } from '../../src/demo/outsider/deliveries.js'
import { event } from '../journeys/answers.js'
import { openStage, send, type Stage } from '../journeys/stage.js'
import { runHeard } from './run.js'

let stage: Stage
let feed: Feed
beforeAll(async () => {
  stage = await openStage()
  feed = await stage.source('canonical', 'our-app')
  expect((await send(event(feed, { score: 9 }))).status).toBe(200)
  expect(
    (await post({ type: 'response.answered', id: 'r-secret', score: '4', by: 'ada@example.com' })).status,
  ).toBe(400)
})
afterAll(() => stage.close())

const heard = (...args: string[]) => runHeard(stage.env, ...args)

async function post(body: unknown): Promise<Response> {
  const bytes = JSON.stringify(body)
  const at = Math.floor(Date.now() / 1_000)
  const key = Buffer.from(feed.secret.slice('whsec_'.length), 'base64')
  const signature = createHmac('sha256', key).update(`msg_1.${at}.${bytes}`).digest('base64')
  const headers = {
    'content-type': 'application/json',
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(at),
    'webhook-signature': `v1,${signature}`,
  }
  return fetch(feed.url, { method: 'POST', headers, body: bytes })
}

it('deliveries lists what came, and with --rejected what was not understood, without a value of it', async () => {
  const all = await heard('deliveries')
  const rejected = await heard('deliveries', '--rejected', '--source', 'our-app', '--since', '1h')

  expect(all.out).toContain('2 in all')
  expect(rejected.out).toContain('1 in all')
  expect(rejected.out).toContain('canonical: question is missing')
  expect(all.out).not.toMatch(/ada@example|r-secret|customers\.example/)
})

it('delivery shows names and types of one, and how it is replayed', async () => {
  const [line = '{}'] = (await heard('deliveries', '--rejected', '--json')).out.split('\n')
  const { id, verdict, bytes } = JSON.parse(line) as { id: string; verdict: string; bytes: number }
  expect([verdict, bytes]).toEqual(['rejected', expect.any(Number)])

  const { out, status } = await heard('delivery', id)

  expect(status).toBe(0)
  expect(out).toMatch(/score +number written as text/)
  expect(out).toContain(`npm run heard -- replay ${id}`)
  expect(out).not.toMatch(/ada@example|r-secret|"4"/)
  const replayed = await heard('replay', id)
  expect(replayed.status).toBe(1)
  expect(replayed.out).toContain('1 still cannot be understood: canonical: question is missing')
})

it('replay asks which, and --help has examples', async () => {
  const ran = await heard('replay')

  expect([ran.status, ran.out]).toEqual([1, ''])
  expect(ran.err).toContain('--since')
  expect((await heard('replay', '--help')).out).toContain('npm run heard -- replay --since 2d')
})

it('a delivery waits for as long as nobody said what its numbers are: ignored, asked for again, bound', async () => {
  const feed = await stage.source('canonical', 'ages')
  const question = { key: 'age', title: 'How old are you?' }
  const post = async () => expect((await send(event(feed, { score: 6, question }))).status).toBe(200)
  const here = ['--source', 'ages'] as const
  const key = [...here, '--key', 'age'] as const
  const verdicts = async () => {
    const { out } = await heard('deliveries', ...here, '--json')
    const lines = out.trim().split('\n')
    return lines.map((line) => (JSON.parse(line) as { verdict: string }).verdict)
  }
  await post()
  await post()
  expect(await verdicts()).toEqual(['unbound', 'unbound'])

  expect(await heard('question', 'ignore', ...key)).toMatchObject({ status: 0, err: '' })
  await post()

  expect(await verdicts()).toEqual(['ignored', 'ignored', 'ignored'])
  expect((await heard('deliveries', ...here)).out).toContain('somebody said that its numbers are no score')
  const again = await heard('replay', '--since', '1h', ...here)
  expect(again.out).toMatch(/3 ignored/)
  expect(again.out).not.toContain('unbound')
  expect(await verdicts()).toEqual(['ignored', 'ignored', 'ignored'])

  expect(await heard('question', 'ask', ...key)).toMatchObject({ status: 0, err: '' })
  expect(await verdicts()).toEqual(['unbound', 'unbound', 'unbound'])

  const means = ['--metric', 'ces', '--min', '1', '--max', '7', '--direction', 'high_is_good']
  expect(await heard('question', 'bind', ...key, ...means)).toMatchObject({ status: 0, err: '' })
  expect(await verdicts()).toEqual(['accepted', 'accepted', 'accepted'])
})
