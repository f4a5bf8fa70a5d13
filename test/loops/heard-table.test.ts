import { describe, expect, it } from 'vitest'
import { decide } from '../../src/loops/heard.js'
import type { LoopCommand } from '../../src/loops/heard-change.js'
import { LoopStatus, type Actor, type LoopStatus as Status } from '../../src/loops/loop.js'
import { ana, ben, dayMs, hourMs, loopIn, t0 } from './sample-loop.js'

const now = t0 + hourMs
const due = { firstContactDueAt: now + dayMs, resolutionDueAt: now + 5 * dayMs }

/** One of every command, by Ana (who owns every loop but a new one), Ben or nobody. */
function commands(by: Actor): Record<string, LoopCommand> {
  return {
    claim: { kind: 'claim', by },
    release: { kind: 'release', by },
    record: { kind: 'record', by, records: { hear: { contact: 'reached' } } },
    'record nothing': { kind: 'record', by, records: {} },
    skip: { kind: 'skip', by, step: 'apologize', reason: 'none due' },
    wait: { kind: 'wait', by },
    resume: { kind: 'resume', by },
    snooze: { kind: 'snooze', by, until: now + hourMs },
    'close with a reason': { kind: 'close', by, outcome: 'lost', note: null, reason: 'they left' },
    'close without': { kind: 'close', by, outcome: 'lost', note: 'they left', reason: null },
    reopen: { kind: 'reopen', by, due },
    withdraw: { kind: 'withdraw', by, data: {} },
    restore: { kind: 'restore', by, data: {} },
  }
}

const automatic: Record<string, LoopCommand> = {
  'wake early': { kind: 'wake' },
  expire_claim: { kind: 'expire_claim' },
  join: { kind: 'join', severity: 'normal', due, data: {} },
  answer_changed: { kind: 'answer_changed', data: {} },
  meaning_changed: { kind: 'answer_changed', only: 'meaning', data: {} },
  comment_added: { kind: 'answer_changed', only: 'comment', data: {} },
  answer_withdrawn: { kind: 'answer_changed', only: 'withdrawn', data: {} },
  answer_restored: { kind: 'answer_changed', only: 'restored', data: {} },
  'nothing new but facts': { kind: 'answer_changed', only: 'facts', data: {} },
}

/** What becomes of it, in the order new, claimed, working, waiting, snoozed, closed: `status: events` or `! refusal`. */
const byOwner: Record<string, string[]> = {
  claim: ['claimed: claimed', ...four('! already_done'), '! already_closed'],
  release: ['! already_done', ...four('new: released'), '! already_closed'],
  record: ['working: claimed step_done', ...four('working: step_done'), '! already_closed'],
  'record nothing': ['! already_done', ...four('! already_done'), '! already_closed'],
  skip: ['working: claimed step_skipped', ...four('working: step_skipped'), '! already_closed'],
  wait: [
    'waiting: claimed waiting',
    'waiting: waiting',
    'waiting: waiting',
    '! already_done',
    'waiting: waiting',
    '! already_closed',
  ],
  resume: [
    '! already_done',
    '! already_done',
    '! already_done',
    'working: resumed',
    'working: resumed',
    '! already_closed',
  ],
  snooze: ['snoozed: claimed snoozed', ...four('snoozed: snoozed'), '! already_closed'],
  'close with a reason': ['closed: claimed closed', ...four('closed: closed'), '! already_closed'],
  'close without': ['! gate', ...four('! gate'), '! already_closed'],
  reopen: ['! not_closed', ...four('! not_closed'), 'claimed: reopened'],
  withdraw: stays('answer_withdrawn'),
  restore: stays('answer_restored'),
}

const byAnother: Record<string, string[]> = Object.fromEntries(
  Object.entries(byOwner).map(([name, [onNew, ...rest]]) => {
    if (name === 'withdraw' || name === 'restore') {
      // Closed or not: the owner's word.
      return [name, [onNew ?? '', ...four('! not_yours'), '! not_yours']]
    }
    if (name === 'reopen') return [name, [onNew ?? '', ...rest]]
    return [name, [onNew ?? '', ...four(name === 'claim' ? '! taken' : '! not_yours'), '! already_closed']]
  }),
)

const byNobody: Record<string, string[]> = {
  'wake early': ['! already_done', ...four('! already_done'), '! already_closed'],
  expire_claim: [
    '! already_done',
    'new: claim_expired',
    '! already_done',
    '! already_done',
    '! already_done',
    '! already_closed',
  ],
  join: [
    'new: joined',
    'claimed: joined',
    'working: joined',
    'working: joined resumed',
    'working: joined woke',
    'claimed: reopened joined',
  ],
  answer_changed: stays('answer_changed'),
  meaning_changed: stays('meaning_changed'),
  comment_added: stays('comment_added'),
  answer_withdrawn: stays('answer_withdrawn'),
  answer_restored: stays('answer_restored'),
  'nothing new but facts': stays(''),
}

/** The status is the same, whichever it is. */
function stays(events: string): string[] {
  return LoopStatus.options.map((status) => `${status}: ${events}`)
}

function four(cell: string): string[] {
  return [cell, cell, cell, cell]
}

function cells(
  table: Record<string, LoopCommand>,
  expected: Record<string, string[]>,
): [string, string, string, LoopCommand][] {
  return Object.entries(table).flatMap(([name, command]) =>
    LoopStatus.options.map((status, n): [string, string, string, LoopCommand] => [
      name,
      status,
      expected[name]?.[n] ?? 'undecided',
      command,
    ]),
  )
}

function outcomeOf(status: Status, command: LoopCommand): string {
  const decision = decide(loopIn(status), command, now)
  if ('refused' in decision) return `! ${decision.refused.kind}`
  return `${decision.next.status}: ${decision.events.map((event) => event.kind).join(' ')}`
}

describe('every command in every status', () => {
  describe.each([
    ['the owner', commands(ana), byOwner],
    ['another person', commands(ben), byAnother],
    ['nobody', automatic, byNobody],
  ])('by %s', (_who, table, expected) => {
    it.each(cells(table, expected))('%s on %s gives %s', (_name, status, outcome, command) => {
      expect(outcomeOf(status as Status, command)).toBe(outcome)
    })
  })
})
