import type { Queryable } from './lease.js'

/**
 * Reserves the next moment at which a channel may take a message. Holds across processes; moments are given out in the
 * order of asking and at least `everyMs` apart.
 * @param now epoch ms
 * @returns epoch ms, at or after `now`
 */
export async function reserveSlot(
  pool: Queryable,
  channel: string,
  now: number,
  everyMs: number,
): Promise<number> {
  const { rows } = await pool.query<{ next_at: Date }>(
    `INSERT INTO channel_slot AS slot (channel, next_at) VALUES ($1, $2::timestamptz + $3::int * interval '1 millisecond')
     ON CONFLICT (channel) DO UPDATE
       SET next_at = greatest(slot.next_at, $2::timestamptz) + $3::int * interval '1 millisecond'
     RETURNING next_at`,
    [channel, new Date(now), everyMs],
  )
  const [row] = rows
  if (!row) throw new Error('an upsert returned no row')
  return row.next_at.getTime() - everyMs
}

/** Nothing goes to the channel before `until` (epoch ms): the platform asked us to wait. */
export async function holdChannel(pool: Queryable, channel: string, until: number): Promise<void> {
  await pool.query(
    `INSERT INTO channel_slot AS slot (channel, next_at, held_until) VALUES ($1, $2, $2)
     ON CONFLICT (channel) DO UPDATE SET next_at = greatest(slot.next_at, excluded.next_at),
       held_until = greatest(slot.held_until, excluded.held_until)`,
    [channel, new Date(until)],
  )
}

/** Whether the platform has asked this channel to wait, as of `now` (epoch ms). */
export async function isPaused(pool: Queryable, channel: string, now: number): Promise<boolean> {
  const { rows } = await pool.query('SELECT 1 FROM channel_slot WHERE channel = $1 AND held_until > $2', [
    channel,
    new Date(now),
  ])
  return rows.length > 0
}
