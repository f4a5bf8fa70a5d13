import type { Loop, Outcome, Step } from './loop.js'

/** Outcomes with nothing to resolve or diagnose: a note that says what happened is enough. */
const noteIsEnough: ReadonlySet<Outcome> = new Set(['unreachable', 'not_valid', 'duplicate'])

/** Steps that a loop needs, done or skipped with a reason, to be closed without a stated reason. */
const needed: readonly Step[] = ['resolve', 'diagnose']

/** The needed steps that are still open. */
export function openSteps(steps: Loop['steps']): Step[] {
  return needed.filter((step) => steps[step] === undefined)
}

/** Whether a loop with these steps may be closed so: 'open' is the gate standing open. */
export function closeGate(
  steps: Loop['steps'],
  { outcome, note, reason }: { outcome: Outcome; note: string | null; reason: string | null },
): 'open' | 'needs_note' | 'needs_reason' {
  if (openSteps(steps).length === 0 || filled(reason)) return 'open'
  if (!noteIsEnough.has(outcome)) return 'needs_reason'
  return filled(note) ? 'open' : 'needs_note'
}

function filled(text: string | null): boolean {
  return text !== null && text.trim() !== ''
}
