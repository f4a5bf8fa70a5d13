import type { FormGo } from '../chat/views.js'
import type { LoopEvent } from '../database/prisma/client.js'
import type { SubmitRequest } from './desk.js'
import type { Entered } from './forms-read.js'
import type { StepRecords } from './heard-change.js'
import { steps, type Loop, type Step } from './loop.js'
import { recordedAt } from './step-history.js'
import type { Db } from './store.js'

type Seen = Pick<SubmitRequest, 'actor' | 'version' | 'go'>

/** What others did to a loop since a form of it was opened, oldest first. */
export function eventsSince(db: Db, loop: Loop, { actor, version }: Seen): Promise<LoopEvent[]> {
  return db.loopEvent.findMany({
    where: {
      workspaceId: loop.workspaceId,
      loopId: loop.id,
      version: { gt: version },
      OR: [{ byId: null }, { byId: { not: actor.id } }],
    },
    orderBy: { id: 'asc' },
  })
}

/**
 * Who has the loop now, or that it is closed, where the person was not told so yet: what they must agree to.
 * Null: nothing stands in the way.
 */
export function stateClash(loop: Loop, { actor, version, go }: Seen): FormGo | null {
  const isTold = version === loop.version
  if (loop.status === 'closed') return go === 'reopen' && isTold ? null : 'reopen'
  if (loop.owner === null || loop.owner.id === actor.id) return null
  return go === 'take_over' && isTold ? null : 'take_over'
}

/** Somebody has said something that whoever closes a loop should know. */
const matterToClosing: ReadonlySet<string> = new Set([
  'joined',
  'answer_changed',
  'claimed',
  'reopened',
  'step_done',
  'step_skipped',
])

/**
 * What was entered, without what others recorded meanwhile and the form only repeats. 'clash': it would overwrite what
 * somebody else recorded since, or close on what the person has not seen.
 */
export async function withoutStale(
  db: Db,
  loop: Loop,
  entered: Entered,
  seen: Seen,
): Promise<Entered | 'clash'> {
  if (seen.version >= loop.version) return entered
  const records = await freshRecords(db, loop, entered.records, seen)
  if (records === 'clash') return 'clash'
  if (entered.skip?.steps.some((step) => isByAnother(loop, step, seen)) === true) return 'clash'
  if (entered.close !== null) {
    const events = await eventsSince(db, loop, seen)
    if (events.some(({ kind }) => matterToClosing.has(kind))) return 'clash'
  }
  return { ...entered, records }
}

async function freshRecords(
  db: Db,
  loop: Loop,
  records: StepRecords,
  seen: Seen,
): Promise<StepRecords | 'clash'> {
  const fresh: StepRecords = { ...records }
  for (const step of steps) {
    const entered = records[step]
    if (entered === undefined || !isByAnother(loop, step, seen)) continue
    const history = await recordedAt(db, loop, step, seen.version)
    if (!history.changedSince) continue
    if (!sameEntries(entered, history.record)) return 'clash'
    delete fresh[step]
  }
  return fresh
}

function isByAnother(loop: Loop, step: Step, { actor }: Seen): boolean {
  const state = loop.steps[step]
  return state !== undefined && state.by.id !== actor.id
}

function sameEntries(a: Record<string, string>, b: Record<string, string>): boolean {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name])
}
