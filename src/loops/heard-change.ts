import type { Refusal } from './desk.js'
import type { Actor, Loop, LoopEventDraft, Outcome, Severity, Step } from './loop.js'

export interface DueTimes {
  /** Epoch ms, both. */
  firstContactDueAt: number
  resolutionDueAt: number
}

/** What was entered for some of the steps, by field name. */
export type StepRecords = Partial<Record<Step, Record<string, string>>>

/** Everything that can happen to a loop after it was opened. Those without `by` are Heard's own. */
export type LoopCommand =
  | { kind: 'claim'; by: Actor }
  /** Takes a loop away from the owner whom the person was shown. */
  | { kind: 'take_over'; by: Actor; from: string }
  | { kind: 'release'; by: Actor }
  | { kind: 'record'; by: Actor; records: StepRecords }
  | { kind: 'skip'; by: Actor; step: Step; reason: string }
  | { kind: 'wait'; by: Actor }
  | { kind: 'resume'; by: Actor }
  | { kind: 'snooze'; by: Actor; until: number }
  | { kind: 'close'; by: Actor; outcome: Outcome; note: string | null; reason: string | null }
  | { kind: 'reopen'; by: Actor; due: DueTimes; reason?: string }
  /** A person says that an answer of the loop is not valid, or that it is after all. */
  | { kind: 'withdraw' | 'restore'; by: Actor; data: Record<string, unknown> }
  | { kind: 'wake' }
  | { kind: 'expire_claim' }
  | { kind: 'join'; severity: Severity; due: DueTimes; data: Record<string, unknown> }
  | AnswerChange

/** A later version of one of the loop's answers, or what its number means by now. */
export interface AnswerChange {
  kind: 'answer_changed'
  /**
   * The number is the same. `meaning`: what it means was declared anew. `comment`: words came where there were none. `facts`:
   * nothing new was said; what else the card shows may be new, and there is nothing to tell. `withdrawn`, `restored`: whether
   * the answer counts at all is what changed.
   */
  only?: 'meaning' | 'comment' | 'facts' | 'withdrawn' | 'restored'
  data: Record<string, unknown>
  /** Absent: it asks for nobody. `worse`: and it was better when the loop was last told of it. */
  bad?: { severity: Severity; due: DueTimes; worse: boolean }
  /** Set when the loop had no customer and its answer has one by now. */
  customerId?: string
}

export interface Change {
  next: Loop
  /** In the order in which they happened; empty only when nothing but the facts of an answer is new. */
  events: LoopEventDraft[]
}
export type Decision = Change | { refused: Refusal }

/** The command of one kind. */
export type Command<K extends LoopCommand['kind']> = Extract<LoopCommand, { kind: K }>
/** What only the owner may do; on a loop without one, it claims. */
export type OwnerCommand = Command<'record' | 'skip' | 'wait' | 'resume' | 'snooze' | 'close'>

/** The answer to a command that would change nothing. */
export const nothingToDo: Decision = { refused: { kind: 'already_done' } }

/** The loop with these fields, one version on. */
export function changed(loop: Loop, fields: Partial<Loop>, events: LoopEventDraft[]): Change {
  return { next: { ...loop, ...fields, version: loop.version + 1 }, events }
}

/** A time for a refusal, when there is one. */
export function at(time: number | null): { at?: number } {
  return time === null ? {} : { at: time }
}

/** What a loop is when somebody takes it up again. */
export const working = { status: 'working', snoozedUntil: null } as const

/** An event that its kind says all about. */
export function event(kind: LoopEventDraft['kind'], by: Actor | null, now: number): LoopEventDraft {
  return { kind, by, at: now, data: {} }
}
