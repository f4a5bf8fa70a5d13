import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { idOf } from '../../src/ids.js'
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
    expect(ground.rings).toEqual([{ job: 'alert', id: idOf(responseId, 'alert'), urgent: false }])
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
