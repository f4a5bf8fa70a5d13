import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { saying } from '../support/saying.js'
import type { LoopCard, ThreadLine } from '../../src/chat/views.js'
import { bindQuestion, type BindResult } from '../../src/surveys/bind-question.js'
import { buildWorks, type Works } from '../loops/works.js'
import { answered, openGround, type Feed, type IntakeGround } from './intake-ground.js'

let ground: IntakeGround
let feed: Feed
let works: Works

beforeEach(async () => {
  ground = await openGround()
  feed = await ground.connect('canonical', 'app')
  works = buildWorks(ground.db.database)
  works.now = ground.clock.now
})
afterEach(() => ground.close())

/** Everything that is due is worked; the clock of HTTP goes on with it. */
async function settle(): Promise<void> {
  works.now = Math.max(works.now, ground.clock.now)
  await works.settle()
  ground.clock.now = works.now
}

function bind(change: Record<string, unknown> = {}): Promise<BindResult> {
  return bindQuestion(
    { prisma: ground.db.database.prisma, bell: { ring: async () => undefined } },
    {
      workspaceId: ground.workspaceId,
      sourceName: 'app',
      binding: { key: 'effort', metric: 'ces', min: 1, max: 7, direction: 'low_is_good', ...change },
      by: 'Maria',
      now: ground.clock.now,
    },
  )
}

const unsaid = (change: Record<string, unknown> = {}): Record<string, unknown> =>
  answered({ question: { key: 'effort' }, metric: null, scale: null, score: 6, ...change })

const home = (): Promise<unknown> => ground.rows("UPDATE workspace SET home_channel = 'C0HOME'")
const card = (): LoopCard | undefined =>
  works.chat.messages.find(({ marker }) => marker.kind === 'card')?.content as LoopCard | undefined
const lines = (): string[] =>
  works.chat.messages
    .filter(({ marker }) => marker.kind === 'line')
    .map(({ content }) => (content as ThreadLine).kind)

describe('a question that is bound anew', () => {
  test('raises the bad answer that a wrong binding had settled without a card', async () => {
    await ground.send(feed, unsaid())
    expect(await bind()).toMatchObject({ scored: 1, raised: 1 })
    expect(await bind({ direction: 'high_is_good' })).toMatchObject({ raised: 0 })
    await settle()
    expect(await ground.rows('SELECT 1 FROM loop')).toEqual([])

    expect(await bind()).toMatchObject({ raised: 1 })
    await home()
    await settle()

    expect(await ground.rows('SELECT 1 FROM loop')).toHaveLength(1)
    expect(await bind()).toMatchObject({ raised: 0 })
  })

  test('tells a card that stands what its number means now', async () => {
    await home()
    await ground.send(feed, unsaid())
    await bind()
    await settle()
    expect(card()?.answers).toMatchObject([{ metric: 'ces', score: 6, max: 7, band: 'bad' }])

    await bind({ metric: 'csat', direction: 'high_is_good' })
    await settle()

    expect(card()?.answers).toMatchObject([{ metric: 'csat', score: 6, max: 7, band: 'good' }])
    expect(lines()).toEqual(['meaning_changed'])
    await bind({ metric: 'csat', direction: 'high_is_good' })
    await settle()
    expect(lines()).toEqual(['meaning_changed'])
  })

  test('keeps the facts that were not given again', async () => {
    const facts = { title: 'How hard was it?', survey: 'After support', touchpoint: 'refund' }
    await bind({ ...facts, programme: 'transactional', good: '1-2', bad: '6-7' })
    await bind({ touchpoint: 'checkout' })

    const kept = 'title, survey, touchpoint, programme, good_from, good_to, bad_from, bad_to'
    expect(await ground.rows(`SELECT ${kept} FROM question`)).toEqual([
      {
        ...{ ...facts, touchpoint: 'checkout', programme: 'transactional' },
        ...{ good_from: 1, good_to: 2, bad_from: 6, bad_to: 7 },
      },
    ])
    await bind({ min: undefined, max: undefined, direction: undefined, survey: '' })
    expect(await ground.rows('SELECT survey, max, good_to FROM question')).toEqual([
      { survey: null, max: 7, good_to: 2 },
    ])
    await bind({ direction: 'high_is_good' })
    expect(await ground.rows('SELECT good_from, good_to FROM question')).toEqual([
      { good_from: 5, good_to: 7 },
    ])
  })

  test.each([
    ['--good', '--bad', { good: '1-2' }],
    ['--bad', '--good', { bad: '6-7' }],
  ])('is refused with %s alone: %s is needed too', async (_given, missing, bands) => {
    const refused = bind(bands)

    await expect(refused).rejects.toMatchObject({ code: 'bad_input' })
    await expect(refused).rejects.toMatchObject({ tellUser: saying(`${missing} is needed`) })
    expect(await ground.rows('SELECT 1 FROM question')).toEqual([])
  })
})

describe('a scale that the tool states later', () => {
  test('scores what waited for it, and raises the bad ones of the last day', async () => {
    await ground.send(feed, unsaid())
    await ground.send(feed, unsaid({ id: 'r-old', answered_at: '2026-02-01T09:00:00Z' }))
    await ground.send(feed, unsaid({ id: 'r-out', score: 8 }))
    // Of this one the tool said something that has no usual cut-offs: it goes on waiting for a person.
    const tens = { min: 1, max: 10, direction: 'high_is_good' }
    await ground.send(feed, unsaid({ id: 'r-ten', metric: 'csat', scale: tens }))
    const stated = { metric: 'ces', scale: { min: 1, max: 7, direction: 'low_is_good' } }

    await ground.send(feed, unsaid({ id: 'r-2', score: 1, ...stated }))

    expect(await ground.rows('SELECT response_key AS key, state FROM response ORDER BY 1')).toEqual([
      { key: 'r-1', state: 'scored' },
      { key: 'r-2', state: 'scored' },
      { key: 'r-old', state: 'scored' },
      { key: 'r-out', state: 'quarantined' },
      { key: 'r-ten', state: 'unbound' },
    ])
    const alerts = await ground.rows<{ id: string; rule: string }>('SELECT id, rule FROM alert')
    expect(alerts).toMatchObject([{ rule: 'ces_high_effort' }])
    expect(ground.rings).toContainEqual({ job: 'alert', id: alerts[0]?.id })
  })
})

describe('the notice that asks for a binding', () => {
  test('is not posted once the question is bound', async () => {
    await ground.send(feed, unsaid())
    await settle()
    expect(works.chat.messages).toEqual([])

    await bind()
    await settle()

    expect(await ground.rows('SELECT 1 FROM notice WHERE posted_at IS NULL')).toEqual([])
    await home()
    await settle()
    expect(works.chat.messages.filter(({ marker }) => marker.kind === 'notice')).toEqual([])
  })
})
