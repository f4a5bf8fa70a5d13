import { spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { runHeard, type Ran } from '../cli/run.js'
import { killed } from './process.js'
import { openStage, until, type Stage } from './stage.js'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

const acme = path.join(import.meta.dirname, '../surveys/declared/acme.yaml')
const deliveries = 20
/** Four of them had much effort, fewer than would be gathered in a summary. */
const effortOf = (n: number): number => (n % 5 === 3 ? 6 : 2)
const unhappy = Array.from({ length: deliveries }, (_, n) => n).filter((n) => effortOf(n) === 6)
const wordsOf = (n: number): string => `Person ${n} had to explain it again`

let stage: Stage
let folder: string
let url: string
let secret: string

beforeEach(async () => {
  stage = await openStage()
  folder = await mkdtemp(path.join(os.tmpdir(), 'heard-replay-'))
  // The tool calls it "points"; whoever wrote the file did not.
  const broken = path.join(folder, 'broken.yaml')
  const text = await readFile(acme, 'utf8')
  await writeFile(
    broken,
    text.replace('result.ratings[name = "effort"].points', 'result.ratings[name = "effort"].name'),
  )
  const added = await heard('source', 'add', '--file', broken, '--name', 'acme')
  url = /URL\s+(\S+)/.exec(added.out)?.[1] ?? ''
  secret = /Secret\s+(\S+)/.exec(added.out)?.[1] ?? ''
})
afterEach(async () => {
  await stage.close()
  await rm(folder, { recursive: true, force: true })
})

const env = () => ({ ...stage.env, HEARD_PUBLIC_URL: stage.heard.url ?? '' })
const heard = (...args: string[]): Promise<Ran> => runHeard(env(), ...args)
const replayed = ['replay', '--since', '1h', '--source', 'acme'] as const

/** Signs as the tool does, with nothing of ours. */
async function post(n: number): Promise<number> {
  const time = String(Math.floor(Date.now() / 1000))
  const text = JSON.stringify({
    meta: { type: 'survey.answered', uuid: `d-${n}` },
    result: {
      uid: `r-${n}`,
      at: Number(time),
      remarks: wordsOf(n),
      person: { id: n, mail: `person-${n}@customers.example`, account: { plan: 'team' } },
      ratings: [{ name: 'effort', points: effortOf(n) }],
    },
  })
  const code = createHmac('sha512', secret).update(`${time}.${text}`).digest('hex')
  const headers = {
    'content-type': 'application/json',
    'x-acme-time': time,
    'x-acme-signature': `v1=${code}`,
  }
  return (await fetch(url, { method: 'POST', headers, body: text })).status
}

async function count(sql: string): Promise<number> {
  const { rows } = await stage.database.database.pool.query<{ n: number }>(`SELECT count(*)::int AS n ${sql}`)
  return rows[0]?.n ?? -1
}

const responses = () => count('FROM response')
const rejected = () => count(`FROM delivery WHERE verdict = 'rejected'`)

async function brokenThenMended(): Promise<void> {
  for (let n = 0; n < deliveries; n += 1) expect(await post(n)).toBe(400)
  expect([await rejected(), await responses()]).toEqual([deliveries, 0])
  expect(await heard('source', 'set', 'acme', '--file', acme)).toMatchObject({ status: 0, err: '' })
}

/** All is there, and each unhappy one has one card. */
async function allToldOnce(): Promise<void> {
  const cards = await stage.settled(unhappy.length)
  const told = JSON.stringify(cards)
  for (const n of unhappy) expect(told.split(wordsOf(n)).length - 1, wordsOf(n)).toBeGreaterThan(0)
  expect(new Set(cards.map(({ ts }) => ts)).size).toBe(unhappy.length)
  expect([await responses(), await rejected(), await count('FROM delivery')]).toEqual([
    deliveries,
    0,
    deliveries,
  ])
  expect(await count('FROM loop')).toBe(unhappy.length)
}

async function againNothing(): Promise<void> {
  const before = await stage.cards()
  const again = await heard(...replayed, '--all')
  expect(again.out).toMatch(new RegExp(`\\b${deliveries}\\b`))
  await allToldOnce()
  expect((await stage.cards()).map(({ ts }) => ts)).toEqual(before.map(({ ts }) => ts))
  expect(await heard(...replayed)).toMatchObject({ status: 0 })
  expect(await responses()).toBe(deliveries)
}

it('20 deliveries under a broken mapping are kept; mended and replayed they are 20 responses, each card once', async () => {
  await brokenThenMended()

  const ran = await heard(...replayed)

  expect(ran).toMatchObject({ status: 0 })
  await until('the responses', async () => ((await responses()) === deliveries ? true : undefined))
  await until('the cards', async () => ((await stage.cards()).length >= unhappy.length ? true : undefined))
  await allToldOnce()
  await againNothing()
})

/** Where the replay stands still until it is killed: its statement waits for a lock that the test holds. */
const halts = [
  {
    where: 'before its answers are committed',
    trigger: `BEFORE INSERT ON response FOR EACH ROW WHEN (NEW.response_key = 'r-10')`,
    stored: 0,
  },
  {
    where: 'after its answers are committed, before their deliveries are noted',
    trigger: 'BEFORE UPDATE ON delivery FOR EACH STATEMENT',
    stored: deliveries,
  },
]

describe.each(halts)('a replay that is killed $where', ({ trigger, stored }) => {
  it('and run again gives the same', async () => {
    await brokenThenMended()
    const { pool } = stage.database.database
    await pool.query(
      `CREATE FUNCTION halt() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock(7); RETURN NEW; END $$`,
    )
    await pool.query(`CREATE TRIGGER halt ${trigger} EXECUTE FUNCTION halt()`)
    const holder = new pg.Client({ connectionString: stage.env['DATABASE_URL'] })
    await holder.connect()
    await holder.query('SELECT pg_advisory_lock(7)')

    const waiting = `FROM pg_locks WHERE locktype = 'advisory' AND objid = 7 AND NOT granted`
    const child = spawn(process.execPath, ['dist/cli/heard.js', ...replayed], {
      env: { ...process.env, ...env() },
    })
    await until('the replay to stand still', async () => ((await count(waiting)) > 0 ? true : undefined))
    await killed(child)
    expect(child.signalCode).toBe('SIGKILL')
    // What it had asked for is not done after its death.
    await pool.query(`SELECT pg_terminate_backend(pid) ${waiting}`)
    await until('its statement to end', async () => ((await count(waiting)) === 0 ? true : undefined))
    await pool.query('DROP TRIGGER halt ON response').catch(() => pool.query('DROP TRIGGER halt ON delivery'))
    await holder.end()
    expect([await responses(), await rejected()]).toEqual([stored, deliveries])

    expect(await heard(...replayed)).toMatchObject({ status: 0 })

    await allToldOnce()
    await againNothing()
  })
})
