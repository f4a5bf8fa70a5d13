import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openIntakeCommit } from '../../src/surveys/commit.js'
import { draftDelivery } from '../../src/surveys/draft.js'
import type { IntakeWrite } from '../../src/surveys/intake-write.js'
import { signStandardWebhook } from '../../src/surveys/signatures/standard-webhooks.js'
import { canonical } from '../../src/surveys/sources/canonical.js'
import { recordingLog } from '../support/recording-log.js'
import { answered, openGround, type Feed, type IntakeGround } from './intake-ground.js'

let ground: IntakeGround
let feed: Feed

beforeEach(async () => {
  ground = await openGround({ timeZone: 'Pacific/Auckland' })
  feed = await ground.connect('canonical')
})
afterEach(() => ground.close())

interface AlertRow {
  rule: string
  severity: string
  version: string
  next_try_at: Date
}

const alerts = (): Promise<AlertRow[]> =>
  ground.rows('SELECT rule, severity, version, next_try_at FROM alert ORDER BY created_at, id')

const count = async (table: string): Promise<number> =>
  (await ground.rows<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`))[0]?.n ?? -1

describe('the same answer again', () => {
  test('20 times at once: one response, one alert, one customer, and one of them is told "created"', async () => {
    const body = Buffer.from(JSON.stringify(answered()))
    const headers = { 'webhook-id': 'msg_same' }
    const signature = signedOnce(body, headers['webhook-id'])

    const replies = await Promise.all(Array.from({ length: 20 }, () => ground.send(feed, body, signature)))

    const verdicts = replies.map(
      ({ status, json }) => `${status} ${json.verdict} ${json.responses?.[0]?.verdict}`,
    )
    expect(verdicts.toSorted()).toEqual([
      '200 accepted created',
      ...Array.from({ length: 19 }, () => '200 duplicate duplicate'),
    ])
    expect([
      await count('response'),
      await count('alert'),
      await count('customer'),
      await count('delivery'),
    ]).toEqual([1, 1, 1, 1])
    expect(ground.rings).toHaveLength(1)
    expect(await count('response_event')).toBe(0)
  })

  test('20 different versions at once in any order: the highest stays, one is created, the count is one', async () => {
    const versions = Array.from({ length: 20 }, (_, index) => ((index * 7) % 20) + 1)
    const replies = await Promise.all(
      versions.map((version) => ground.send(feed, answered({ version, score: version % 11 }))),
    )

    const created = replies.filter(({ json }) => json.responses?.[0]?.verdict === 'created')
    expect(created).toHaveLength(1)
    expect(replies.every(({ json }) => json.verdict === 'accepted')).toBe(true)
    expect(await ground.rows('SELECT version::int, score FROM response')).toEqual([{ version: 20, score: 9 }])
    expect(await ground.rows("SELECT sum(n)::int AS n FROM score_count WHERE dimension = ''")).toEqual([
      { n: 1 },
    ])
  })

  test('a comment after the score updates answer and alert; what comes late never goes back', async () => {
    const first = answered({ version: 1, comment: null })
    const second = answered({ version: 2, comment: 'It broke twice' })

    const created = await ground.send(feed, first)
    ground.clock.now += 60_000
    const updated = await ground.send(feed, second)
    ground.clock.now += 60_000
    const stale = await ground.send(feed, first)
    const again = await ground.send(feed, second)

    const verdicts = [created, updated, stale, again].map(({ json }) => json.responses?.[0]?.verdict)
    expect(verdicts).toEqual(['created', 'updated', 'stale', 'duplicate'])
    expect(await ground.rows('SELECT version::int, comment FROM response')).toEqual([
      { version: 2, comment: 'It broke twice' },
    ])
    expect(await alerts()).toMatchObject([{ version: '2', next_try_at: new Date(ground.clock.now - 60_000) }])
    expect(
      await ground.rows("SELECT before ->> 'version' AS b, after ->> 'version' AS a FROM response_event"),
    ).toEqual([{ b: '1', a: '2' }])
    expect(ground.rings).toHaveLength(2)
  })

  test('a promoter edited to a detractor raises an alert', async () => {
    await ground.send(feed, answered({ version: 1, score: 9 }))
    expect(await alerts()).toEqual([])

    await ground.send(feed, answered({ version: 2, score: 1 }))

    expect(await alerts()).toMatchObject([{ rule: 'nps_detractor', severity: 'critical', version: '2' }])
    expect(ground.rings).toHaveLength(1)
  })

  test('a late version that changes nothing raises nothing', async () => {
    await ground.send(feed, answered({ version: 2, score: 10 }))

    const late = await ground.send(feed, answered({ version: 1, score: 0 }))

    expect(late.json.responses).toMatchObject([{ verdict: 'stale' }])
    expect([await count('alert'), ground.rings.length]).toEqual([0, 0])
  })

  test('a detractor edited to a promoter refreshes the alert it has, and keeps its attempts', async () => {
    await ground.send(feed, answered({ version: 1, score: 2 }))
    await ground.rows('UPDATE alert SET handled_version = 1, attempts = 1')

    await ground.send(feed, answered({ version: 2, score: 10 }))

    expect(await alerts()).toMatchObject([{ rule: 'nps_detractor', version: '2' }])
    expect(await ground.rows('SELECT handled_version::int AS handled, attempts FROM alert')).toEqual([
      { handled: 1, attempts: 1 },
    ])
    expect(ground.rings).toHaveLength(2)
  })

  test('an edit that waits for another process still refreshes the alert which that one raised', async () => {
    const other = await ground.db.database.pool.connect()
    await other.query('BEGIN')
    const bell = { ring: async () => undefined }
    const theirs = openIntakeCommit({
      pool: other,
      bell,
      log: recordingLog(),
      scoreStated: async () => undefined,
    })
    await theirs.push(detractorWrite(feed, ground.workspaceId))

    const edited = ground.send(feed, answered({ version: 2, score: 10 }))
    while ((await other.query('SELECT 1 FROM pg_locks WHERE NOT granted')).rowCount === 0) await nextTurn()
    await other.query('COMMIT')
    other.release()

    expect((await edited).json.responses).toMatchObject([{ verdict: 'updated' }])
    expect(await alerts()).toMatchObject([{ rule: 'nps_detractor', version: '2' }])
    expect(ground.rings).toHaveLength(1)
  })

  test('newer customer details win, older ones only fill gaps, whatever the order', async () => {
    const of = (id: string, answered_at: string, customer: object): Record<string, unknown> =>
      answered({ id, answered_at, customer: { id: 'c-1', ...customer } })

    await ground.send(feed, of('r-2', '2026-03-02T09:12:00Z', { name: 'Ada Lovelace' }))
    await ground.send(
      feed,
      of('r-1', '2026-03-02T09:11:00Z', { name: 'Ada Byron', email: 'old@example.com' }),
    )
    await ground.send(feed, of('r-3', '2026-03-02T09:13:00Z', { email: 'new@example.com' }))

    expect(await ground.rows('SELECT name, email FROM customer')).toEqual([
      { name: 'Ada Lovelace', email: 'new@example.com' },
    ])
  })
})

/** What another process writes for the first version of the same answer: a detractor. */
function detractorWrite(source: Feed, workspaceId: string): IntakeWrite {
  const book = { id: source.id, workspaceId, name: 'x', questions: new Map() }
  const request = { contentType: 'application/json', body: Buffer.from('{}'), receivedAt: ground.clock.now }
  const body = Buffer.from(JSON.stringify(answered({ version: 1, score: 3 })))
  return draftDelivery(book, request, canonical.parse({ headers: {}, body }))
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

function signedOnce(body: Buffer, id: string): Record<string, string> {
  return signStandardWebhook(body, feed.secret, ground.clock.now, id).headers
}
