import type { Workspace } from '../workspaces/workspace.js'
import { afterWaiting } from './clocks.js'
import type { Change } from './heard-change.js'
import type { Loop } from './loop.js'
import { lastEvent, type Db } from './store.js'

/**
 * The clocks stand still while a loop waits for the customer: when a change ends the waiting, they are set on by the open
 * time that it took, and the event says since when it waited. Clocks that the change has set itself stay.
 */
export async function runClocksOn(
  db: Db,
  before: Loop,
  change: Change,
  workspaceOf: () => Promise<Workspace | null>,
  now: number,
): Promise<Change> {
  const { next, events } = change
  if (before.status !== 'waiting' || next.status === 'waiting' || next.status === 'closed') return change
  if (next.firstContactDueAt !== before.firstContactDueAt) return change
  const wait = await lastEvent(db, before.workspaceId, before.id, 'waiting')
  const workspace = await workspaceOf()
  if (workspace === null || wait === null) return change
  const due = afterWaiting(before, { since: wait.at, until: now }, workspace.hours, workspace.timeZone)
  const told = events.map((event) =>
    event.kind === 'resumed' ? { ...event, data: { ...event.data, waitedSince: wait.at } } : event,
  )
  return { next: { ...next, ...due }, events: told }
}
