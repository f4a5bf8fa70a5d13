import type { BindChoice, BindForm } from '../chat/views.js'

/** A person who says what a question's numbers mean. */
export interface Sayer {
  id: string
  name: string
}

export interface OpenBindRequest {
  workspaceId: string
  actor: Sayer
  noticeId: string
  /** When the form is turned: what it showed and holds. */
  open?: { seen: string | null; choice: BindChoice; typed: Record<string, string> }
}

export interface SubmitBindRequest {
  workspaceId: string
  actor: Sayer
  noticeId: string
  /** What was said of the question when the form was opened. */
  seen: string | null
  choice: BindChoice | null
  /** Field id -> what was entered; empty fields are absent. */
  values: Record<string, string>
}

export type OpenBindResult = { form: BindForm } | { refused: 'gone' }
/** form: nothing is saved; it says who said something else meanwhile, with everything that was entered. */
export type SubmitBindResult =
  { done: true } | { form: BindForm } | { fieldErrors: Record<string, string> } | { refused: 'gone' }

/** What a chat adapter may ask about questions: parse, ask, show the answer. */
export interface QuestionDesk {
  openForm(request: OpenBindRequest): Promise<OpenBindResult>
  submitForm(request: SubmitBindRequest): Promise<SubmitBindResult>
}
