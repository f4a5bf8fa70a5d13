import { afterAll, beforeAll, expect, test } from 'vitest'
import { idOf } from '../../src/ids.js'
import { bindQuestion } from '../../src/surveys/bind-question.js'
import { openIntakeCommit } from '../../src/surveys/commit.js'
import { readToolFile } from '../../src/surveys/declared/read-tool-file.js'
import { draftDelivery } from '../../src/surveys/draft.js'
import { SourceSettings } from '../../src/surveys/source-settings.js'
import { canonical } from '../../src/surveys/sources/canonical.js'
import { recordingLog } from '../support/recording-log.js'
import { answered, openGround, type Feed, type IntakeGround } from './intake-ground.js'

let ground: IntakeGround
let feed: Feed

beforeAll(async () => {
  ground = await openGround()
  feed = await ground.connect('canonical')
})
afterAll(() => ground.close())

const deleted = (id: string, version: number, more: Record<string, unknown> = {}) => ({
  type: 'response.deleted',
  id,
  deleted_at: '2026-03-02T09:15:30Z',
  version,
  ...more,
})

async function stateOf(id: string): Promise<string | undefined> {
  const rows = await ground.rows<{ state: string }>('SELECT state FROM response WHERE response_key = $1', [
    id,
  ])
  return rows[0]?.state
}

/** What the scores count, by score. */
async function counted(): Promise<Record<string, number>> {
  const rows = await ground.rows<{ score: number; n: string }>(
    `SELECT score, sum(n) AS n FROM score_count WHERE dimension = '' GROUP BY score ORDER BY score`,
  )
  return Object.fromEntries(rows.map(({ score, n }) => [score, Number(n)]))
}

const alertOf = async (id: string) =>
  (
    await ground.rows<{ due: boolean; rule: string }>(
      `SELECT a.rule, a.handled_version < a.version AS due FROM alert a JOIN response r ON r.id = a.response_id
       WHERE r.response_key = $1`,
      [id],
    )
  )[0]

test('a deleted answer leaves the scores at once and stays stored; a version above the deletion counts again', async () => {
  await ground.send(feed, answered({ id: 'd-1', version: 1, score: 3 }))
  await ground.rows(`UPDATE alert SET handled_version = version`)
  expect(await counted()).toEqual({ 3: 1 })

  const reply = await ground.send(feed, deleted('d-1', 2, { by: 'Kim', reason: 'A test of ours' }))

  expect(reply).toMatchObject({ status: 200, json: { verdict: 'accepted', responses: [] } })
  expect(await stateOf('d-1')).toBe('withdrawn')
  expect(await counted()).toEqual({})
  expect(await ground.rows('SELECT score, comment FROM response')).toEqual([
    { score: 3, comment: 'Nine days for an answer' },
  ])
  expect(await alertOf('d-1')).toEqual({ rule: 'nps_detractor', due: true })
  expect(await ground.rows('SELECT before, after FROM response_event')).toMatchObject([
    { before: { state: 'scored', score: 3 }, after: { state: 'withdrawn', score: 3 } },
  ])
  expect(await ground.rows('SELECT by_id, by_name, reason FROM withdrawal')).toEqual([
    { by_id: null, by_name: 'Kim', reason: 'A test of ours' },
  ])

  const older = await ground.send(feed, answered({ id: 'd-1', version: 2, score: 4 }))
  expect(older.json.responses).toMatchObject([{ verdict: 'updated', state: 'withdrawn' }])
  expect(await counted()).toEqual({})

  const newer = await ground.send(feed, answered({ id: 'd-1', version: 3, score: 5 }))
  expect(newer.json.responses).toMatchObject([{ verdict: 'updated', state: 'scored' }])
  expect(await counted()).toEqual({ 5: 1 })

  await ground.send(feed, deleted('d-1', 2))
  expect(await stateOf('d-1')).toBe('scored')
})

test('a deletion that comes before its answer keeps it out, of all questions or of none', async () => {
  const before = await counted()
  await ground.send(feed, deleted('d-2', 5))

  const late = await ground.send(feed, answered({ id: 'd-2', version: 4, score: 0 }))
  expect(late.json.responses).toMatchObject([{ verdict: 'created', state: 'withdrawn' }])
  expect(await alertOf('d-2')).toBeUndefined()
  expect(await counted()).toEqual(before)

  await ground.send(feed, answered({ id: 'd-2', version: 6, score: 0 }))
  expect(await alertOf('d-2')).toMatchObject({ due: true })
  expect(await counted()).toEqual({ ...before, 0: 1 })
})

test('an answer and its deletion in one statement, in either order, and with an older version after it', async () => {
  const before = await counted()
  const bodies = [7, 8, 9].flatMap((n) => [
    answered({ id: `d-3-${n}`, version: 1, score: 1 }),
    deleted(`d-3-${n}`, 3),
    answered({ id: `d-3-${n}`, version: n === 9 ? 4 : 2, score: 2 }),
  ])

  // The first is in flight while the others gather: they are one batch.
  await Promise.all([
    ground.send(feed, answered({ id: 'd-3', version: 1, score: 9 })),
    ...bodies.map((body) => ground.send(feed, body)),
    ...bodies.toReversed().map((body) => ground.send(feed, body)),
  ])

  expect(await Promise.all([7, 8, 9].map((n) => stateOf(`d-3-${n}`)))).toEqual([
    'withdrawn',
    'withdrawn',
    'scored',
  ])
  expect(await counted()).toEqual({ ...before, 2: 1, 9: 1 })
})

