import { describe, expect, it } from 'vitest'
import { decide, openLoop } from '../../src/loops/heard.js'
import { reopenWindowMs } from '../../src/loops/heard-answers.js'
import type { Change, LoopCommand } from '../../src/loops/heard-change.js'
import type { Loop, StepState } from '../../src/loops/loop.js'
import { ana, ben, dayMs, hourMs, loopIn, t0 } from './sample-loop.js'

const now = t0 + hourMs
const due = { firstContactDueAt: now + dayMs, resolutionDueAt: now + 5 * dayMs }

function change(loop: Loop, command: LoopCommand, at = now): Change {
  const decision = decide(loop, command, at)
  if ('refused' in decision) throw new Error(`refused: ${decision.refused.kind}`)
  return decision
}

function done(record: Record<string, string> = { any: 'x' }, skippedReason: string | null = null): StepState {
  return { record, skippedReason, by: ana, at: t0 }
}

describe('claiming', () => {
  it('tells the loser who was first and when', () => {
    const { next } = change(loopIn('new'), { kind: 'claim', by: ana }, t0 + 5)

    expect(decide(next, { kind: 'claim', by: ben }, now)).toEqual({
      refused: { kind: 'taken', by: ana, at: t0 + 5 },
    })
  })

  it('comes with the first action, as one change', () => {
    const { next, events } = change(loopIn('new'), { kind: 'wait', by: ben })

    expect(next).toMatchObject({ owner: ben, claimedAt: now, status: 'waiting', version: 4 })
    expect(events.map((event) => event.by)).toEqual([ben, ben])
  })

  it('does not expire once a step is recorded', () => {
    const { next } = change(loopIn('claimed'), {
      kind: 'record',
      by: ana,
      records: { hear: { contact: 'attempted' } },
    })

    expect(decide(next, { kind: 'expire_claim' }, now)).toEqual({ refused: { kind: 'already_done' } })
  })
})

describe('recording', () => {
  it('writes several steps as one change, in the order of HEARD', () => {
    const records = { diagnose: { cause: 'policy' }, hear: { contact: 'reached' } }
    const { next, events } = change(loopIn('claimed'), { kind: 'record', by: ana, records })

    expect(next.version).toBe(4)
    expect(next.steps.hear).toEqual({ record: records.hear, skippedReason: null, by: ana, at: now })
    expect(events.map((event) => event.data)).toEqual([
      { step: 'hear', amended: false, record: records.hear },
      { step: 'diagnose', amended: false, record: records.diagnose },
    ])
  })

  it('leaves alone what would not change, so that who recorded it first stays', () => {
    const loop = loopIn('working', { steps: { hear: done({ contact: 'reached' }) } })
    const records = { hear: { contact: 'reached' }, empathize: { emotion: 'angry' } }

    const { next, events } = change(loop, { kind: 'record', by: ana, records })

    expect(next.steps.hear).toBe(loop.steps.hear)
    expect(events).toHaveLength(1)
    expect(decide(next, { kind: 'record', by: ana, records }, now)).toEqual({
      refused: { kind: 'already_done' },
    })
  })

  it('says so when a step is amended', () => {
    const loop = loopIn('working', { steps: { hear: done({ contact: 'attempted' }) } })

    const { events } = change(loop, { kind: 'record', by: ana, records: { hear: { contact: 'reached' } } })

    expect(events[0]?.data).toMatchObject({ step: 'hear', amended: true })
  })

  it('ends snoozing', () => {
    const { next } = change(loopIn('snoozed'), {
      kind: 'record',
      by: ana,
      records: { hear: { contact: 'reached' } },
    })

    expect(next.snoozedUntil).toBeNull()
  })
})

describe('skipping', () => {
  it('needs a reason', () => {
    const command = { kind: 'skip', by: ana, step: 'hear', reason: '  ' } as const

    expect(decide(loopIn('claimed'), command, now)).toEqual({ refused: { kind: 'gate' } })
  })

  it('does not take back what is recorded', () => {
    const loop = loopIn('working', { steps: { hear: done() } })

    expect(decide(loop, { kind: 'skip', by: ana, step: 'hear', reason: 'late' }, now)).toEqual({
      refused: { kind: 'step_already_recorded', by: ana, at: t0 },
    })
  })
})

