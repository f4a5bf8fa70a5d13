import type { Actor, Loop, LoopEventDraft } from './loop.js'
import {
  at,
  changed,
  event,
  working,
  type Change,
  type Command,
  type Decision,
  type DueTimes,
} from './heard-change.js'

/** A closed loop that a new bad answer meets within this time is reopened; later the answer opens a new one. */
export const reopenWindowMs = 14 * 24 * 3_600_000

/** A closed loop opened again: its owner keeps it, and its clocks start anew. */
export function reopened(
  loop: Loop,
  due: DueTimes,
  { by, cause }: { by: Actor | null; cause: 'person' | 'new_answer' },
  now: number,
): Change {
  const count = loop.reopenCount + 1
  const fields: Partial<Loop> = {
    ...due,
    status: loop.owner === null ? 'new' : 'claimed',
    claimedAt: loop.owner === null ? null : now,
    closedAt: null,
    outcome: null,
    closeNote: null,
    reopenCount: count,
  }
  return changed(loop, fields, [
    { kind: 'reopened', by, at: now, data: { count, cause, outcome: loop.outcome } },
  ])
}

/**
 * Another bad answer of the same customer. It ends waiting and snoozing, since the customer has spoken; a loop closed
 * within `reopenWindowMs` is reopened, an older one refuses and the answer needs a loop of its own.
 */
export function join(loop: Loop, { severity, due, data }: Command<'join'>, now: number): Decision {
  const joined: LoopEventDraft = { kind: 'joined', by: null, at: now, data }
  const worse = severity === 'critical' && loop.severity === 'normal'
  if (loop.status === 'closed') {
    if (now - (loop.closedAt ?? 0) > reopenWindowMs) {
      return { refused: { kind: 'already_closed', ...at(loop.closedAt) } }
    }
    const { next, events } = reopened(loop, due, { by: null, cause: 'new_answer' }, now)
    return { next: { ...next, severity: worse ? severity : loop.severity }, events: [...events, joined] }
  }
  const raised = worse ? { severity, ...earlier(loop, due) } : {}
  if (loop.status === 'snoozed')
    return changed(loop, { ...raised, ...working }, [joined, event('woke', null, now)])
  if (loop.status === 'waiting')
    return changed(loop, { ...raised, ...working }, [joined, event('resumed', null, now)])
  return changed(loop, raised, [joined])
}

function earlier(loop: Loop, due: DueTimes): DueTimes {
  return {
    firstContactDueAt: Math.min(loop.firstContactDueAt, due.firstContactDueAt),
    resolutionDueAt: Math.min(loop.resolutionDueAt, due.resolutionDueAt),
  }
}
