import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Feed } from '../../src/demo/outsider/deliveries.js'
import { easyScale, event } from '../journeys/answers.js'
import { openStage, send, until, type Stage } from '../journeys/stage.js'
import { runHeard, type Ran } from './run.js'

// Each command is a process of its own.
let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const heard = (...args: string[]): Promise<Ran> =>
  runHeard({ ...stage.env, HEARD_PUBLIC_URL: stage.heard.url ?? '' }, ...args)

const urlIn = ({ out }: Ran): string => /URL\s+(\S+)/.exec(out)?.[1] ?? ''

/** The running bot knows a change within a second. */
function answers(feed: Feed, status: number, verdict?: string): Promise<unknown> {
  return until(`status ${status} ${verdict ?? ''}`, async () => {
    const reply = await send(event(feed, { score: 7, metric: 'ces', scale: easyScale }))
    const told = (reply.json as { verdict?: string } | null)?.verdict
    return reply.status === status && (verdict === undefined || told === verdict) ? reply.json : undefined
  })
}

async function deliveries(): Promise<number> {
  const { rows } = await stage.database.database.pool.query<{ n: number }>(
    'SELECT count(*)::int AS n FROM delivery',
  )
  return rows[0]?.n ?? 0
}

it('source disable answers 200 and keeps nothing; source enable takes deliveries again', async () => {
  const feed = await stage.source('canonical', 'resting')
  await answers(feed, 200, 'accepted')

  const off = await heard('source', 'disable', 'resting')

  expect(off).toMatchObject({ status: 0, err: '' })
  expect(off.out).toContain('"resting" is switched off')
  expect(await answers(feed, 200, 'ignored')).toEqual({
    verdict: 'ignored',
    reason: 'this source is switched off',
  })
  const before = await deliveries()
  expect((await send(event(feed, { score: 1, metric: 'ces', scale: easyScale }))).status).toBe(200)
  expect(await deliveries()).toBe(before)
  expect((await heard('source', 'disable', 'resting')).out).toContain('switched off already, since')
  expect((await heard('source', 'list')).out).toMatch(
    /resting {2}\(.*kind canonical\) .*\n {2}SWITCHED OFF since/,
  )

  const on = await heard('source', 'enable', 'resting')

  expect(on.out).toContain('"resting" is switched on')
  await answers(feed, 200, 'accepted')
  expect((await heard('source', 'enable', 'resting')).out).toContain('switched on already')
  expect((await heard('source', 'list')).out).not.toContain('SWITCHED OFF')
  expect(await stage.cards()).toEqual([])
})

it('source rotate gives another URL; the one before works until its time is over', async () => {
  const old = await stage.source('canonical', 'moving')
  const rotated = await heard('source', 'rotate', 'moving', '--grace', '12h')
  const fresh = { ...old, url: urlIn(rotated) }

  expect(rotated).toMatchObject({ status: 0, err: '' })
  expect(fresh.url).toContain('/webhooks/canonical/')
  expect(fresh.url).not.toBe(old.url)
  expect(rotated.out).not.toContain(old.secret)
  await answers(fresh, 200, 'accepted')
  await answers(old, 200, 'accepted')
  expect((await heard('source', 'list')).out).toMatch(/moving .*\n {2}an older URL works until 20\d\d-/)

  await stage.database.database.pool.query(`UPDATE source_token SET expires_at = now() - interval '1 second'`)
  await answers(old, 404)
  await answers(fresh, 200, 'accepted')
  expect((await heard('source', 'list')).out).not.toContain('an older URL')
})

it('source rotate keeps the URL for seven days; --grace 0 ends it and all before it', async () => {
  const first = await stage.source('canonical', 'leaked')
  const second = { ...first, url: urlIn(await heard('source', 'rotate', 'leaked')) }
  const { rows } = await stage.database.database.pool.query<{ days: number }>(
    `SELECT round(extract(epoch FROM t.expires_at - now()) / 86400)::int AS days
     FROM source_token t JOIN source s ON s.id = t.source_id WHERE s.name = 'leaked'`,
  )
  expect(rows).toEqual([{ days: 7 }])
  await answers(first, 200, 'accepted')

  const ended = await heard('source', 'rotate', 'leaked', '--grace', '0')

  expect(ended.out).toContain('end within a second')
  await answers(first, 404)
  await answers(second, 404)
  await answers({ ...first, url: urlIn(ended) }, 200, 'accepted')
})

it('source list says what waits and what was refused', async () => {
  const feed = await stage.source('canonical', 'busy')
  for (let n = 0; n < 2; n += 1) expect((await send(event(feed, { score: 5 }))).status).toBe(200)
  const wrong = `whsec_${Buffer.alloc(32, 3).toString('base64')}`
  expect((await send(event({ ...feed, secret: wrong }, { score: 5 }))).status).toBe(401)

  const line = await until('the refusal to be written', async () => {
    const { out } = await heard('source', 'list')
    return /busy .*\n(?: {2}.*\n)* {2}1 request refused/.test(out) ? out : undefined
  })

  expect(line).toMatch(/busy {2}\(.*\) {2}2 answers, last delivery 20\d\d-.*\n {2}2 answers wait until/)
})

it('a wrong name or time is told, in both languages, and changes nothing', async () => {
  for (const command of ['disable', 'enable', 'rotate']) {
    const ran = await heard('source', command, 'nobody')
    expect([ran.status, ran.out]).toEqual([1, ''])
    expect(ran.err).toContain('There is no source named "nobody"')
  }
  expect((await heard('source', 'rotate', 'busy', '--grace', 'soon')).err).toContain('--grace: hours, days')
  expect((await heard('source', 'rotate', 'busy', '--grace', '91d')).status).toBe(1)
  const german = await runHeard({ ...stage.env, HEARD_LANGUAGE: 'de' }, 'source', 'disable', 'busy')
  expect(german.out).toContain('„busy“ ist ausgeschaltet')
  expect((await heard('source', 'rotate', '--help')).out).toContain(
    'npm run heard -- source rotate relationship --grace 0',
  )
})

it('source test --offline shows what would become of a payload, and keeps nothing', async () => {
  await stage.source('canonical', 'tried')
  const folder = await mkdtemp(path.join(os.tmpdir(), 'heard-try-'))
  const file = path.join(folder, 'payload.json')
  const question = { key: 'effort', title: 'Was it easy?' }
  await writeFile(
    file,
    JSON.stringify({
      type: 'response.answered',
      id: 'r-1',
      question,
      metric: 'ces',
      scale: easyScale,
      score: 1,
      comment: 'Never again.',
      answered_at: '2026-01-31T12:00:00Z',
    }),
  )
  const before = await deliveries()

  const tried = await heard('source', 'test', 'tried', file, '--offline')
  const neither = await heard('source', 'test')

  expect(tried).toMatchObject({ status: 0, err: '' })
  expect(tried.out).toContain('accepted')
  expect(tried.out).toContain('effort: 1, scored as CES')
  expect(tried.out).toContain('it raises a card')
  expect(tried.out).not.toContain('Never again')
  expect(neither.err).toContain('the name of a feed, or --file')
  expect(await deliveries()).toBe(before)
  await rm(folder, { recursive: true })
})