describe('closing', () => {
  const close = { kind: 'close', by: ana, outcome: 'recovered', note: null, reason: null } as const

  it.each([
    ['both recorded', { resolve: done(), diagnose: done() }, true],
    ['one recorded, one skipped', { resolve: done(), diagnose: done({}, 'known') }, true],
    ['only resolve', { resolve: done() }, false],
    ['only diagnose', { diagnose: done() }, false],
    ['the three others', { hear: done(), empathize: done(), apologize: done() }, false],
  ])('with %s', (_name, steps, open) => {
    const decision = decide(loopIn('working', { steps }), close, now)

    expect('next' in decision).toBe(open)
  })

  it.each([
    ['unreachable', true],
    ['not_valid', true],
    ['duplicate', true],
    ['recovered', false],
    ['neutral', false],
    ['lost', false],
  ] as const)('as %s with a note alone', (outcome, open) => {
    const noted = decide(loopIn('claimed'), { ...close, outcome, note: 'why' }, now)
    const bare = decide(loopIn('claimed'), { ...close, outcome, note: ' ' }, now)

    expect('next' in noted).toBe(open)
    expect(bare).toEqual({ refused: { kind: 'gate' } })
  })

  it('keeps outcome, note and time, and stops snoozing', () => {
    const { next } = change(loopIn('snoozed'), { ...close, note: 'called', reason: 'no need' })

    expect(next).toMatchObject({
      outcome: 'recovered',
      closeNote: 'called',
      closedAt: now,
      snoozedUntil: null,
    })
  })

  it('says when it was closed to who comes late', () => {
    expect(decide(loopIn('closed'), { kind: 'claim', by: ben }, now)).toEqual({
      refused: { kind: 'already_closed', at: t0 + 2_000 },
    })
  })
})

describe('reopening', () => {
  it('keeps the owner and the steps, counts, and starts the clocks anew', () => {
    const loop = loopIn('closed', { steps: { hear: done() }, reopenCount: 1 })

    const { next, events } = change(loop, { kind: 'reopen', by: ben, due })

    expect(next).toMatchObject({
      ...due,
      status: 'claimed',
      owner: ana,
      claimedAt: now,
      closedAt: null,
      outcome: null,
      reopenCount: 2,
      steps: loop.steps,
    })
    expect(events[0]).toMatchObject({ kind: 'reopened', by: ben, data: { count: 2, cause: 'person' } })
  })

  it('makes a loop that nobody owned new again', () => {
    expect(
      change(loopIn('closed', { owner: null, claimedAt: null }), { kind: 'reopen', by: ben, due }).next,
    ).toMatchObject({
      status: 'new',
      claimedAt: null,
    })
  })
})

describe('another bad answer', () => {
  const join = { kind: 'join', severity: 'normal', due, data: { score: 2 } } as const

  it.each([
    [reopenWindowMs, 'claimed'],
    [reopenWindowMs + 1, 'refused'],
  ])('%i ms after closing: %s', (after, outcome) => {
    const loop = loopIn('closed')
    const decision = decide(loop, join, (loop.closedAt ?? 0) + after)

    expect('refused' in decision ? 'refused' : decision.next.status).toBe(outcome)
  })

  it('that is critical makes the loop critical and its clocks no later', () => {
    const loop = loopIn('working', { resolutionDueAt: now + dayMs })

    expect(change(loop, { ...join, severity: 'critical' }).next).toMatchObject({
      severity: 'critical',
      firstContactDueAt: due.firstContactDueAt,
      resolutionDueAt: now + dayMs,
    })
  })

  it('never makes a critical loop normal', () => {
    expect(change(loopIn('new', { severity: 'critical' }), join).next.severity).toBe('critical')
  })
})

describe('snoozing', () => {
  it('wakes when its time has come and not before', () => {
    const loop = loopIn('snoozed', { snoozedUntil: now })

    expect(decide(loop, { kind: 'wake' }, now - 1)).toEqual({ refused: { kind: 'already_done' } })
    expect(change(loop, { kind: 'wake' }, now)).toMatchObject({
      next: { status: 'working', snoozedUntil: null },
      events: [{ kind: 'woke', by: null }],
    })
  })

  it.each([now, now - 1])('until a time that has passed changes nothing', (until) => {
    expect(decide(loopIn('claimed'), { kind: 'snooze', by: ana, until }, now)).toEqual({
      refused: { kind: 'already_done' },
    })
  })
})

describe('opening', () => {
  it('makes version 1, new, with one event', () => {
    const { id, workspaceId, customerId } = loopIn('new')
    const { next, events } = openLoop(
      { id, workspaceId, customerId, severity: 'normal', ...due },
      { score: 3 },
      now,
    )

    expect(next).toMatchObject({ status: 'new', owner: null, version: 1, openedAt: now, ...due })
    expect(events).toEqual([{ kind: 'opened', by: null, at: now, data: { score: 3 } }])
  })
})
