import type { ActInput } from './claim-loop.js'
import type { ActResult, Refusal } from './desk.js'
import type { StepRecords } from './heard-change.js'
import { steps, type Loop } from './loop.js'
import { recordedAt } from './step-history.js'
import type { Db } from './store.js'
import { transition, type TransitionDeps } from './transition.js'

/** What was entered into the work form, and the loop's version that the form showed. */
export interface RecordInput extends ActInput {
  records: StepRecords
  version: number
}

/**
 * Records steps, one or several at once. A form comes back with everything that it showed, so a step that somebody else
 * changed meanwhile is left alone where the form only repeats what it showed, and refused where it says something new.
 */
export function recordSteps(deps: TransitionDeps, input: RecordInput): Promise<ActResult> {
  return transition(deps, {
    ...input,
    command: async (loop) => {
      const kept = await withoutStale(deps.prisma, loop, input)
      return 'refused' in kept ? kept : { kind: 'record', by: input.actor, records: kept.records }
    },
  })
}

async function withoutStale(
  db: Db,
  loop: Loop,
  { records, version, actor }: RecordInput,
): Promise<{ records: StepRecords } | { refused: Refusal }> {
  if (version >= loop.version) return { records }
  const kept: StepRecords = { ...records }
  for (const step of steps) {
    const state = loop.steps[step]
    const entered = records[step]
    if (state === undefined || entered === undefined || state.by.id === actor.id) continue
    const history = await recordedAt(db, loop, step, version)
    if (!history.changedSince) continue
    if (!sameEntries(entered, history.record)) {
      return { refused: { kind: 'step_already_recorded', by: state.by, at: state.at } }
    }
    delete kept[step]
  }
  return { records: kept }
}

function sameEntries(a: Record<string, string>, b: Record<string, string>): boolean {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name])
}
