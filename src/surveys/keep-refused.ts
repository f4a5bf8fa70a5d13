import type pg from 'pg'
import type { Refused } from './refusals.js'

/** Counts them on their sources. A delivery that was taken in between ends a count: the next one begins at nought. */
export async function keepRefused(pool: Pick<pg.Pool, 'query'>, refused: readonly Refused[]): Promise<void> {
  const rows = refused.map(({ at, ...row }) => ({ ...row, at: new Date(at).toISOString() }))
  await pool.query(
    `UPDATE source s SET last_refused_at = x.at, last_refused_reason = x.reason,
       refused_count = least(x.count + CASE WHEN s.last_seen_at >= s.last_refused_at THEN 0 ELSE s.refused_count END, 1e9)
     FROM jsonb_to_recordset($1::jsonb) AS x("sourceId" uuid, reason text, count int, at timestamptz)
     WHERE s.id = x."sourceId"`,
    [JSON.stringify(rows)],
  )
}
