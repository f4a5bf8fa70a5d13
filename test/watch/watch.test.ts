import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase, type Database } from '../../src/database/database.js'
import { openLog } from '../../src/logging/log.js'
import { importFile } from '../../src/surveys/import/import-file.js'
import { disableSource, enableSource } from '../../src/surveys/switch-source.js'
import { health } from '../../src/watch/health.js'
import { openWatch, type Watch } from '../../src/watch/watch.js'
import { answered, openGround, type Feed, type IntakeGround } from '../surveys/intake-ground.js'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
/** A Monday. */
const start = Date.parse('2026-01-05T00:00:00Z')

let ground: IntakeGround
let second: Database
/** Two processes: connections of their own, nothing shared but the database. */
let watches: Watch[]
beforeAll(async () => {
  ground = await openGround({ timeZone: 'Europe/Berlin' })
  second = openDatabase(ground.db.url, { log: openLog('silent') })
})
afterAll(async () => {
  await second.close()
  await ground.close()
})

let feeds = 0
let feed: Feed
beforeEach(async () => {
  const bell = { ring: () => Promise.resolve() }
  const log = openLog('silent')
  watches = [ground.db.database, second].map((database) => openWatch({ database, bell, log }))
  await ground.rows('DELETE FROM watch_clock')
  await ground.rows('UPDATE source SET disabled_at = now()')
  ground.clock.now = start
  feed = await ground.connect('canonical', `feed ${(feeds += 1)}`)
})

/** Both look at the same time, every so often, until then. */
async function lookUntil(until: number, stepMs: number): Promise<void> {
  while (ground.clock.now < until) {
    ground.clock.now = Math.min(until, ground.clock.now + stepMs)
    await Promise.all(watches.map((watch) => watch.look(ground.clock.now)))
  }
}

let ids = 0
const send = (body: unknown = answered({ id: `r-${(ids += 1)}` })) => ground.send(feed, body)

/** An answer of the past, from a file. */
async function importOld(): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'heard-watch-'))
  const [file, mappingFile] = [path.join(folder, 'old.csv'), path.join(folder, 'old.yaml')]
  await writeFile(file, 'id,at,score\nold-1,2026-01-01T00:00:00Z,9\n')
  await writeFile(
    mappingFile,
    'response_id: id\nanswered_at: at\nanswers: [{ question: q, score: score, metric: nps }]\n',
  )
  const { prisma, pool } = ground.db.database
  const bell = { ring: () => Promise.resolve() }
  const clock = () => ground.clock.now
  const deps = { prisma, pool, bell, log: openLog('silent'), clock, scoreStated: () => Promise.resolve() }
  await importFile(deps, {
    workspaceId: ground.workspaceId,
    sourceName: `feed ${feeds}`,
    file,
    mappingFile,
    dryRun: false,
    alert: false,
    onBegin: () => undefined,
    onProgress: () => undefined,
    isStopped: () => false,
  })
  await rm(folder, { recursive: true })
}

async function told(): Promise<string[]> {
  const rows = await ground.rows<{ line: string }>(
    `SELECT to_char(created_at AT TIME ZONE 'Europe/Berlin', 'Dy HH24:MI') || ' ' || kind || ' ' || (data ->> 'trouble') AS line
     FROM notice WHERE data ->> 'sourceId' = $1 AND kind LIKE 'source%' ORDER BY created_at`,
    [feed.id],
  )
  return rows.map(({ line }) => line)
}

async function healthSays(): Promise<unknown[]> {
  const deps = { database: ground.db.database, checkChat: () => Promise.resolve([]) }
  const findings = await health(deps, ground.workspaceId, ground.clock.now)
  return findings.filter(({ what }) => what === 'watch').map(({ data }) => data)
}

/** As if so many deliveries with an answer had come in that hour. */
async function past(at: number, n: number): Promise<void> {
  await ground.rows(
    `INSERT INTO delivery (id, workspace_id, source_id, delivery_key, content_type, body, verdict, received_at)
     SELECT gen_random_uuid(), $1, $2, gen_random_uuid(), 'application/json', '', 'accepted', $3 FROM generate_series(1, $4)`,
    [ground.workspaceId, feed.id, new Date(at), n],
  )
}

const localHour = (at: number) => new Date(at + hour).getUTCHours()
const isOffice = (at: number) =>
  new Date(at + hour).getUTCDay() % 6 !== 0 && localHour(at) >= 9 && localHour(at) < 17

