import { AppError } from '../errors.js'
import { workspaceById } from '../workspaces/store.js'
import type { ActInput } from './claim-loop.js'
import { snoozeEnd } from './clocks.js'
import type { ActResult } from './desk.js'
import { transition, type TransitionDeps } from './transition.js'

/** The customer has the next word: the clocks stand still. */
export function waitForCustomer(deps: TransitionDeps, input: ActInput): Promise<ActResult> {
  return transition(deps, { ...input, command: { kind: 'wait', by: input.actor } })
}

/** Takes a waiting or snoozed loop up again. */
export function resumeLoop(deps: TransitionDeps, input: ActInput): Promise<ActResult> {
  return transition(deps, { ...input, command: { kind: 'resume', by: input.actor } })
}

/** Puts a loop aside until the same time of the next working day. The clocks run on. */
export async function snoozeLoop(deps: TransitionDeps, input: ActInput): Promise<ActResult> {
  const workspace = await workspaceById(deps, input.workspaceId)
  if (workspace === null) throw new AppError({ code: 'not_found', message: 'no such workspace' })
  const until = snoozeEnd(input.now, workspace.hours, workspace.timeZone)
  return transition(deps, { ...input, command: { kind: 'snooze', by: input.actor, until } })
}
