import { transition, type TransitionDeps } from './transition.js'

/** At most so many loops wake in one call; the next call takes the rest. */
const batch = 100

/** Wakes the snoozed loops, of all workspaces, whose time has come. @returns how many woke */
export async function wakeLoops(deps: TransitionDeps, now: number): Promise<number> {
  const due = await deps.prisma.loop.findMany({
    where: { status: 'snoozed', snoozedUntil: { lte: new Date(now) } },
    orderBy: { snoozedUntil: 'asc' },
    select: { id: true, workspaceId: true },
    take: batch,
  })
  let woke = 0
  for (const { id, workspaceId } of due) {
    const result = await transition(deps, { workspaceId, loopId: id, command: { kind: 'wake' }, now })
    if ('done' in result) woke += 1
  }
  return woke
}
