import { createHmac } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStage, until, type Stage } from './stage.js'
import { runHeard, type Ran } from '../cli/run.js'

/** A tool that Heard has never heard of: nested JSON, an HMAC of its own over time and body, effort from 1 to 7. */
const acme = path.join(import.meta.dirname, '../surveys/declared/acme.yaml')

let stage: Stage
let folder: string
let url: string
let secret: string

beforeAll(async () => {
  stage = await openStage()
  folder = await mkdtemp(path.join(os.tmpdir(), 'heard-declared-'))
})
afterAll(async () => {
  await stage.close()
  await rm(folder, { recursive: true, force: true })
})

const heard = (...args: string[]): Promise<Ran> =>
  runHeard({ ...stage.env, HEARD_PUBLIC_URL: stage.heard.url ?? '' }, ...args)

const words = 'I explained it to four people, and then again'

function answered(over: { uid?: string; points?: unknown; remarks?: string; uuid?: string } = {}): unknown {
  return {
    meta: { type: 'survey.answered', uuid: over.uuid ?? `d-${over.uid ?? 'r-1'}` },
    result: {
      uid: over.uid ?? 'r-1',
      at: Math.floor(Date.now() / 1000),
      remarks: over.remarks ?? words,
      person: { id: 77, mail: 'lena@customers.example', account: { plan: 'team' } },
      ratings: [
        { name: 'speed', points: 2 },
        { name: 'effort', points: over.points ?? 6 },
      ],
    },
  }
}

/** Signs as the tool does, with nothing of ours. */
async function post(body: unknown, change: { secret?: string; age?: number } = {}) {
  const text = JSON.stringify(body)
  const time = String(Math.floor(Date.now() / 1000) - (change.age ?? 0))
  const code = createHmac('sha512', change.secret ?? secret)
    .update(`${time}.${text}`)
    .digest('hex')
  const reply = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/vnd.acme.event+json',
      'x-acme-time': time,
      'x-acme-signature': `v1=${code}`,
    },
    body: text,
  })
  return { status: reply.status, json: (await reply.json()) as Record<string, unknown> }
}

describe('a tool that is not in the list, by one file and no code', () => {
  it('a file with mistakes is refused: each is named by file, line and field', async () => {
    const broken = path.join(folder, 'broken.yaml')
    const text = await readFile(acme, 'utf8')
    await writeFile(
      broken,
      text.replace('highIsGood: false', 'highIsBad: yes').replace('id: result.uid', 'id: result..uid'),
    )

    const ran = await heard('source', 'add', '--file', broken, '--name', 'acme')

    expect(ran).toMatchObject({ status: 1, out: '' })
    expect(ran.err).toMatch(/broken\.yaml:\d+ questions\[0\]\.highIsBad: is no field/)
    expect(ran.err).toMatch(
      /broken\.yaml:\d+ questions\[0\]\.metric: needs all of metric, min, max and highIsGood/,
    )
  })

  it('what would become of a payload is shown before anything is connected, without its words', async () => {
    const payload = path.join(folder, 'sample.json')
    await writeFile(payload, JSON.stringify(answered()))

    const ran = await heard('source', 'test', '--file', acme, payload)

    expect(ran).toMatchObject({ status: 0, err: '' })
    expect(ran.out).toContain('accepted')
    expect(ran.out).toContain('effort: 6, scored as CES')
    expect(ran.out).toContain('it raises a card (ces_high_effort)')
    for (const personal of [words, 'lena', '77,']) expect(ran.out).not.toContain(personal)
  })

  it('source add --file prints a URL and a secret; a high-effort answer raises a card', async () => {
    const added = await heard('source', 'add', '--file', acme, '--name', 'acme')
    expect(added).toMatchObject({ status: 0, err: '' })
    url = /URL\s+(\S+)/.exec(added.out)?.[1] ?? ''
    secret = /Secret\s+(\S+)/.exec(added.out)?.[1] ?? ''
    expect(url).toContain('/webhooks/acme/')

    expect(await post(answered())).toMatchObject({
      status: 200,
      json: {
        verdict: 'accepted',
        responses: [{ questionKey: 'effort', verdict: 'created', state: 'scored' }],
      },
    })

    await until('the card', async () => ((await stage.cards()).length === 1 ? true : undefined))
    const [card] = await stage.settled(1)
    expect(card?.text).toContain('effort 6 of 7')
    expect(JSON.stringify(card)).toContain(words)
  })

  it('an easy answer, a test and what somebody else signs raise none; a number off the scale is kept aside', async () => {
    expect((await post(answered({ uid: 'r-2', points: 2 }))).json).toMatchObject({ verdict: 'accepted' })
    expect((await post({ meta: { type: 'survey.ping', uuid: 'd-p' } })).json).toMatchObject({
      verdict: 'ignored',
    })
    expect((await post(answered({ uid: 'r-3', points: 9 }))).json).toMatchObject({ verdict: 'quarantined' })
    expect((await post(answered({ uid: 'r-4' }), { secret: 'somebody-elses-secret' })).status).toBe(401)
    expect((await post(answered({ uid: 'r-4' }), { age: 3_600 })).status).toBe(401)
    const refused = await post(answered({ uid: 'r-5', points: 'words that are personal' }))
    expect(refused).toMatchObject({ status: 400 })
    expect(refused.json['error']).toBe('acme: questions[0] is neither a number nor a word of its table')
    expect((await post(answered())).json).toMatchObject({ verdict: 'duplicate' })

    await stage.settled(1)
  })

  it('source set gives it another file; what was refused is understood when it is replayed', async () => {
    const better = path.join(folder, 'better.yaml')
    const text = await readFile(acme, 'utf8')
    await writeFile(
      better,
      text.replace('    metric: ces', '    words: { "words that are personal": 7 }\n    metric: ces'),
    )
    const other = path.join(folder, 'other.yaml')
    await writeFile(other, text.replace('kind: acme', 'kind: other'))
    expect((await heard('source', 'set', 'acme', '--file', other)).err).toContain('kind is "other"')

    const ran = await heard('source', 'set', 'acme', '--file', better)

    expect(ran).toMatchObject({ status: 0, err: '' })
    const replayed = await heard('replay', '--source', 'acme', '--since', '1h', '--rejected')
    expect(replayed).toMatchObject({ status: 0 })
    await until('the answer to be told', async () => {
      const { rows } = await stage.database.database.pool.query<{ score: number }>(
        `SELECT score FROM response WHERE response_key = 'r-5' AND state = 'scored'`,
      )
      return rows[0]?.score === 7 ? true : undefined
    })
    await stage.settled(1)
  })
})
