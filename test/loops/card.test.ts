import { describe, expect, it } from 'vitest'
import type { LoopAction } from '../../src/chat/views.js'
import { loopCard, type LoopStory } from '../../src/loops/card.js'
import { decide } from '../../src/loops/heard.js'
import type { LoopCommand } from '../../src/loops/heard-change.js'
import { LoopStatus, steps, type Loop } from '../../src/loops/loop.js'
import { anAnswer } from '../slack/cards.js'
import { ana, dayMs, loopIn, t0 } from './sample-loop.js'

function card(loop: Loop, story: Partial<LoopStory> = {}) {
  return loopCard({ loop, customer: null, answers: [anAnswer()], segments: {}, lastAction: null, ...story })
}

const now = t0 + 10_000
const skipped = { record: {}, skippedReason: 'no', by: ana, at: t0 }
const allSkipped = Object.fromEntries(steps.map((step) => [step, skipped]))

/** The least that each action does. */
const commands: Record<LoopAction, LoopCommand> = {
  claim: { kind: 'claim', by: ana },
  release: { kind: 'release', by: ana },
  work: { kind: 'record', by: ana, records: { hear: { contact: 'reached' } } },
  skip: { kind: 'skip', by: ana, step: 'diagnose', reason: 'known' },
  wait: { kind: 'wait', by: ana },
  resume: { kind: 'resume', by: ana },
  snooze: { kind: 'snooze', by: ana, until: t0 + 9 * dayMs },
  close: { kind: 'close', by: ana, outcome: 'lost', note: null, reason: 'left' },
  reopen: { kind: 'reopen', by: ana, due: { firstContactDueAt: now, resolutionDueAt: now } },
  withdraw: { kind: 'withdraw', by: ana, data: {} },
  restore: { kind: 'restore', by: ana, data: {} },
  dismiss: { kind: 'close', by: ana, outcome: 'not_valid', note: 'It was withdrawn.', reason: null },
}

const byTool = anAnswer({ withdrawn: { where: 'surveys', by: null, reason: null } })
const byPerson = anAnswer({ withdrawn: { where: null, by: 'Ana', reason: 'a test' } })

describe('the actions of a card', () => {
  it.each(LoopStatus.options)('are never refused to the owner of a loop that is %s', (status) => {
    const loop = loopIn(status)
    for (const answers of [[anAnswer()], [byTool], [byPerson], [anAnswer(), byPerson]]) {
      const { primary, secondary, more } = card(loop, { answers }).actions
      const offered = [primary, secondary, ...more].filter((action) => action !== null)

      expect(new Set(offered).size).toBe(offered.length)
      for (const action of offered) {
        expect([action, 'next' in decide(loop, commands[action], now)]).toEqual([action, true])
      }
    }
  })

  it.each([
    ['new', [byTool], 'dismiss', 'claim', []],
    ['working', [byPerson], 'dismiss', 'work', ['restore']],
    ['closed', [byPerson], null, 'reopen', ['restore']],
    ['new', [anAnswer(), byPerson], 'claim', 'work', ['withdraw', 'restore']],
    ['working', [anAnswer()], 'work', 'close', ['withdraw']],
  ] as const)(
    'of a loop that is %s follow from what counts of it',
    (status, answers, primary, secondary, judging) => {
      const { actions } = card(loopIn(status), { answers: [...answers] })
      expect(actions).toMatchObject({ primary, secondary })
      expect(actions.more.filter((action) => action === 'withdraw' || action === 'restore')).toEqual(judging)
    },
  )

  it.each([
    ['new', {}, 'claim', 'work'],
    ['claimed', {}, 'work', 'close'],
    ['working', {}, 'work', 'close'],
    ['working', allSkipped, 'close', 'work'],
    ['waiting', {}, 'work', 'close'],
    ['snoozed', allSkipped, 'close', 'work'],
    ['closed', allSkipped, null, 'reopen'],
  ] as const)('%s', (status, done, primary, secondary) => {
    expect(card(loopIn(status, { steps: done })).actions).toMatchObject({ primary, secondary })
  })

  it('offer no skip when nothing is open', () => {
    expect(card(loopIn('working', { steps: allSkipped })).actions.more).not.toContain('skip')
  })
})

describe('the facts of a card', () => {
  it('show each step with who did it', () => {
    const hear = { record: { contact: 'reached' }, skippedReason: null, by: ana, at: t0 }

    expect(card(loopIn('working', { steps: { hear, diagnose: skipped } })).steps).toEqual([
      { step: 'hear', state: 'done', by: 'Ana' },
      { step: 'empathize', state: 'open', by: null },
      { step: 'apologize', state: 'open', by: null },
      { step: 'resolve', state: 'open', by: null },
      { step: 'diagnose', state: 'skipped', by: 'Ana' },
    ])
  })

  it.each([
    [{ name: 'Rosa', email: 'r@x.example', externalId: '7' }, 'Rosa'],
    [{ name: null, email: 'r@x.example', externalId: '7' }, 'r@x.example'],
    [{ name: null, email: null, externalId: '7' }, '7'],
    [null, null],
  ])('name the customer as well as they can: %j', (customer, shown) => {
    expect(card(loopIn('new'), { customer }).customer).toBe(shown)
  })
})
