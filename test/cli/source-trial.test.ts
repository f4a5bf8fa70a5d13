import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addSecret, dropOldestSecret } from '../../src/surveys/rotate-secret.js'
import { buildSealer } from '../../src/workspaces/seal.js'
import { typeformNps } from '../journeys/answers.js'
import { openStage, send, type Stage } from '../journeys/stage.js'
import { runHeard, type Ran } from './run.js'

// Each command is a process of its own.
let stage: Stage
let folder: string
beforeAll(async () => {
  stage = await openStage()
  folder = await mkdtemp(path.join(os.tmpdir(), 'heard-trial-'))
})
afterAll(async () => {
  await stage.close()
  await rm(folder, { recursive: true })
})

const bot = (): string => stage.heard.url ?? ''
const through = (publicUrl: string, ...args: string[]): Promise<Ran> =>
  runHeard({ ...stage.env, HEARD_PUBLIC_URL: publicUrl }, ...args)
const heard = (...args: string[]): Promise<Ran> => through(bot(), ...args)

async function payload(name: string, body: unknown): Promise<string> {
  const file = path.join(folder, name)
  await writeFile(file, JSON.stringify(body))
  return file
}

/** Rows that a delivery or a refusal would change, and whether a test URL was left behind. */
async function traces(): Promise<unknown> {
  const { rows } = await stage.database.database.pool.query(
    `SELECT (SELECT count(*)::int FROM delivery) AS deliveries, (SELECT count(*)::int FROM response) AS responses,
       (SELECT count(*)::int FROM alert) AS alerts, (SELECT count(*)::int FROM notice) AS notices,
       (SELECT count(*)::int FROM source_token) AS tokens,
       (SELECT json_agg(json_build_array(name, last_seen_at, refused_count, last_refused_at) ORDER BY name) FROM source) AS sources`,
  )
  return rows[0]
}

interface Seen {
  headers: http.IncomingHttpHeaders
  body: string
}

