import type pg from 'pg'

interface StrikeLateDeps {
  pool: Pick<pg.Pool, 'query'>
}

/**
 * Strikes what withdrawals that are committed have missed: answers that another process was writing at that moment. Waits
 * until those are written; whoever writes afterwards sees the withdrawal.
 * @returns the alerts that are due again
 */
export async function strikeLate(
  { pool }: StrikeLateDeps,
  withdrawalIds: readonly string[],
): Promise<string[]> {
  await pool.query('DO $$ BEGIN LOCK TABLE response IN SHARE ROW EXCLUSIVE MODE; END $$')
  const { rows } = await pool.query<{ id: string }>(
    `WITH struck AS (
      UPDATE response r SET state = 'withdrawn', received_at = greatest(r.received_at, x.received_at)
      FROM withdrawal x
      WHERE x.id = ANY ($1::uuid[]) AND r.source_id = x.source_id AND r.response_key = x.response_key
        AND x.question_key IN ('', r.question_key) AND r.version <= x.version AND r.state <> 'withdrawn'
      RETURNING r.id, r.received_at)
    UPDATE alert a SET handled_version = -1, next_try_at = struck.received_at FROM struck
    WHERE a.response_id = struck.id RETURNING a.id`,
    [withdrawalIds],
  )
  return rows.map(({ id }) => id)
}
