import { z } from 'zod'

export const Step = z.enum(['hear', 'empathize', 'apologize', 'resolve', 'diagnose'])
export type Step = z.infer<typeof Step>
export const steps: readonly Step[] = Step.options

export const LoopStatus = z.enum(['new', 'claimed', 'working', 'waiting', 'snoozed', 'closed'])
export type LoopStatus = z.infer<typeof LoopStatus>

export const Outcome = z.enum(['recovered', 'neutral', 'lost', 'unreachable', 'not_valid', 'duplicate'])
export type Outcome = z.infer<typeof Outcome>

export const Severity = z.enum(['normal', 'critical'])
export type Severity = z.infer<typeof Severity>

/** Who acts: a chat user, or Heard itself (null id). */
export interface Actor {
  id: string
  name: string
}

export interface StepState {
  /** What was recorded, by field name (see heard-fields.ts); empty when skipped. */
  record: Record<string, string>
  skippedReason: string | null
  by: Actor
  /** Epoch ms. */
  at: number
}

/** Everything of a loop that a transition may look at or change. */
export interface Loop {
  id: string
  workspaceId: string
  customerId: string | null
  status: LoopStatus
  severity: Severity
  owner: Actor | null
  /** Epoch ms, all of them. */
  openedAt: number
  claimedAt: number | null
  firstContactDueAt: number
  resolutionDueAt: number
  snoozedUntil: number | null
  closedAt: number | null
  outcome: Outcome | null
  closeNote: string | null
  reopenCount: number
  steps: Partial<Record<Step, StepState>>
  version: number
}

/** One row of the append-only history and one line of the card's thread. */
export interface LoopEventDraft {
  kind:
    | 'opened'
    | 'joined'
    | 'answer_changed'
    | 'meaning_changed'
    | 'comment_added'
    | 'answer_withdrawn'
    | 'answer_restored'
    | 'claimed'
    | 'released'
    | 'claim_expired'
    | 'step_done'
    | 'step_skipped'
    | 'waiting'
    | 'resumed'
    | 'snoozed'
    | 'woke'
    | 'closed'
    | 'reopened'
  by: Actor | null
  at: number
  data: Record<string, unknown>
}
