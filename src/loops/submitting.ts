import type { Messages } from '../messages/messages.js'
import type { Workspace } from '../workspaces/workspace.js'
import type { SubmitRequest } from './desk.js'
import type { TransitionDeps } from './transition.js'

/** One submit, with what it needs at every step. */
export interface Submitting {
  deps: TransitionDeps
  request: SubmitRequest
  workspace: Workspace
  messages: Messages
  now: number
}
