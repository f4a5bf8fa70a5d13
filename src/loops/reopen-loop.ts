import { AppError } from '../errors.js'
import { workspaceById } from '../workspaces/store.js'
import type { ActInput } from './claim-loop.js'
import { dueTimes } from './clocks.js'
import type { ActResult } from './desk.js'
import { transition, type TransitionDeps } from './transition.js'

/** Opens a closed loop again, with new clocks. Refused while the customer has another open loop. */
export async function reopenLoop(deps: TransitionDeps, input: ActInput): Promise<ActResult> {
  const workspace = await workspaceById(deps, input.workspaceId)
  if (workspace === null) throw new AppError({ code: 'not_found', message: 'no such workspace' })
  const { hours, timeZone } = workspace
  return transition(deps, {
    ...input,
    command: async (loop) => ({
      kind: 'reopen',
      by: input.actor,
      due: dueTimes(loop.severity, input.now, hours, timeZone),
    }),
  })
}
