import type { Database } from '../database/database.js'

export interface WatchFinding {
  state: 'wrong'
  what: 'watch'
  data: { source: string; kind: string; since: string; hours: number; count: number }
}

/** What the watchdog found and is not over. Refused requests have findings of their own, with newer counts. */
export async function watchFindings(
  { pool }: Pick<Database, 'pool'>,
  workspaceId: string,
  now: number,
): Promise<WatchFinding[]> {
  const { rows } = await pool.query<{
    source: string
    kind: string
    since: string
    sinceAt: Date
    count: number
  }>(
    `SELECT s.name AS source, f.kind, f.data ->> 'since' AS since, f.since AS "sinceAt", (f.data ->> 'count')::int AS count
     FROM watch_finding f JOIN source s ON s.id = f.source_id
     WHERE f.workspace_id = $1 AND f.over_at IS NULL AND f.kind <> 'refused' AND s.disabled_at IS NULL ORDER BY s.name, f.kind`,
    [workspaceId],
  )
  return rows.map(({ sinceAt, ...found }) => ({
    state: 'wrong',
    what: 'watch',
    data: { ...found, hours: Math.max(0, Math.floor((now - sinceAt.getTime()) / 3_600_000)) },
  }))
}
