import { idOf } from '../ids.js'
import type { Bell } from '../queue/job.js'
import type { Actor } from './loop.js'
import type { Prisma } from '../database/prisma/client.js'

type Db = Prisma.TransactionClient

interface HomesDeps {
  prisma: Db
  bell: Bell
}

/** Somebody looks at their home tab. The row stays, so that it is kept up to date. */
export async function homeOpened(
  { prisma, bell }: HomesDeps,
  { workspaceId, platform, personId }: { workspaceId: string; platform: string; personId: string },
  now: number,
): Promise<void> {
  const at = new Date(now)
  const { id } = await prisma.homeView.upsert({
    where: { workspaceId_platform_personId: { workspaceId, platform, personId } },
    create: {
      id: idOf(workspaceId, 'home', platform, personId),
      workspaceId,
      platform,
      personId,
      createdAt: at,
      openedAt: at,
      nextTryAt: at,
    },
    update: { openedAt: at, wantedVersion: { increment: 1 } },
  })
  await bell.ring([{ job: 'home', id }])
}

/** What these people see has changed. @returns the rows to ring for: those who opened their home tab once */
export async function wantHomes(
  db: Db,
  workspaceId: string,
  people: readonly (Pick<Actor, 'id'> | null)[],
): Promise<string[]> {
  const personId = { in: [...new Set(people.flatMap((person) => person?.id ?? []))] }
  if (personId.in.length === 0) return []
  const rows = await db.homeView.updateManyAndReturn({
    where: { workspaceId, personId },
    data: { wantedVersion: { increment: 1 } },
    select: { id: true },
  })
  return rows.map(({ id }) => id)
}

/** How a person reads has changed: their home tab is shown anew, if they ever opened it. */
export async function homeReadAnew(
  { prisma, bell }: HomesDeps,
  { workspaceId, personId }: { workspaceId: string; personId: string },
): Promise<void> {
  const ids = await wantHomes(prisma, workspaceId, [{ id: personId }])
  await bell.ring(ids.map((id) => ({ job: 'home', id })))
}

/** So long after it was last shown a home tab follows what others did; at most so many in one call. */
const followAfterMs = 60_000
const atOnce = 50
/** Nobody who last opened it longer ago is likely to have it on the screen. */
const lookedAtMs = 8 * 3_600_000

/**
 * Shows those home tabs anew, of all workspaces, that somebody may be looking at while others changed loops. Not for
 * everybody at each change: a team of a hundred would use up what the platform takes in a minute.
 * @returns how many are to be shown
 */
export async function followHomes({ prisma, bell }: HomesDeps, now: number): Promise<number> {
  const rows = await prisma.$queryRaw<{ id: string }[]>`
    UPDATE home_view SET wanted_version = wanted_version + 1
    WHERE id IN (
      SELECT h.id FROM home_view h
      WHERE h.shown_version = h.wanted_version AND h.opened_at > ${new Date(now - lookedAtMs)}
        AND h.shown_at <= ${new Date(now - followAfterMs)}
        AND EXISTS (SELECT 1 FROM loop_event e WHERE e.workspace_id = h.workspace_id AND e.at >= h.shown_at)
      ORDER BY h.shown_at LIMIT ${atOnce})
    RETURNING id`
  if (rows.length > 0) await bell.ring(rows.map(({ id }) => ({ job: 'home', id })))
  return rows.length
}
