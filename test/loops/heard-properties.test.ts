import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide, openLoop } from '../../src/loops/heard.js'
import type { LoopCommand } from '../../src/loops/heard-change.js'
import { Outcome, Step, type Loop } from '../../src/loops/loop.js'
import { ana, ben, dayMs, hourMs, loopIn, t0 } from './sample-loop.js'

const by = fc.constantFrom(ana, ben, { id: 'U3', name: 'Cleo' })
const text = fc.constantFrom('', ' ', 'a', 'b')
const due = fc.record({ firstContactDueAt: fc.nat(), resolutionDueAt: fc.nat() })
const record = fc.dictionary(fc.constantFrom('contact', 'story'), fc.constantFrom('x', 'y'))
const records = fc.record(
  { hear: record, empathize: record, apologize: record, resolve: record, diagnose: record },
  { requiredKeys: [] },
)

const command: fc.Arbitrary<LoopCommand> = fc.oneof(
  fc.record({ kind: fc.constantFrom('claim', 'release', 'wait', 'resume'), by }) as fc.Arbitrary<LoopCommand>,
  fc.record({ kind: fc.constant('record' as const), by, records }),
  fc.record({ kind: fc.constant('skip' as const), by, step: fc.constantFrom(...Step.options), reason: text }),
  fc.record({
    kind: fc.constant('snooze' as const),
    by,
    until: fc.integer({ min: t0, max: t0 + 40 * dayMs }),
  }),
  fc.record({
    kind: fc.constant('close' as const),
    by,
    outcome: fc.constantFrom(...Outcome.options),
    note: fc.option(text),
    reason: fc.option(text),
  }),
  fc.record({ kind: fc.constant('reopen' as const), by, due }),
  fc.constant({ kind: 'wake' } as const),
  fc.constant({ kind: 'expire_claim' } as const),
  fc.record({
    kind: fc.constant('join' as const),
    severity: fc.constantFrom('normal' as const, 'critical' as const),
    due,
    data: fc.constant({}),
  }),
  fc.constant({ kind: 'answer_changed', data: {} } as const),
  fc.constant({ kind: 'answer_changed', only: 'meaning', data: {} } as const),
)

function freshLoop(): Loop {
  const { id, workspaceId } = loopIn('new')
  const dues = { firstContactDueAt: t0 + dayMs, resolutionDueAt: t0 + 5 * dayMs }
  return openLoop({ id, workspaceId, customerId: null, severity: 'normal', ...dues }, {}, t0).next
}

function holds(before: Loop, next: Loop): void {
  expect(next.version).toBe(before.version + 1)
  expect(next.status === 'closed').toBe(next.closedAt !== null && next.outcome !== null)
  expect(next.owner === null).toBe(next.status === 'new')
  expect(next.claimedAt === null).toBe(next.owner === null)
  expect(next.snoozedUntil !== null).toBe(next.status === 'snoozed')
  expect(next.reopenCount).toBeGreaterThanOrEqual(before.reopenCount)
  for (const step of Step.options) {
    // What is recorded may be amended, never lost.
    if (before.steps[step]?.skippedReason === null) expect(next.steps[step]?.skippedReason).toBeNull()
    if (before.steps[step] !== undefined) expect(next.steps[step]).toBeDefined()
  }
  if (before.severity === 'critical') expect(next.severity).toBe('critical')
}

describe('any sequence of commands', () => {
  it('keeps what a loop promises', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(command, fc.nat(2 * dayMs)), { maxLength: 40 }), (sequence) => {
        let loop = freshLoop()
        let now = t0
        for (const [next, wait] of sequence) {
          now += wait
          const frozen = structuredClone(loop)
          const decision = decide(loop, next, now)
          expect(loop).toEqual(frozen)
          if ('refused' in decision) {
            if (decision.refused.kind === 'taken')
              expect(decision.refused).toMatchObject({ by: loop.owner, at: loop.claimedAt })
            continue
          }
          expect(decision.events.length).toBeGreaterThan(0)
          expect(decision.events.every((event) => event.at === now)).toBe(true)
          holds(loop, decision.next)
          loop = decision.next
        }
      }),
      { numRuns: 500 },
    )
  })

  it('never gives a second success to the same claim', () => {
    fc.assert(
      fc.property(fc.array(by, { minLength: 1, maxLength: 10 }), (people) => {
        let loop = freshLoop()
        let owners = 0
        for (const person of people) {
          const decision = decide(loop, { kind: 'claim', by: person }, t0 + hourMs)
          if ('refused' in decision) continue
          owners += 1
          loop = decision.next
        }
        expect(owners).toBe(1)
        expect(loop.owner).toEqual(people[0])
      }),
    )
  })
})
