import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CardAnswer, LoopAction, LoopCard } from '../../src/chat/views.js'
import { messagesFor } from '../../src/messages/messages.js'
import { checkMessageBlocks, checkView } from '../../src/playground/kit/payload.js'
import type { Layout } from '../../src/slack/layouts/blocks.js'
import { layoutBurstSummary } from '../../src/slack/layouts/burst-summary.js'
import { layoutForm } from '../../src/slack/layouts/form.js'
import { layoutLoopCard } from '../../src/slack/layouts/loop-card.js'
import { layoutNotice } from '../../src/slack/layouts/notice.js'
import { layoutThreadLine } from '../../src/slack/layouts/thread-line.js'
import { limits } from '../../src/slack/limits.js'

const messages = messagesFor('en')
const actions: LoopAction[] = [
  'claim',
  'release',
  'work',
  'skip',
  'wait',
  'resume',
  'snooze',
  'close',
  'reopen',
]

/** From nothing over markup, emoji, right-to-left and stacked accents to 10,000 characters. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .tuple(
      fc.constantFrom('a', '<!channel>', '👨‍👩‍👧‍👦', 'e\u0301', '\u0301', 'שלום ', '"\\', '&', '\n', '```'),
      fc.nat(5_000),
    )
    .map(([unit, times]) => unit.repeat(times).slice(0, 10_000)),
)
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null })
const time = fc.integer({ min: 0, max: 4_102_444_800_000 })
const person = maybe(fc.record({ id: text, name: text }))
const answer: fc.Arbitrary<CardAnswer> = fc.record({
  metric: fc.constantFrom('nps', 'csat', 'ces'),
  score: fc.integer({ min: -1_000, max: 1_000 }),
  min: fc.integer({ min: 0, max: 1 }),
  max: fc.integer({ min: 3, max: 100 }),
  direction: fc.constantFrom('high_is_good', 'low_is_good'),
  band: fc.constantFrom('good', 'neutral', 'bad'),
  comment: maybe(text),
  questionTitle: maybe(text),
  survey: maybe(text),
  answeredAt: time,
  permalink: maybe(
    fc.oneof(
      text,
      fc.webUrl(),
      fc.string({ minLength: 3_000, maxLength: 3_100 }).map((path) => `https://a.example/${path}`),
    ),
  ),
})
const card: fc.Arbitrary<LoopCard> = fc.record({
  loopId: fc.uuid(),
  status: fc.constantFrom('new', 'claimed', 'working', 'waiting', 'snoozed', 'closed'),
  severity: fc.constantFrom('normal', 'critical'),
  customer: maybe(text),
  answers: fc.array(answer, { minLength: 1, maxLength: 4 }),
  segments: fc.array(fc.record({ name: text, value: text }), { maxLength: 20 }),
  owner: person,
  openedAt: time,
  firstContactDueAt: time,
  resolutionDueAt: time,
  closedAt: maybe(time),
  steps: fc.tuple(
    ...(['hear', 'empathize', 'apologize', 'resolve', 'diagnose'] as const).map((step) =>
      fc.record({
        step: fc.constant(step),
        state: fc.constantFrom('open', 'done', 'skipped'),
        by: maybe(text),
      }),
    ),
  ),
  outcome: maybe(fc.constantFrom('recovered', 'neutral', 'lost', 'unreachable', 'not_valid', 'duplicate')),
  closeNote: maybe(text),
  reopenCount: fc.nat(50),
  lastAction: maybe(fc.record({ kind: text, by: maybe(text), at: time })),
  actions: fc.record({
    primary: maybe(fc.constantFrom(...actions)),
    secondary: maybe(fc.constantFrom(...actions)),
    more: fc.array(fc.constantFrom(...actions), { maxLength: 12 }),
  }),
})

function expectWithin({ text: shown, blocks }: Layout, mostBlocks: number): void {
  expect(checkMessageBlocks(blocks)).toEqual([])
  expect(blocks.length).toBeLessThanOrEqual(mostBlocks)
  expect(shown.length).toBeGreaterThan(0)
  expect(shown.length).toBeLessThanOrEqual(limits.text)
  expect(JSON.stringify(blocks).length).toBeLessThanOrEqual(limits.blocksJson)
}

describe('whatever it is made of, Slack takes it:', () => {
  it('a card', () => {
    fc.assert(fc.property(card, (one) => expectWithin(layoutLoopCard(one, messages), limits.cardBlocks)))
  })

  it('a summary', () => {
    const line = fc.record({
      loopId: fc.uuid(),
      status: fc.constantFrom('new', 'claimed', 'working', 'waiting', 'snoozed', 'closed'),
      severity: fc.constantFrom('normal', 'critical'),
      customer: maybe(text),
      owner: person,
      openedAt: time,
      answer,
      ownCard: maybe(fc.record({ link: maybe(fc.oneof(text, fc.webUrl())) })),
    })
    const summary = fc.record({
      severity: fc.constantFrom('normal', 'critical'),
      lines: fc.array(line, { minLength: 1, maxLength: 20 }),
    })
    fc.assert(
      fc.property(summary, (one) => expectWithin(layoutBurstSummary(one, messages), limits.messageBlocks)),
    )
  })

  it('a thread line', () => {
    const kinds = [
      'opened',
      'joined',
      'claimed',
      'step_done',
      'step_skipped',
      'snoozed',
      'closed',
      'reopened',
    ]
    const data = fc.record({
      step: fc.oneof(text, fc.constantFrom('hear', 'resolve')),
      record: fc.record({ story: text, wants: text, done: text, gesture: text, agreed: text }),
      reason: text,
      note: text,
      comment: text,
      outcome: text,
      owner: text,
      until: time,
    })
    const line = fc.record({ kind: fc.constantFrom(...kinds), by: maybe(text), at: time, data })
    fc.assert(fc.property(line, (one) => expectWithin(layoutThreadLine(one, messages), 2)))
  })

  it('a notice', () => {
    const unbound = fc.record({
      kind: fc.constant('unbound_question'),
      data: fc.record({
        sourceName: text,
        questionTitle: maybe(text),
        questionKey: text,
        survey: maybe(text),
      }),
    })
    const trouble = fc.record({
      kind: fc.constant('delivery_trouble'),
      data: fc.record({ channel: maybe(text), problem: maybe(text) }),
    })
    fc.assert(
      fc.property(fc.oneof(unbound, trouble), (one) =>
        expectWithin(layoutNotice(one, messages), limits.cardBlocks),
      ),
    )
  })

  it('a form', () => {
    const id = fc.string({ unit: fc.constantFrom(...'abc.'), minLength: 1, maxLength: 100 })
    const options = fc
      .uniqueArray(id, { minLength: 1, maxLength: 120 })
      .map((ids) => ids.map((value) => ({ value, label: value })))
    const field = fc.record({
      kind: fc.constantFrom('line', 'text', 'choice'),
      label: text,
      hint: text,
      optional: fc.boolean(),
      initial: text,
      maxLength: fc.nat(10_000),
      options,
    })
    const section = fc.record({
      heading: maybe(text),
      text: maybe(text),
      fields: fc.array(field, { minLength: 1, maxLength: 8 }),
    })
    const form = fc.record({
      action: fc.constantFrom('work', 'skip', 'close'),
      loopId: fc.uuid(),
      version: fc.nat(),
      title: text,
      submit: text,
      cancel: text,
      sections: fc.array(section, { minLength: 1, maxLength: 6 }),
    })
    fc.assert(
      fc.property(form, (one) => {
        const sections = one.sections.map((part, at) => ({
          ...part,
          fields: part.fields.map((each, index) => ({ ...each, id: `${at}.${index}` })),
        }))
        const view = layoutForm({ ...one, sections })
        expect(checkView(view, 'modal')).toEqual([])
        expect(JSON.stringify(view).length).toBeLessThanOrEqual(limits.viewJson)
      }),
      { numRuns: 40 },
    )
  })
})
