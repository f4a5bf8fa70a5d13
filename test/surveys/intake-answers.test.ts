import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { idOf } from '../../src/ids.js'
import { bindQuestion } from '../../src/surveys/bind-question.js'
import { openIntakeCommit } from '../../src/surveys/commit.js'
import { draftDelivery } from '../../src/surveys/draft.js'
import type { IntakeWrite } from '../../src/surveys/intake-write.js'
import { localDay } from '../../src/surveys/local-day.js'
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

const effort = (id: string, key: string, direction: string, score: number): Record<string, unknown> =>
  answered({ id, question: { key }, metric: 'ces', scale: { min: 1, max: 7, direction }, score })

describe('one answer', () => {
  test('is stored with its delivery, customer, question and alert, and the queue is rung', async () => {
    const reply = await ground.send(feed, answered())

    expect(reply.json).toEqual({
      verdict: 'accepted',
      responses: [{ questionKey: 'recommend', verdict: 'created', state: 'scored' }],
    })
    const responseId = idOf(feed.id, 'response', 'r-1', 'recommend')
    const [response] = await ground.rows('SELECT *, day::text AS local_day FROM response')
    expect(response).toMatchObject({
      id: responseId,
      workspace_id: ground.workspaceId,
      source_id: feed.id,
      question_id: idOf(feed.id, 'question', 'recommend'),
      customer_id: idOf(ground.workspaceId, 'customer', 'id:c-7'),
      version: String(Date.parse('2026-03-02T09:15:00Z')),
      state: 'scored',
      reason: null,
      score: 3,
      comment: 'Nine days for an answer',
      answered_at: new Date('2026-03-02T09:15:00Z'),
      local_day: '2026-03-02',
      survey: 'Quarterly',
      question_title: 'How likely are you to recommend us?',
      segments: { plan: 'pro' },
      received_at: new Date(ground.clock.now),
    })
    const [customer] = await ground.rows('SELECT key, external_id, email, name FROM customer')
    expect(customer).toEqual({ key: 'id:c-7', external_id: 'c-7', email: 'Ada@Example.com', name: 'Ada' })
    const [question] = await ground.rows(
      'SELECT metric, min, max, direction, good_from, bad_to, bound_by FROM question',
    )
    expect(question).toEqual({
      metric: 'nps',
      min: 0,
      max: 10,
      direction: 'high_is_good',
      good_from: 9,
      bad_to: 6,
      bound_by: 'tool',
    })
    const [delivery] = await ground.rows<{ body: Buffer }>('SELECT * FROM delivery')
    expect(delivery).toMatchObject({ verdict: 'accepted', reason: null, content_type: 'application/json' })
    expect(JSON.parse(delivery?.body.toString() ?? '')).toEqual(answered())
    expect(await alerts()).toEqual([
      {
        rule: 'nps_detractor',
        severity: 'normal',
        version: String(Date.parse('2026-03-02T09:15:00Z')),
        next_try_at: new Date(ground.clock.now),
      },
    ])
    expect(ground.rings).toEqual([{ job: 'alert', id: idOf(responseId, 'alert') }])
  })

  test('belongs to the day of the workspace, not of UTC', async () => {
    await ground.send(feed, answered({ answered_at: '2026-03-02T12:00:00+01:00' }))

    // Auckland is 13 hours ahead in March.
    expect(await ground.rows('SELECT day::text FROM response')).toEqual([{ day: '2026-03-03' }])
  })

  test('a promoter raises nothing; a very bad NPS is critical', async () => {
    await ground.send(feed, answered({ id: 'r-happy', score: 9 }))
    await ground.send(feed, answered({ id: 'r-awful', score: 0 }))

    expect(await alerts()).toMatchObject([{ rule: 'nps_detractor', severity: 'critical' }])
  })

  test('the same 6 of 7: none on "made it easy", one on "how much effort"', async () => {
    await ground.send(feed, effort('r-easy', 'made-it-easy', 'high_is_good', 6))
    expect(await alerts()).toEqual([])

    await ground.send(feed, effort('r-hard', 'how-much-effort', 'low_is_good', 6))
    expect(await alerts()).toMatchObject([{ rule: 'ces_high_effort', severity: 'normal' }])
  })

  test('hostile text arrives as that text, without what PostgreSQL cannot hold', async () => {
    const comment = '<!channel> <https://evil.example|click> *x*\u0000\ud800 👩‍👩‍👧‍👦'
    const reply = await ground.send(feed, answered({ comment, segments: { 'a\u0000b': 'c\u0000d' } }))

    expect(reply.status).toBe(200)
    expect(await ground.rows('SELECT comment, segments FROM response')).toEqual([
      { comment: '<!channel> <https://evil.example|click> *x*\ufffd 👩‍👩‍👧‍👦', segments: { ab: 'cd' } },
    ])
  })

  test('a backfilled answer is counted and alerts nobody', async () => {
    await ground.send(feed, answered({ backfill: true }))

    expect(await alerts()).toEqual([])
    expect(ground.rings).toEqual([])
    expect(await ground.rows("SELECT n::int FROM score_count WHERE dimension = '' AND score = 3")).toEqual([
      { n: 1 },
    ])
  })

  test('an anonymous answer has no customer; an e-mail alone is one, in whatever case', async () => {
    await ground.send(feed, answered({ id: 'r-1', customer: {} }))
    await ground.send(feed, answered({ id: 'r-2', customer: { email: ' Ada@Example.COM ' } }))
    await ground.send(feed, answered({ id: 'r-3', customer: { email: 'ada@example.com', name: 'Ada L.' } }))

    const rows = await ground.rows<{ customer_id: string | null }>(
      'SELECT customer_id FROM response ORDER BY response_key',
    )
    const ada = idOf(ground.workspaceId, 'customer', 'mail:ada@example.com')
    expect(rows.map((row) => row.customer_id)).toEqual([null, ada, ada])
    expect(await ground.rows('SELECT name FROM customer')).toEqual([{ name: 'Ada L.' }])
  })

  test('a token that arrives twice in a second is looked up once', async () => {
    await ground.send(feed, answered())
    await ground.rows('UPDATE source SET name = $1', ['renamed'])

    await ground.send(feed, answered({ id: 'r-2', question: { key: 'new' }, metric: null, scale: null }))

    expect(await ground.rows("SELECT data ->> 'sourceName' AS name FROM notice")).toEqual([
      { name: 'canonical feed' },
    ])
  })
})

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
    const theirs = openIntakeCommit({ pool: other, bell, log: recordingLog() })
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

