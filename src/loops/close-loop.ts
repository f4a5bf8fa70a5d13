import type { ActInput } from './claim-loop.js'
import type { ActResult } from './desk.js'
import type { Outcome } from './loop.js'
import { transition, type TransitionDeps } from './transition.js'

/** How a loop ended. The reason is for closing while resolve or diagnose is open. */
export interface CloseInput extends ActInput {
  outcome: Outcome
  note: string | null
  reason: string | null
}

/** Closes a loop; refused by the gate of heard-gate.ts. */
export function closeLoop(deps: TransitionDeps, input: CloseInput): Promise<ActResult> {
  const { actor, outcome, note, reason } = input
  return transition(deps, { ...input, command: { kind: 'close', by: actor, outcome, note, reason } })
}
