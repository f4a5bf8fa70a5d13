import type { Form, LoopAction } from '../chat/views.js'
import type { Actor } from './loop.js'

/** Actions that need nothing but a click. */
export type ClickAction = Extract<LoopAction, 'claim' | 'release' | 'wait' | 'resume' | 'snooze' | 'reopen'>
/** Actions that open a form first. */
export type FormAction = Extract<LoopAction, 'work' | 'skip' | 'close'>

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
  by?: Actor
  at?: number
}

export type ActResult = { done: true; version: number } | { refused: Refusal }
export type OpenCardResult = { done: true } | { refused: Refusal }
export type OpenFormResult = { form: Form } | { refused: Refusal }
/** fieldErrors: field id -> a sentence, already in the person's language. */
export type SubmitResult = ActResult | { fieldErrors: Record<string, string> }

interface Request {
  workspaceId: string
  loopId: string
  actor: Actor
}

/** What a chat adapter may ask of the loops: parse, ask, show the answer. */
export interface LoopDesk {
  act(request: Request & { action: ClickAction }): Promise<ActResult>
  /** Posts the card of a loop that a summary tells of. It takes the loop for nobody. */
  openCard(request: Request): Promise<OpenCardResult>
  openForm(request: Request & { action: FormAction }): Promise<OpenFormResult>
  /** `values`: field id -> what was entered; empty fields are absent. */
  submitForm(
    request: Request & { action: FormAction; version: number; values: Record<string, string> },
  ): Promise<SubmitResult>
}
