import { answerChanged, join, reopened } from './heard-answers.js'
import {
  at,
  changed,
  event,
  nothingToDo,
  working,
  type Change,
  type Command,
  type Decision,
  type DueTimes,
  type LoopCommand,
  type OwnerCommand,
} from './heard-change.js'
import { act } from './heard-owner.js'
import type { Refusal } from './desk.js'
import type { Actor, Loop } from './loop.js'

/** The first version of a loop. */
export function openLoop(
  loop: DueTimes & Pick<Loop, 'id' | 'workspaceId' | 'customerId' | 'severity'>,
  data: Record<string, unknown>,
  now: number,
): Change {
  const next: Loop = {
    ...loop,
    status: 'new',
    owner: null,
    openedAt: now,
    claimedAt: null,
    snoozedUntil: null,
    closedAt: null,
    outcome: null,
    closeNote: null,
    reopenCount: 0,
    steps: {},
    version: 1,
  }
  return { next, events: [{ kind: 'opened', by: null, at: now, data }] }
}

/**
 * What a command makes of a loop. Total: every status and every command has an answer, and nothing is thrown. A change
 * raises the version by one, whatever the number of its events; a refusal says who is in the way and since when.
 * @param now epoch ms
 */
export function decide(loop: Loop, command: LoopCommand, now: number): Decision {
  if (isOfAnswers(command)) return decideOfAnswers(loop, command, now)
  switch (command.kind) {
    case 'claim':
    case 'take_over':
    case 'release':
      return ofOwnership(loop, command, now)
    case 'record':
    case 'skip':
    case 'wait':
    case 'resume':
    case 'snooze':
    case 'close':
      return asOwner(loop, command, now)
    case 'reopen':
      return reopen(loop, command, now)
    case 'wake':
      return wake(loop, now)
    case 'expire_claim':
      return expireClaim(loop, now)
  }
}

type AnswerCommand = Command<'withdraw' | 'restore' | 'join' | 'answer_changed'>
const ofAnswers: ReadonlySet<string> = new Set<AnswerCommand['kind']>([
  'withdraw',
  'restore',
  'join',
  'answer_changed',
])

function isOfAnswers(command: LoopCommand): command is AnswerCommand {
  return ofAnswers.has(command.kind)
}

function decideOfAnswers(loop: Loop, command: AnswerCommand, now: number): Decision {
  switch (command.kind) {
    case 'withdraw':
    case 'restore':
      return judge(loop, command, now)
    case 'join':
      return join(loop, command, now)
    case 'answer_changed':
      return answerChanged(loop, command, now)
  }
}

/**
 * What several commands make of a loop, one after the other and as one change. One that would change nothing is passed
 * over; the first refusal is that of all.
 */
export function decideAll(loop: Loop, commands: readonly LoopCommand[], now: number): Decision {
  let next = loop
  const events: Change['events'] = []
  for (const command of commands) {
    const decision = decide(next, command, now)
    if ('refused' in decision) {
      if (decision.refused.kind === 'already_done') continue
      return decision
    }
    next = decision.next
    events.push(...decision.events)
  }
  return events.length === 0 ? nothingToDo : { next: { ...next, version: loop.version + 1 }, events }
}

/** Who stands in the way of somebody who wants to act on this loop, if anybody. */
export function obstacleFor(loop: Loop, by: Actor, kind: 'taken' | 'not_yours'): Refusal | null {
  if (loop.status === 'closed') return { kind: 'already_closed', ...at(loop.closedAt) }
  if (loop.owner === null || loop.owner.id === by.id) return null
  return { kind, by: loop.owner, ...at(loop.claimedAt) }
}

function claim(loop: Loop, by: Actor, now: number): Decision {
  const refused = obstacleFor(loop, by, 'taken')
  if (refused) return { refused }
  if (loop.owner !== null) return nothingToDo
  return changed(loop, { status: 'claimed', owner: by, claimedAt: now }, [
    { kind: 'claimed', by, at: now, data: {} },
  ])
}

function reopen(loop: Loop, { by, due, reason }: Command<'reopen'>, now: number): Decision {
  if (loop.status !== 'closed') return { refused: { kind: 'not_closed' } }
  return reopened(loop, due, { by, cause: 'person', reason }, now)
}

function ofOwnership(loop: Loop, command: Command<'claim' | 'take_over' | 'release'>, now: number): Decision {
  if (command.kind === 'take_over') return takeOver(loop, command, now)
  return command.kind === 'claim' ? claim(loop, command.by, now) : release(loop, command.by, now)
}

function takeOver(loop: Loop, { by, from }: Command<'take_over'>, now: number): Decision {
  if (loop.status === 'closed' || loop.owner === null || loop.owner.id === by.id) return claim(loop, by, now)
  if (loop.owner.id !== from) return { refused: { kind: 'taken', by: loop.owner, ...at(loop.claimedAt) } }
  return changed(loop, { owner: by, claimedAt: now }, [
    { kind: 'claimed', by, at: now, data: { from: loop.owner.name } },
  ])
}

function release(loop: Loop, by: Actor, now: number): Decision {
  const refused = obstacleFor(loop, by, 'not_yours')
  if (refused) return { refused }
  if (loop.owner === null) return nothingToDo
  return changed(loop, { status: 'new', owner: null, claimedAt: null, snoozedUntil: null }, [
    { kind: 'released', by, at: now, data: {} },
  ])
}

/** Acts on one's own loop; a loop without an owner is claimed by the act, and both are one change. */
function asOwner(loop: Loop, command: OwnerCommand, now: number): Decision {
  const { by } = command
  const refused = obstacleFor(loop, by, 'not_yours')
  if (refused) return { refused }
  const acted = act(loop, command, now)
  if ('refused' in acted || loop.owner !== null) return acted
  return {
    next: { ...acted.next, owner: by, claimedAt: now },
    events: [{ kind: 'claimed', by, at: now, data: {} }, ...acted.events],
  }
}

/** Whether an answer counts is said by the loop's owner, or by anybody while it has none; closed or not. Null: they may. */
export function mayJudge(loop: Loop, by: Actor): Refusal | null {
  if (loop.owner === null || loop.owner.id === by.id) return null
  return { kind: 'not_yours', by: loop.owner, ...at(loop.claimedAt) }
}

function judge(loop: Loop, { kind, by, data }: Command<'withdraw' | 'restore'>, now: number): Decision {
  const refused = mayJudge(loop, by)
  if (refused !== null) return { refused }
  const told = kind === 'withdraw' ? 'answer_withdrawn' : 'answer_restored'
  return changed(loop, {}, [{ kind: told, by, at: now, data }])
}

function wake(loop: Loop, now: number): Decision {
  if (loop.status === 'closed') return { refused: { kind: 'already_closed', ...at(loop.closedAt) } }
  if (loop.status !== 'snoozed' || (loop.snoozedUntil ?? 0) > now) return nothingToDo
  return changed(loop, working, [event('woke', null, now)])
}

/** Only a claim that nothing followed expires: once a step is recorded the owner has shown up. */
function expireClaim(loop: Loop, now: number): Decision {
  if (loop.status === 'closed') return { refused: { kind: 'already_closed', ...at(loop.closedAt) } }
  if (loop.status !== 'claimed') return nothingToDo
  const data = { owner: loop.owner?.name ?? null }
  return changed(loop, { status: 'new', owner: null, claimedAt: null }, [
    { kind: 'claim_expired', by: null, at: now, data },
  ])
}
