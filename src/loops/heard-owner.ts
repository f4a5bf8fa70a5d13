import type { Loop, LoopEventDraft } from './loop.js'
import { steps } from './loop.js'
import { closeGate } from './heard-gate.js'
import {
  changed,
  event,
  nothingToDo,
  working,
  type Command,
  type Decision,
  type OwnerCommand,
} from './heard-change.js'

/** What the owner's command makes of the loop; that they may give it was checked. */
export function act(loop: Loop, command: OwnerCommand, now: number): Decision {
  switch (command.kind) {
    case 'record':
      return record(loop, command, now)
    case 'skip':
      return skip(loop, command, now)
    case 'wait':
      if (loop.status === 'waiting') return nothingToDo
      return changed(loop, { status: 'waiting', snoozedUntil: null }, [event('waiting', command.by, now)])
    case 'resume':
      if (loop.status !== 'waiting' && loop.status !== 'snoozed') return nothingToDo
      return changed(loop, working, [event('resumed', command.by, now)])
    case 'snooze':
      return snooze(loop, command, now)
    case 'close':
      return close(loop, command, now)
  }
}

/** Steps that would not change are left alone, so that who recorded them first stays. */
function record(loop: Loop, { by, records }: Command<'record'>, now: number): Decision {
  const written: Loop['steps'] = {}
  const events: LoopEventDraft[] = []
  for (const step of steps) {
    const entered = records[step]
    const before = loop.steps[step]
    if (entered === undefined || Object.keys(entered).length === 0) continue
    if (before?.skippedReason === null && sameRecord(before.record, entered)) continue
    written[step] = { record: entered, skippedReason: null, by, at: now }
    events.push({
      kind: 'step_done',
      by,
      at: now,
      data: { step, amended: before !== undefined, record: entered },
    })
  }
  if (events.length === 0) return nothingToDo
  return changed(loop, { ...working, steps: { ...loop.steps, ...written } }, events)
}

function sameRecord(a: Record<string, string>, b: Record<string, string>): boolean {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name])
}

function skip(loop: Loop, { by, step, reason }: Command<'skip'>, now: number): Decision {
  const before = loop.steps[step]
  if (before?.skippedReason === null) {
    return { refused: { kind: 'step_already_recorded', by: before.by, at: before.at } }
  }
  if (reason.trim() === '') return { refused: { kind: 'gate' } }
  if (before?.skippedReason === reason) return nothingToDo
  const skipped = { record: {}, skippedReason: reason, by, at: now }
  return changed(loop, { ...working, steps: { ...loop.steps, [step]: skipped } }, [
    { kind: 'step_skipped', by, at: now, data: { step, reason } },
  ])
}

function snooze(loop: Loop, { by, until }: Command<'snooze'>, now: number): Decision {
  if (until <= now || (loop.status === 'snoozed' && loop.snoozedUntil === until)) return nothingToDo
  return changed(loop, { status: 'snoozed', snoozedUntil: until }, [
    { kind: 'snoozed', by, at: now, data: { until } },
  ])
}

function close(loop: Loop, { by, outcome, note, reason }: Command<'close'>, now: number): Decision {
  if (closeGate(loop.steps, { outcome, note, reason }) !== 'open') return { refused: { kind: 'gate' } }
  const fields = {
    status: 'closed',
    closedAt: now,
    outcome,
    closeNote: note ?? reason,
    snoozedUntil: null,
  } as const
  return changed(loop, fields, [{ kind: 'closed', by, at: now, data: { outcome, note, reason } }])
}
