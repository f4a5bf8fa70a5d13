import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { idOf } from '../../src/ids.js'
import { bindQuestion } from '../../src/surveys/bind-question.js'
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

  test('two scales stated for a new question at once are never pooled', async () => {
    const held = await ground.db.database.pool.connect()
    await held.query('BEGIN; LOCK TABLE response IN SHARE MODE')
    // The first request waits alone; the others come meanwhile and are one batch.
    const replies = [effort('r-0', 'other', 'high_is_good', 6), effort('r-1', 'q', 'low_is_good', 6)]
      .concat([effort('r-2', 'q', 'high_is_good', 6), effort('r-3', 'q', 'low_is_good', 7)])
      .map((body) => ground.send(feed, body))
    while (ground.waiting() < 3) await new Promise((resolve) => setImmediate(resolve))
    await held.query('COMMIT')
    held.release()

    const [, low, high, lowToo] = (await Promise.all(replies)).map(({ json }) => json.responses?.[0]?.state)
    // Which of the two came first is the network's choice; the other one is set aside.
    expect([low, high].toSorted()).toEqual(['quarantined', 'scored'])
    expect(lowToo).toBe(low)
    expect(
      await ground.rows(
        "SELECT response_key FROM response WHERE state = 'quarantined' ORDER BY response_key",
      ),
    ).toEqual(
      high === 'quarantined' ? [{ response_key: 'r-2' }] : [{ response_key: 'r-1' }, { response_key: 'r-3' }],
    )
  })

  test('two scales stated for a new question, one after the other in the same second, are not pooled', async () => {
    await ground.send(feed, { type: 'ping' })

    const first = await ground.send(feed, effort('r-1', 'q', 'low_is_good', 6))
    const second = await ground.send(feed, effort('r-2', 'q', 'high_is_good', 6))

    expect(first.json.responses).toMatchObject([{ verdict: 'created', state: 'scored' }])
    expect(second.json).toMatchObject({
      verdict: 'quarantined',
      responses: [{ verdict: 'created', state: 'quarantined' }],
    })
    expect(await alerts()).toHaveLength(1)
  })

  test('an answer that arrives just as its question is bound anew is scored on the new scale', async () => {
    await bind('stars')
    await ground.send(feed, unbound())
    await bind('stars', { metric: 'nps', min: 0, max: 10 })

    // Within the second for which the page of the book tells of 1-5.
    const reply = await ground.send(feed, unbound({ id: 'r-10', score: 10 }))

    expect(reply.json.responses).toEqual([{ questionKey: 'stars', verdict: 'created', state: 'scored' }])
    expect(await ground.rows('SELECT verdict, reason FROM delivery')).toEqual([
      { verdict: 'accepted', reason: null },
      { verdict: 'accepted', reason: null },
    ])
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

  test('binding later counts answers that were loaded for the scores, and raises no card for them', async () => {
    await ground.send(feed, unbound({ backfill: true }))

    expect(await bind('stars')).toMatchObject({ scored: 1, raised: 0 })
    expect(await bind('stars')).toMatchObject({ raised: 0 })
    expect(await count('alert')).toBe(0)
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

function bind(key: string, change: Record<string, unknown> = {}): ReturnType<typeof bindQuestion> {
  const binding = { key, metric: 'csat', min: 1, max: 5, direction: 'high_is_good', ...change }
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