describe('a number whose meaning is not declared, or that its scale cannot hold', () => {
  const unbound = (change: Record<string, unknown> = {}): Record<string, unknown> =>
    answered({
      question: { key: 'stars', title: 'How was it?' },
      metric: null,
      scale: null,
      score: 1,
      ...change,
    })

  test('waits as unbound; the home channel is told once a question', async () => {
    const first = await ground.send(feed, unbound())
    await ground.send(feed, unbound({ id: 'r-2' }))

    expect(first.json).toMatchObject({
      verdict: 'unbound',
      responses: [{ questionKey: 'stars', verdict: 'created', state: 'unbound' }],
    })
    const notices = await ground.rows<{ id: string }>('SELECT id, kind, data FROM notice')
    expect(notices).toEqual([
      {
        id: idOf(feed.id, 'unbound', 'stars'),
        kind: 'unbound_question',
        data: {
          sourceId: feed.id,
          sourceName: 'canonical feed',
          questionKey: 'stars',
          questionTitle: 'How was it?',
          survey: 'Quarterly',
          reason: 'nobody said what its number means',
        },
      },
    ])
    expect(ground.rings).toEqual([{ job: 'notice', id: notices[0]?.id }])
    expect(await count('response')).toBe(2)
    expect([await count('alert'), await count('score_count')]).toEqual([0, 0])
  })

  test('NPS on 1-10 and CSAT on 1-10 are not guessed at', async () => {
    const stated = { min: 1, max: 10, direction: 'high_is_good' }
    const nps = await ground.send(feed, answered({ scale: stated, score: 1 }))
    const csat = await ground.send(
      feed,
      answered({ question: { key: 'csat' }, metric: 'csat', scale: stated, score: 1 }),
    )

    expect([nps.json.verdict, csat.json.verdict]).toEqual(['unbound', 'unbound'])
    expect(nps.json.reason).toContain('nps is 0-10 with high_is_good only')
    expect(csat.json.reason).toContain('no agreed cut-offs for csat on 1-10')
    expect([await count('question'), await count('alert')]).toEqual([0, 0])
  })

  test('out of range or not whole: quarantined as it came, not clamped, not counted, not alerted', async () => {
    for (const [index, score] of [11, -1, 7.5, 1e12].entries()) {
      const reply = await ground.send(feed, answered({ id: `r-${index}`, score }))
      expect(reply.json).toMatchObject({ verdict: 'quarantined', responses: [{ state: 'quarantined' }] })
    }

    expect(await ground.rows('SELECT score, reason FROM response ORDER BY response_key')).toEqual([
      { score: 11, reason: 'the number is outside 0-10' },
      { score: -1, reason: 'the number is outside 0-10' },
      { score: 7.5, reason: 'the number is not a whole one' },
      { score: 1e12, reason: 'the number is outside 0-10' },
    ])
    expect([await count('alert'), await count('score_count')]).toEqual([0, 0])
  })

  test('a tool that changes its mind about the scale is quarantined; a binding by a person stands', async () => {
    await ground.send(feed, effort('r-1', 'q', 'low_is_good', 6))
    ground.clock.now += 1_000
    const flipped = await ground.send(feed, effort('r-2', 'q', 'high_is_good', 6))
    await ground.rows("UPDATE question SET bound_by = 'Maria'")
    ground.clock.now += 1_000
    const overruled = await ground.send(feed, effort('r-3', 'q', 'high_is_good', 6))

    expect(flipped.json.reason).toContain(
      'the tool now states ces 1-7 high_is_good, but the question is bound as ces 1-7 low_is_good',
    )
    expect(overruled.json.responses).toMatchObject([{ state: 'scored' }])
    expect(await alerts()).toHaveLength(2)
  })

  test('an answer that arrives just as its question is bound is scored, and no notice is left', async () => {
    await ground.send(feed, { type: 'ping' })
    await bind('stars')

    // The page of the book was read within the same second, before the binding.
    const reply = await ground.send(feed, unbound())

    expect(reply.json).toEqual({
      verdict: 'accepted',
      responses: [{ questionKey: 'stars', verdict: 'created', state: 'scored' }],
    })
    expect(await alerts()).toMatchObject([{ rule: 'csat_bottom' }])
    expect(await count('notice')).toBe(0)
  })

  test('binding later scores what waited, and what comes afterwards', async () => {
    await ground.send(feed, unbound())
    await ground.send(feed, unbound({ id: 'r-half', score: 4.5 }))

    const bound = await bind('stars')
    ground.clock.now += 1_000
    const after = await ground.send(feed, unbound({ id: 'r-2', score: 5 }))

    expect(bound).toMatchObject({ scored: 1, quarantined: 1, raised: 1 })
    expect(after.json.responses).toMatchObject([{ state: 'scored' }])
    expect(await ground.rows("SELECT sum(n)::int AS n FROM score_count WHERE dimension = ''")).toEqual([
      { n: 2 },
    ])
  })
})

