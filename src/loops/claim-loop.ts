import type { ActResult } from './desk.js'
import type { Actor } from './loop.js'
import { transition, type TransitionDeps } from './transition.js'

/** A person's act on a loop. */
export interface ActInput {
  workspaceId: string
  loopId: string
  actor: Actor
  /** Epoch ms. */
  now: number
}

/** Takes a loop; of two people at once one gets it, the other is told who and when. */
export function claimLoop(deps: TransitionDeps, input: ActInput): Promise<ActResult> {
  return transition(deps, { ...input, command: { kind: 'claim', by: input.actor } })
}

/** Gives one's own loop back, for anybody to take; what was recorded stays. */
export function releaseLoop(deps: TransitionDeps, input: ActInput): Promise<ActResult> {
  return transition(deps, { ...input, command: { kind: 'release', by: input.actor } })
}
