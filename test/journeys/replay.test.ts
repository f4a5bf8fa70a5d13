import { spawn } from 'node:child_process'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openAcme, replayed, wordsOfPerson, type AcmeFeed } from './acme-feed.js'
import { killed } from './process.js'
import { openStage, until, type Stage } from './stage.js'

/** One in ten had much effort: fewer than would be gathered in a summary. */
const effortOf = (n: number): number => (n % 10 === 3 ? 6 : 2)
const few = 20
/** A replay reads 50 at a time. */
const pages = { first: 50, all: 60 }

let stage: Stage
let acme: AcmeFeed

beforeEach(async () => {
  stage = await openStage()
  // The tool calls it "points"; whoever wrote the file did not.
  acme = await openAcme(stage, 'result.ratings[name = "effort"].name')
})
afterEach(async () => {
  await stage.close()
  await acme.close()
})

const responses = () => acme.count('FROM response')
const rejected = () => acme.count(`FROM delivery WHERE verdict = 'rejected'`)
const unhappyOf = (deliveries: number): number[] =>
  Array.from({ length: deliveries }, (_, n) => n).filter((n) => effortOf(n) === 6)

async function brokenThenMended(deliveries: number): Promise<void> {
  for (let n = 0; n < deliveries; n += 1) expect(await acme.post({ n, effort: effortOf(n) })).toBe(400)
  expect([await rejected(), await responses()]).toEqual([deliveries, 0])
  await acme.mend()
}

/** All is there, and each unhappy one has one card. */
async function allToldOnce(deliveries: number): Promise<void> {
  const unhappy = unhappyOf(deliveries)
  const cards = await stage.settled(unhappy.length)
  const told = JSON.stringify(cards)
  for (const n of unhappy)
    expect(told.split(wordsOfPerson(n)).length - 1, wordsOfPerson(n)).toBeGreaterThan(0)
  expect(new Set(cards.map(({ ts }) => ts)).size).toBe(unhappy.length)
  expect([await responses(), await rejected(), await acme.count('FROM delivery')]).toEqual([
    deliveries,
    0,
    deliveries,
  ])
  expect(await acme.count('FROM loop')).toBe(unhappy.length)
}

async function againNothing(deliveries: number): Promise<void> {
  const before = await stage.cards()
  const again = await acme.heard(...replayed, '--all')
  expect(again.out).toContain(`Answers: 0 new, 0 changed, ${deliveries} as they were.`)
  await allToldOnce(deliveries)
  expect(await stage.cards()).toEqual(before)
  expect(await acme.heard(...replayed)).toMatchObject({ status: 0 })
  expect(await responses()).toBe(deliveries)
}

it('20 deliveries under a broken mapping are kept; mended and replayed they are 20 responses, each card once', async () => {
  await brokenThenMended(few)

  const ran = await acme.heard(...replayed)

  expect(ran).toMatchObject({ status: 0 })
  await until('the responses', async () => ((await responses()) === few ? true : undefined))
  const { length } = unhappyOf(few)
  await until('the cards', async () => ((await stage.cards()).length >= length ? true : undefined))
  await allToldOnce(few)
  await againNothing(few)
})

/** Where the replay stands still until it is killed: its statement waits for a lock that the test holds. */
const halts = [
  {
    where: 'before its answers are committed',
    trigger: `BEFORE INSERT ON response FOR EACH ROW WHEN (NEW.response_key = 'r-10')`,
    deliveries: few,
    stored: 0,
    noted: 0,
  },
  {
    where: 'after its answers are committed, before their deliveries are noted',
    trigger: 'BEFORE UPDATE ON delivery FOR EACH ROW',
    deliveries: few,
    stored: few,
    noted: 0,
  },
  {
    where: 'after one page of it is done, before the next one is',
    trigger: `BEFORE INSERT ON response FOR EACH ROW WHEN (NEW.response_key ~ '^r-5[0-9]$')`,
    deliveries: pages.all,
    stored: pages.first,
    noted: pages.first,
  },
]

describe.each(halts)('a replay that is killed $where', ({ trigger, deliveries, stored, noted }) => {
  it('and run again gives the same', async () => {
    await brokenThenMended(deliveries)
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
      env: { ...process.env, ...acme.env() },
    })
    await until('the replay to stand still', async () => ((await acme.count(waiting)) > 0 ? true : undefined))
    await killed(child)
    expect(child.signalCode).toBe('SIGKILL')
    // What it had asked for is not done after its death.
    await pool.query(`SELECT pg_terminate_backend(pid) ${waiting}`)
    await until('its statement to end', async () => ((await acme.count(waiting)) === 0 ? true : undefined))
    await pool.query('DROP TRIGGER halt ON response').catch(() => pool.query('DROP TRIGGER halt ON delivery'))
    await holder.end()
    expect([await responses(), await rejected()]).toEqual([stored, deliveries - noted])

    expect(await acme.heard(...replayed)).toMatchObject({ status: 0 })

    await allToldOnce(deliveries)
    await againNothing(deliveries)
  })
})