describe('batches', () => {
  test('300 requests at once with mixed fates: each is told its own', async () => {
    const replies = await Promise.all(
      Array.from({ length: 300 }, (_, index) => {
        if (index % 10 === 0) return ground.send(feed, answered({ id: `r-${index}`, score: 'x' }))
        if (index % 10 === 1) return ground.send(feed, { type: 'ping' })
        return ground.send(
          feed,
          answered({ id: `r-${index}`, score: index % 11, customer: { id: `c-${index % 7}` } }),
        )
      }),
    )

    const fates = replies.map(({ status, json }) => `${status} ${json.verdict ?? 'rejected'}`)
    const tally = (fate: string): number => fates.filter((other) => other === fate).length
    expect([tally('400 rejected'), tally('200 ignored'), tally('200 accepted')]).toEqual([30, 30, 240])
    expect([await count('response'), await count('delivery'), await count('customer')]).toEqual([240, 300, 7])
    const bad = await ground.rows("SELECT 1 FROM response WHERE state = 'scored' AND score <= 6")
    expect(await count('alert')).toBe(bad.length)
    expect(ground.rings).toHaveLength(bad.length)
  })

  test('bodies that are too large for one statement together are all stored', async () => {
    const large = (id: number): Record<string, unknown> =>
      answered({ id: `r-${id}`, padding: 'x'.repeat(900_000) })

    const replies = await Promise.all(Array.from({ length: 30 }, (_, id) => ground.send(feed, large(id))))

    expect(replies.every(({ json }) => json.verdict === 'accepted')).toBe(true)
    expect(await count('delivery')).toBe(30)
  })

  test('when a source was last seen is kept to the minute', async () => {
    const seen = async (): Promise<unknown> => (await ground.rows('SELECT last_seen_at AS at FROM source'))[0]
    await ground.send(feed, { type: 'ping' })
    const first = new Date(ground.clock.now)
    ground.clock.now += 30_000
    await ground.send(feed, { type: 'ping' })
    expect(await seen()).toEqual({ at: first })

    ground.clock.now += 31_000
    await ground.send(feed, { type: 'ping' })
    expect(await seen()).toEqual({ at: new Date(ground.clock.now) })
  })
})

function bind(key: string): ReturnType<typeof bindQuestion> {
  const binding = { key, metric: 'csat', min: 1, max: 5, direction: 'high_is_good' }
  const bell = { ring: async () => undefined }
  return bindQuestion(
    { prisma: ground.db.database.prisma, bell },
    {
      workspaceId: ground.workspaceId,
      sourceName: 'canonical feed',
      binding,
      by: 'Maria',
      now: ground.clock.now,
    },
  )
}

/** What another process writes for the first version of the same answer: a detractor. */
function detractorWrite(source: Feed, workspaceId: string): IntakeWrite {
  const book = { id: source.id, workspaceId, name: 'x', questions: new Map(), dayOf: localDay('UTC') }
  const request = { contentType: 'application/json', body: Buffer.from('{}'), receivedAt: ground.clock.now }
  const body = Buffer.from(JSON.stringify(answered({ version: 1, score: 3 })))
  return draftDelivery(book, request, canonical.parse({ headers: {}, body }))
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

function signedOnce(body: Buffer, id: string): Record<string, string> {
  return signStandardWebhook(body, feed.secret, ground.clock.now, id)
}
