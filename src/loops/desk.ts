import type { Form, FormGo, FormPart, LoopAction } from '../chat/views.js'
import type { Actor } from './loop.js'

/** Actions that need nothing but a click. */
export type ClickAction = Extract<
  LoopAction,
  'claim' | 'release' | 'wait' | 'resume' | 'snooze' | 'restore' | 'dismiss'
>
/** Actions that open a form first. */
export type FormAction = Extract<LoopAction, 'work' | 'skip' | 'close' | 'reopen' | 'withdraw'>

/** Why an action did not happen; the platform turns it into a sentence for the one who acted. */
export interface Refusal {
  kind:
    | 'taken' // somebody else claimed it: by, at
    | 'already_closed' // by, at
    | 'not_closed'
    | 'not_yours' // only the owner may: by = the owner
    | 'already_done' // nothing would change
    | 'step_already_recorded'
    | 'gate' // close needs resolve and diagnose, or a reason
    | 'gone' // no such loop in this workspace
    | 'card_stands' // opening the line of a summary: it was opened already
    | 'other_open' // reopening: the customer has another open loop
    | 'answer_counts' // closing because no answer is valid: one is
  by?: Actor
  at?: number
}

export type ActResult = { done: true; version: number } | { refused: Refusal }
export type OpenCardResult = { done: true } | { refused: Refusal }
export type OpenFormResult = { form: Form } | { refused: Refusal }
/**
 * fieldErrors: field id -> a sentence, already in the person's language. form: it is not done, and this form says why,
 * with everything that was entered.
 */
export type SubmitResult = ActResult | { fieldErrors: Record<string, string> } | { form: Form }

export interface LoopRequest {
  workspaceId: string
  loopId: string
  actor: Actor
}

export interface FormRequest extends LoopRequest {
  action: FormAction
  /** Work forms: left out, the next step. */
  part?: FormPart | undefined
}

export interface SubmitRequest extends FormRequest {
  /** The loop's version that the form showed. */
  version: number
  go?: FormGo | undefined
  /** Field id -> what was entered; empty fields are absent. */
  values: Record<string, string>
}

/** What stands in a form that is not submitted. */
export interface Typed {
  /** Fields that differ from what the form showed when it was opened; empty where they were emptied. */
  changed: Record<string, string>
  /** The others. */
  same: Record<string, string>
  /** The platform's order of its reports; null: not known, later than all before. */
  sequence: number | null
}

/** What a chat adapter may ask of the loops: parse, ask, show the answer. */
export interface LoopDesk {
  act(request: LoopRequest & { action: ClickAction }): Promise<ActResult>
  /** Posts the card of a loop that a summary tells of. It takes the loop for nobody. */
  openCard(request: LoopRequest): Promise<OpenCardResult>
  /** Shows another page of a summary to everybody. */
  turnSummary(turn: { workspaceId: string; burstId: string; page: number }): Promise<void>
  openForm(request: FormRequest): Promise<OpenFormResult>
  /** Keeps what stands in a form until it is submitted, for this person only. */
  keepDraft(request: LoopRequest & { action: FormAction; typed: Typed }): Promise<void>
  /** The form for another of its parts, `part`; what stands in it now is in `values`. */
  turnForm(request: SubmitRequest): Promise<OpenFormResult>
  submitForm(request: SubmitRequest): Promise<SubmitResult>
  /** Somebody looks at their home tab: it is shown in a moment, and kept up to date from then on. */
  homeOpened(home: { workspaceId: string; platform: string; personId: string }): Promise<void>
}
