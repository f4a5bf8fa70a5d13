import type { PrismaClient } from '../database/prisma/client.js'
import { waitForWriters } from '../database/wait-for-writers.js'

/** So many answers at once: a statement of well under the limit that every statement has, and short waits for others. */
const usualSlice = 20_000

/**
 * Puts all answers of a workspace on the days of its time zone as it is now; the score counts follow by themselves. Works
 * in slices that are committed one by one, however many answers there are: a report meanwhile may see both. Cut short, it
 * can be run again. Answers that arrive meanwhile have the right day already.
 */
export async function moveDays(
  { prisma }: { prisma: PrismaClient },
  workspaceId: string,
  slice = usualSlice,
): Promise<void> {
  // Who is writing at this moment may have read the zone before it was changed: their answers are moved with the rest.
  await waitForWriters(prisma)
  let last: Reached | undefined = { answered: '-infinity', id: '00000000-0000-0000-0000-000000000000' }
  while (last !== undefined) last = await moveSlice(prisma, workspaceId, last, slice)
}

interface Reached {
  /** As PostgreSQL writes it, to the last digit. */
  answered: string
  id: string
}

/** @returns the last answer of the slice; undefined when there was none */
async function moveSlice(
  prisma: PrismaClient,
  workspaceId: string,
  after: Reached,
  slice: number,
): Promise<Reached | undefined> {
  const [reached] = await prisma.$queryRaw<Reached[]>`
    WITH slice AS MATERIALIZED (
      SELECT id, answered_at FROM response
      WHERE workspace_id = ${workspaceId}::uuid
        AND (answered_at, id) > (${after.answered}::timestamptz, ${after.id}::uuid)
      ORDER BY answered_at, id LIMIT ${slice}),
    moved AS (
      UPDATE response r SET day = (r.answered_at AT TIME ZONE w.time_zone)::date
      FROM slice s, workspace w
      WHERE r.id = s.id AND w.id = ${workspaceId}::uuid
        AND r.day <> (r.answered_at AT TIME ZONE w.time_zone)::date)
    SELECT answered_at::text AS answered, id FROM slice ORDER BY answered_at DESC, id DESC LIMIT 1`
  return reached
}
