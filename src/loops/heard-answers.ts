import type { Actor, Loop, LoopEventDraft, Severity } from './loop.js'
import {
  at,
  changed,
  event,
  working,
  type AnswerChange,
  type Change,
  type Command,
  type Decision,
  type DueTimes,
} from './heard-change.js'

/** A closed loop that a new bad answer meets within this time is reopened; later the answer opens a new one. */
export const reopenWindowMs = 14 * 24 * 3_600_000

const kindOf = {
  answer: 'answer_changed',
  meaning: 'meaning_changed',
  comment: 'comment_added',
  facts: null,
  withdrawn: 'answer_withdrawn',
  restored: 'answer_restored',
} as const

type ReopenCause = 'person' | 'new_answer' | 'worse_answer' | 'restored_answer'

/** A closed loop opened again: its owner keeps it, and its clocks start anew. */
export function reopened(
  loop: Loop,
  due: DueTimes,
  { by, cause, reason }: { by: Actor | null; cause: ReopenCause; reason?: string | undefined },
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
    {
      kind: 'reopened',
      by,
      at: now,
      data: { count, cause, outcome: loop.outcome, ...(reason !== undefined && { reason }) },
    },
  ])
}

/**
 * Another bad answer of the same customer. It ends waiting and snoozing, since the customer has spoken; a loop closed
 * within `reopenWindowMs` is reopened, an older one refuses and the answer needs a loop of its own.
 */
export function join(loop: Loop, { severity, due, data }: Command<'join'>, now: number): Decision {
  if (loop.status === 'closed' && now - (loop.closedAt ?? 0) > reopenWindowMs) {
    return { refused: { kind: 'already_closed', ...at(loop.closedAt) } }
  }
  return worsened(loop, { severity, due }, { kind: 'joined', by: null, at: now, data }, 'new_answer')
}

/**
 * An answer of the loop changed, or what its number means. A bad one raises the loop; one that is worse than it was is met
 * like another bad answer: it ends waiting and snoozing, and opens a closed loop again, however long it was closed.
 */
export function answerChanged(loop: Loop, command: AnswerChange, now: number): Change {
  const { bad, customerId } = command
  const known = customerId === undefined ? loop : { ...loop, customerId }
  const kind = kindOf[command.only ?? 'answer']
  const told: LoopEventDraft[] = kind === null ? [] : [{ kind, by: null, at: now, data: command.data }]
  const [first] = told
  if (bad?.worse && first) {
    return worsened(known, bad, first, command.only === 'restored' ? 'restored_answer' : 'worse_answer')
  }
  return changed(known, bad && loop.status !== 'closed' ? raised(known, bad) : {}, told)
}

interface Demand {
  severity: Severity
  due: DueTimes
}

function worsened(loop: Loop, demand: Demand, told: LoopEventDraft, cause: ReopenCause): Change {
  const { at: now } = told
  if (loop.status === 'closed') {
    const { next, events } = reopened(loop, demand.due, { by: null, cause }, now)
    return {
      next: { ...next, severity: isWorse(loop, demand) ? demand.severity : loop.severity },
      events: [...events, told],
    }
  }
  const fields = raised(loop, demand)
  if (loop.status === 'snoozed')
    return changed(loop, { ...fields, ...working }, [told, event('woke', null, now)])
  if (loop.status === 'waiting')
    return changed(loop, { ...fields, ...working }, [told, event('resumed', null, now)])
  return changed(loop, fields, [told])
}

function isWorse(loop: Loop, { severity }: Demand): boolean {
  return severity === 'critical' && loop.severity === 'normal'
}

/** A loop that turns critical is due when a critical one is, never later than it was. */
function raised(loop: Loop, demand: Demand): Partial<Loop> {
  if (!isWorse(loop, demand)) return {}
  const { severity, due } = demand
  return {
    severity,
    firstContactDueAt: Math.min(loop.firstContactDueAt, due.firstContactDueAt),
    resolutionDueAt: Math.min(loop.resolutionDueAt, due.resolutionDueAt),
  }
}
