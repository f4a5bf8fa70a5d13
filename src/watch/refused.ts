import type { Database } from '../database/database.js'

export interface RefusedFinding {
  state: 'note' | 'wrong'
  what: 'refused'
  data: { source: string; count: number; reason: string; minutes: number }
}

/** What was refused longer ago than this was noticed, or is not missed. */
const recentMs = 24 * 3_600_000

/** Sources whose own URL was called and refused in the last day: wrong while nothing was taken since. */
export async function refusedFindings(
  { prisma }: Pick<Database, 'prisma'>,
  workspaceId: string,
  now: number,
): Promise<RefusedFinding[]> {
  const rows = await prisma.source.findMany({
    where: { workspaceId, disabledAt: null, lastRefusedAt: { gte: new Date(now - recentMs) } },
    orderBy: { name: 'asc' },
  })
  return rows.map(({ name, refusedCount, lastRefusedAt, lastRefusedReason, lastSeenAt }) => {
    const at = lastRefusedAt?.getTime() ?? now
    const works = lastSeenAt !== null && lastSeenAt.getTime() >= at
    const minutes = Math.max(0, Math.floor((now - at) / 60_000))
    return {
      state: works ? 'note' : 'wrong',
      what: 'refused',
      data: { source: name, count: refusedCount, reason: lastRefusedReason ?? '', minutes },
    }
  })
}