test('what waits for a binding stays withdrawn when it is bound', async () => {
  const stars = { question: { key: 'stars' }, metric: null, scale: null }
  const before = await counted()
  for (const id of ['d-4', 'd-5']) await ground.send(feed, answered({ id, version: 1, score: 2, ...stars }))
  await ground.send(feed, deleted('d-4', 1))
  await ground.send(
    feed,
    answered({ id: 'd-6', version: 1, score: null, comment: 'Where are you?', ...stars }),
  )

  const { prisma } = ground.db.database
  const bound = await bindQuestion(
    { prisma, bell: { ring: () => Promise.resolve() } },
    {
      workspaceId: ground.workspaceId,
      sourceName: 'canonical feed',
      binding: { key: 'stars', metric: 'csat', min: 1, max: 5, direction: 'high_is_good' },
      by: 'test',
      now: ground.clock.now,
    },
  )

  expect(bound).toMatchObject({ scored: 1, quarantined: 0 })
  expect(await Promise.all(['d-4', 'd-5', 'd-6'].map(stateOf))).toEqual(['withdrawn', 'scored', 'unscored'])
  expect(await counted()).toEqual({ ...before, 2: (before[2] ?? 0) + 1 })
})

test('words without a number are stored, counted nowhere, and ask nobody for a meaning', async () => {
  const before = await counted()
  const mention = { id: 'd-7', question: { key: 'mention' }, metric: null, scale: null }
  const reply = await ground.send(feed, answered({ ...mention, score: null, comment: 'Where are you?' }))

  expect(reply.json).toMatchObject({ verdict: 'accepted', responses: [{ state: 'unscored' }] })
  const [row] = await ground.rows(`SELECT state, score, comment FROM response WHERE response_key = 'd-7'`)
  expect(row).toEqual({ state: 'unscored', score: null, comment: 'Where are you?' })
  expect(
    await ground.rows(`SELECT 1 FROM notice WHERE id = $1`, [idOf(feed.id, 'unbound', 'mention')]),
  ).toEqual([])
  expect(await alertOf('d-7')).toBeUndefined()
  expect(await counted()).toEqual(before)
})

test('a number that is told later, in the same version, replaces none', async () => {
  const same = { id: 'd-8', version: 1 }
  await ground.send(feed, answered({ ...same, score: null, comment: 'Where are you?' }))
  const reply = await ground.send(feed, answered({ ...same, score: 1 }))

  expect(reply.json.responses).toMatchObject([{ verdict: 'updated', state: 'scored' }])
  expect(await alertOf('d-8')).toEqual({ rule: 'nps_detractor', due: true })
})

test('a scored answer without a number is refused by the database', async () => {
  await expect(
    ground.rows(`UPDATE response SET score = NULL WHERE state = 'scored' AND response_key = 'd-8'`),
  ).rejects.toThrow(/check constraint/)
})

test('an answer that another process is writing at this moment is struck as soon as it is written', async () => {
  const before = await counted()
  const other = await ground.db.database.pool.connect()
  await other.query('BEGIN')
  const theirs = openIntakeCommit({
    pool: other,
    bell: { ring: async () => undefined },
    log: recordingLog(),
    scoreStated: async () => undefined,
  })
  const source = { id: feed.id, workspaceId: ground.workspaceId, name: 'x', questions: new Map() }
  const body = Buffer.from(JSON.stringify(answered({ id: 'd-9', version: 1, score: 0 })))
  const request = { contentType: 'application/json', body, receivedAt: ground.clock.now }
  await theirs.push(draftDelivery(source, request, canonical.parse({ headers: {}, body })))

  const deletion = ground.send(feed, deleted('d-9', 1))
  while ((await other.query('SELECT 1 FROM pg_locks WHERE NOT granted')).rowCount === 0) await nextTurn()
  await other.query('COMMIT')
  other.release()

  expect((await deletion).status).toBe(200)
  expect(await stateOf('d-9')).toBe('withdrawn')
  expect(await alertOf('d-9')).toMatchObject({ due: true })
  expect(await counted()).toEqual(before)
})

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

test('a list of events of which one withdraws says, too, which of them were not understood', async () => {
  const text = `
kind: acme
title: Acme
auth: none
each: $
event: { is: type, kinds: { deleted: deleted, answered: created } }
response: { id: id, answeredAt: at }
questions: [{ key: q, value: score }]
`
  const body = Buffer.from(
    '[{"type": "deleted", "id": "e-1"}, {"type": "answered", "id": "e-2", "score": 3}]',
  )
  const tool = readToolFile({ name: 'acme.yaml', text })
  const parsed = await tool.parse({ headers: {}, body }, ground.clock.now, SourceSettings.parse({}))
  const source = { id: feed.id, workspaceId: ground.workspaceId, name: 'x', questions: new Map() }
  const request = { contentType: 'application/json', body, receivedAt: ground.clock.now }

  expect(draftDelivery(source, request, parsed).delivery).toMatchObject({
    verdict: 'partial',
    reason: '1 of 2 events not understood: each[1] response.answeredAt is missing',
  })
})