/** What stands at HEARD_PUBLIC_URL instead of the bot. */
async function gate(
  handle: (req: http.IncomingMessage, body: string, res: http.ServerResponse) => Promise<unknown>,
): Promise<{ url: string; seen: Seen[]; close: () => void }> {
  const seen: Seen[] = []
  const server = http.createServer((req, res) => {
    void (async () => {
      let body = ''
      for await (const chunk of req) body += String(chunk)
      seen.push({ headers: req.headers, body })
      await handle(req, body, res)
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = (): void => {
    server.closeAllConnections()
    server.close()
  }
  return { url: `http://127.0.0.1:${port}`, seen, close }
}

/** A proxy in front of the bot; `before` may do what happens meanwhile, or change the body. */
const proxy = (before: (body: string) => Promise<string> | string) =>
  gate(async (req, body, res) => {
    const ofTheHop = ['host', 'content-length', 'connection', 'transfer-encoding']
    const headers = Object.entries(req.headers).filter(([name]) => !ofTheHop.includes(name))
    const changed = await before(body)
    const reply = await fetch(bot() + (req.url ?? ''), {
      method: req.method ?? 'POST',
      headers: Object.fromEntries(headers) as Record<string, string>,
      body: changed,
    })
    res.writeHead(reply.status, { 'content-type': 'application/json' }).end(await reply.text())
  })

const answer = (status: number) =>
  gate((_, __, res) =>
    Promise.resolve(res.writeHead(status, { location: 'https://elsewhere.example/' }).end('ok')),
  )

const acmeSample = {
  meta: { type: 'survey.answered', uuid: 'd-1' },
  result: {
    uid: 'r-1',
    at: 1772442840,
    remarks: 'Three calls for one refund',
    person: { id: 77, mail: 'ada@example.com', account: { plan: 'pro' } },
    ratings: [
      { name: 'speed', points: 3 },
      { name: 'effort', points: 6 },
    ],
  },
}

it('sends the newest delivery again, signed, through the real address, and stores nothing', async () => {
  const feed = await stage.source('typeform', 'relationship')
  const nothing = await heard('source', 'test', 'relationship')
  expect([nothing.status, nothing.err]).toEqual([1, expect.stringContaining('has received nothing yet')])
  await send(typeformNps(feed, 2, { comment: 'Never again.' }))
  await stage.settled(1)
  const before = await traces()
  const way = await proxy((body) => body)

  const tried = await through(way.url, 'source', 'test', 'relationship')

  expect(tried).toMatchObject({ status: 0, err: '' })
  expect(tried.out).toContain(`Posting to ${way.url}/webhooks/typeform/...`)
  expect(tried.out).toContain('It arrived, signed as Typeform signs')
  expect(tried.out).toMatch(/the delivery of 20.*: accepted\n {2}recommend: 2, scored as NPS/)
  expect(tried.out).toContain('Nothing of it was stored')
  expect(tried.out).not.toMatch(/Never again|HEARD_PUBLIC_URL is not set/)
  expect(way.seen.map(({ body }) => body.includes('Never again.'))).toEqual([false, true])
  expect(await traces()).toEqual(before)
  way.close()
})

it('works for a tool that a file describes; a payload that it does not understand is said with the reason', async () => {
  const file = 'test/surveys/declared/acme.yaml'
  expect((await heard('source', 'add', '--file', file, '--name', 'acme')).status).toBe(0)
  const before = await traces()
  const sample = await payload('sample.json', acmeSample)
  const broken = await payload('broken.json', {
    ...acmeSample,
    result: { ...acmeSample.result, uid: undefined },
  })

  const [good, bad] = await Promise.all([
    heard('source', 'test', 'acme', sample),
    heard('source', 'test', 'acme', broken),
  ])

  expect(good).toMatchObject({ status: 0, err: '' })
  expect(good.out).toContain('signed as Acme Surveys signs')
  expect(good.out).toContain('effort: 6, scored as CES')
  expect(bad.status).toBe(1)
  expect(bad.out).toMatch(/broken\.json: unusable \(.*response\.id/)
  expect(await traces()).toEqual(before)
})

it('a secret that is changed meanwhile, and a proxy that changes the body, are told as a signature that is not believed', async () => {
  const sample = await payload('signed.json', acmeSample)
  const before = await traces()
  const { prisma } = stage.database.database
  const deps = { prisma, sealer: buildSealer(stage.env['HEARD_KEY'] ?? '') }
  const named = { workspaceId: stage.workspaceId, name: 'acme' }
  const rotating = await proxy(async (body) => {
    if (body === '') return body
    await addSecret(deps, named)
    await dropOldestSecret(deps, named)
    // The bot knows a change within a second.
    await new Promise((resolve) => setTimeout(resolve, 1_100))
    return body
  })
  const mangling = await proxy((body) => body.replace('Three', 'Four'))

  const rotated = await through(rotating.url, 'source', 'test', 'acme', sample)
  const mangled = await through(mangling.url, 'source', 'test', 'acme', sample)

  for (const ran of [rotated, mangled]) {
    expect(ran.status).toBe(1)
    expect(ran.err).toContain('it arrived, but Heard does not believe it (401: hmac does not match)')
    expect(ran.err).toContain('the secret was changed meanwhile')
  }
  expect(await traces()).toEqual(before)
  rotating.close()
  mangling.close()
})

it('says what stands in the way, and sends a stranger neither signature nor payload', async () => {
  const sample = await payload('way.json', acmeSample)
  const test = (url: string): Promise<Ran> => through(url, 'source', 'test', 'acme', sample)
  const closed = await answer(200)
  closed.close()
  const silent = await gate(() => Promise.resolve())
  const forgetful = await proxy(async (body) => {
    await stage.database.database.pool.query('DELETE FROM source_token')
    return body
  })
  const strangers = await Promise.all([200, 404, 301, 403, 413, 502].map(answer))

  const expected: [string, string][] = [
    [closed.url, 'nothing listens at'],
    ['http://heard.invalid', 'not known to the DNS'],
    [bot().replace('http:', 'https:'), 'no secure connection'],
    [silent.url, 'did not answer within 10 seconds'],
    [forgetful.url, 'does not know the URL of this test'],
    ...[
      'leads somewhere else: it answered 200',
      'it answered 404',
      'redirects (301)',
      'turns requests',
      '(413)',
      'the proxy at',
    ].map((words, index): [string, string] => [strangers[index]?.url ?? '', words]),
  ]
  const ran: Ran[] = []
  // A few at once: each is a process with ten seconds for its answer.
  for (let at = 0; at < expected.length; at += 4) {
    ran.push(...(await Promise.all(expected.slice(at, at + 4).map(([url]) => test(url)))))
  }

  expect(ran.map(({ status, err }, index) => [status, err.includes(expected[index]?.[1] ?? '?')])).toEqual(
    expected.map(() => [1, true]),
  )
  for (const { seen } of strangers) {
    expect(seen.map(({ headers, body }) => [body, headers['x-acme-signature']])).toEqual([['', undefined]])
  }
  expect(await traces()).toMatchObject({ tokens: 0 })
  for (const door of [silent, forgetful, ...strangers]) door.close()
})

it('says that a feed rests or waits for its secret, in the language of the terminal', async () => {
  const sample = await payload('rest.json', acmeSample)
  await heard('source', 'disable', 'acme')
  await heard('source', 'add', '--kind', 'formbricks', '--name', 'waiting')

  const german = { ...stage.env, HEARD_LANGUAGE: 'de', HEARD_PUBLIC_URL: bot() }
  const rests = await runHeard(german, 'source', 'test', 'acme', sample)
  const waits = await heard('source', 'test', 'waiting', sample)
  const unknown = await heard('source', 'test', 'nobody')
  const help = await heard('source', 'test', '--help')

  expect(rests.status).toBe(1)
  expect(rests.out).toContain('Angekommen, signiert wie von Acme Surveys')
  expect(rests.out).toContain('AUSGESCHALTET seit')
  expect(waits.err).toContain('waits for its signing secret')
  expect(unknown.err).toContain('There is no source named "nobody"')
  expect(help.out).toContain('npm run heard -- source test acme sample.json --offline')
})