describe('a source that sends in office hours', () => {
  it('is told silent once on a working day, however many look, and once when it sends again', async () => {
    const weeks = 5
    for (let at = start; at < start + weeks * 7 * day; at += hour)
      if (isOffice(at)) await past(at + 5 * minute, 2)
    ground.clock.now = start + weeks * 7 * day - 3 * day + 15 * hour
    await ground.rows('UPDATE source SET last_seen_at = $2 WHERE id = $1', [
      feed.id,
      new Date(ground.clock.now + 40 * minute),
    ])

    await lookUntil(start + weeks * 7 * day + 8 * hour, 20 * minute)
    expect(await told()).toEqual([])

    await lookUntil(start + weeks * 7 * day + 2 * day, 20 * minute)
    expect(await told()).toEqual([expect.stringMatching(/^Mon 1[1-4]:\d\d source_trouble silent$/)])
    expect(await healthSays()).toEqual([
      {
        source: `feed ${feeds}`,
        kind: 'silent',
        since: '2026-02-06 16:40',
        hours: expect.any(Number),
        count: 0,
      },
    ])
    await ground.rows(`UPDATE notice SET posted_at = now() WHERE kind = 'source_trouble'`)

    await importOld()
    await lookUntil(ground.clock.now + 5 * minute, minute)
    expect(await told()).toHaveLength(1)

    await send()
    await lookUntil(ground.clock.now + 5 * minute, minute)
    expect(await told()).toEqual([
      expect.stringContaining('source_trouble silent'),
      expect.stringContaining('source_works silent'),
    ])
    expect(await healthSays()).toEqual([])
  })

  it('and rests for weeks by a person is not told silent when it is switched on, but hours of work later', async () => {
    const weeks = 5
    const mine = { workspaceId: ground.workspaceId, name: `feed ${feeds}` }
    const { database } = ground.db
    for (let at = start; at < start + weeks * 7 * day; at += hour)
      if (isOffice(at)) await past(at + 5 * minute, 2)
    const last = start + weeks * 7 * day - 3 * day + 15 * hour
    await ground.rows('UPDATE source SET last_seen_at = $2 WHERE id = $1', [feed.id, new Date(last)])
    ground.clock.now = last + hour
    await disableSource(database, mine, ground.clock.now)
    // Three weeks later, on a Monday at nine.
    await lookUntil(start + (weeks + 3) * 7 * day + 8 * hour, 6 * hour)
    await enableSource(database, mine, ground.clock.now)

    await lookUntil(ground.clock.now + 2 * hour, 20 * minute)
    expect(await told()).toEqual([])

    await lookUntil(ground.clock.now + day, 20 * minute)
    expect(await told()).toEqual([expect.stringMatching(/source_trouble silent$/)])
    await ground.rows(`UPDATE notice SET posted_at = now() WHERE kind = 'source_trouble'`)

    // The same silence again, after it was off once more: whoever switched it on is told.
    await disableSource(database, mine, ground.clock.now)
    await lookUntil(ground.clock.now + 20 * minute, 20 * minute)
    await enableSource(database, mine, ground.clock.now)
    await lookUntil(ground.clock.now + 4 * day, hour)
    expect(await told()).toHaveLength(2)
  })
})

it('requests refused in a row are told once, and once when a delivery is taken again', async () => {
  const stranger = { ...feed, secret: `whsec_${Buffer.alloc(32, 9).toString('base64')}` }
  await send()
  ground.clock.now += 2 * minute
  for (let n = 0; n < 4; n += 1) await ground.send(stranger, answered())
  await ground.refusals.flush(ground.clock.now)

  await lookUntil(ground.clock.now + 10 * minute, minute)
  expect(await told()).toEqual([expect.stringContaining('source_trouble refused')])
  await ground.rows(`UPDATE notice SET posted_at = now() WHERE kind = 'source_trouble'`)

  await send()
  await lookUntil(ground.clock.now + 10 * minute, minute)
  expect(await told()).toHaveLength(2)
})

it('a filter that never matches is told after 20 ignored deliveries in a row, not after 19', async () => {
  for (let n = 0; n < 19; n += 1) await send({ type: 'ping', n })
  await lookUntil(ground.clock.now + 3 * minute, minute)
  expect(await told()).toEqual([])

  await send({ type: 'ping', n: 20 })
  await lookUntil(ground.clock.now + 3 * minute, minute)
  expect(await told()).toEqual([expect.stringContaining('source_trouble ignored')])
})

it('nor is it hidden by the one delivery among them that could not be understood', async () => {
  await send({ type: 'response.answered', id: 'a' })
  for (let n = 0; n < 20; n += 1) await send({ type: 'ping', n })
  await lookUntil(ground.clock.now + 3 * minute, minute)
  expect(await told()).toEqual([expect.stringContaining('source_trouble ignored')])
})

it('what cannot be understood three times in a row is told; it is over when all of it was replayed', async () => {
  await send({ type: 'response.answered', id: 'a' })
  await send({ type: 'response.answered', id: 'b' })
  await send()
  await lookUntil(ground.clock.now + 3 * minute, minute)
  for (const id of ['c', 'd', 'e']) await send({ type: 'response.answered', id })
  expect(await told()).toEqual([])

  await lookUntil(ground.clock.now + 3 * minute, minute)
  expect(await told()).toEqual([expect.stringContaining('source_trouble unusable')])
  await ground.rows(`UPDATE notice SET posted_at = now() WHERE kind = 'source_trouble'`)
  await ground.rows(`UPDATE delivery SET verdict = 'accepted' WHERE source_id = $1`, [feed.id])

  await lookUntil(ground.clock.now + 3 * minute, minute)
  expect(await told()).toEqual([
    expect.stringContaining('source_trouble unusable'),
    expect.stringContaining('source_works unusable'),
  ])
})

it('what was over before anybody could be told is not told at all', async () => {
  for (const id of ['c', 'd', 'e']) await send({ type: 'response.answered', id })
  await lookUntil(ground.clock.now + 3 * minute, minute)
  expect(await told()).toHaveLength(1)

  await send()
  await lookUntil(ground.clock.now + 3 * minute, minute)
  expect(await told()).toEqual([])
})
