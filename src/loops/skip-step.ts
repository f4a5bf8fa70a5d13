import type { ActInput } from './claim-loop.js'
import type { ActResult } from './desk.js'
import type { Step } from './loop.js'
import { transition, type TransitionDeps } from './transition.js'

/** Marks a step as not needed, with the reason. A recorded step stays recorded. */
export function skipStep(
  deps: TransitionDeps,
  input: ActInput & { step: Step; reason: string },
): Promise<ActResult> {
  const { actor, step, reason } = input
  return transition(deps, { ...input, command: { kind: 'skip', by: actor, step, reason } })
}
