import type { Queryable } from './lease.js'

/** An answer's delivery is its name in the log, from the webhook to the card: how each kind of row comes to it. */
const ways: Readonly<Record<string, string>> = {
  alert: 'SELECT r.delivery_id AS id FROM alert a JOIN response r ON r.id = a.response_id WHERE a.id = $1',
  card: `SELECT r.delivery_id AS id FROM card_message c JOIN alert a ON a.loop_id = c.loop_id
         JOIN response r ON r.id = a.response_id WHERE c.id = $1 ORDER BY r.received_at DESC LIMIT 10`,
  fetch: 'SELECT delivery_id AS id FROM api_fetch WHERE id = $1',
  burst: `SELECT r.delivery_id AS id FROM card_message c JOIN alert a ON a.loop_id = c.loop_id
          JOIN response r ON r.id = a.response_id WHERE c.burst_id = $1 ORDER BY r.received_at DESC LIMIT 50`,
}

/** The deliveries that a row of an outbox tells of, the newest first; none where it tells of no answer. */
export async function deliveriesOf(pool: Queryable, job: string, id: string): Promise<string[]> {
  const way = ways[job]
  if (way === undefined) return []
  const { rows } = await pool.query<{ id: string }>(way, [id])
  return rows.map((row) => row.id)
}
