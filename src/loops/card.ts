import type { CardAnswer, LoopAction, LoopCard } from '../chat/views.js'
import { stateOf } from './forms.js'
import { steps, type Loop } from './loop.js'

/** Everything that a card shows of a loop. */
export interface LoopStory {
  loop: Loop
  customer: { name: string | null; email: string | null; externalId: string | null } | null
  /** Newest first, those that count no more after the others; never empty. */
  answers: CardAnswer[]
  /** Of the first answer. */
  segments: Readonly<Record<string, string>>
  lastAction: LoopCard['lastAction']
}

/** A loop as its card shows it: facts, and the actions that make sense now. */
export function loopCard({ loop, customer, answers, segments, lastAction }: LoopStory): LoopCard {
  return {
    loopId: loop.id,
    status: loop.status,
    severity: loop.severity,
    customer: customer && (customer.name ?? customer.email ?? customer.externalId),
    answers,
    segments: Object.entries(segments).map(([name, value]) => ({ name, value })),
    owner: loop.owner,
    openedAt: loop.openedAt,
    firstContactDueAt: loop.firstContactDueAt,
    resolutionDueAt: loop.resolutionDueAt,
    closedAt: loop.closedAt,
    steps: steps.map((step) => ({ step, state: stateOf(loop, step), by: loop.steps[step]?.by.name ?? null })),
    outcome: loop.outcome,
    closeNote: loop.closeNote,
    reopenCount: loop.reopenCount,
    lastAction,
    actions: actionsOf(loop, standingOf(answers)),
  }
}

/** What is said of a loop's answers: whether one counts, and whether a person took one out. */
export interface Standing {
  counts: boolean
  takenOutByPerson: boolean
}

const allCount: Standing = { counts: true, takenOutByPerson: false }

function standingOf(answers: readonly CardAnswer[]): Standing {
  return {
    counts: answers.some(({ withdrawn }) => withdrawn === undefined),
    takenOutByPerson: answers.some(({ withdrawn }) => withdrawn?.where === null),
  }
}

/** The next step first; whatever the state refuses is not offered. A loop none of whose answers counts is to be closed. */
export function actionsOf(loop: Loop, standing = allCount): LoopCard['actions'] {
  const { primary, secondary, more } = nextActions(loop)
  const judging: LoopAction[] = [
    ...(standing.counts ? (['withdraw'] as const) : []),
    ...(standing.takenOutByPerson ? (['restore'] as const) : []),
  ]
  if (standing.counts || loop.status === 'closed') return { primary, secondary, more: [...more, ...judging] }
  const others = [secondary, ...more].filter((action) => action !== null && action !== 'skip')
  return { primary: 'dismiss', secondary: primary, more: [...others, ...judging] }
}

function nextActions(loop: Loop): LoopCard['actions'] {
  const skip: LoopAction[] = steps.some((step) => stateOf(loop, step) === 'open') ? ['skip'] : []
  const filled = skip.length === 0
  switch (loop.status) {
    case 'new':
      return { primary: 'claim', secondary: 'work', more: [...skip, 'wait', 'snooze', 'close'] }
    case 'claimed':
    case 'working':
      return next(filled, [...skip, 'wait', 'snooze', 'release'])
    case 'waiting':
      return next(filled, ['resume', ...skip, 'snooze', 'release'])
    case 'snoozed':
      return next(filled, ['resume', ...skip, 'wait', 'release'])
    case 'closed':
      return { primary: null, secondary: 'reopen', more: [] }
  }
}

/** Work until every step is recorded or skipped, then close. */
function next(filled: boolean, more: LoopAction[]): LoopCard['actions'] {
  if (filled) return { primary: 'close', secondary: 'work', more }
  return { primary: 'work', secondary: 'close', more }
}
