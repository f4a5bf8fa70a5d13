import type pg from 'pg'
import type { Outbox } from './outbox.js'

/** A pool, or one client of it inside a transaction. */
export type Queryable = Pick<pg.Pool, 'query'>

/** The right to work a row until `until`; afterwards anybody may take it. */
export interface Lease {
  /** This one included: 1 on the first try. Over 1: look whether an earlier try got through. */
  attempts: number
  /** Epoch ms. */
  until: number
}

/**
 * Takes the row if it is due, its time has come and nobody holds it. Of any number of callers one gets it.
 * @param now epoch ms
 * @param leaseMs must be well over what the work may take, time-outs included
 * @returns null: nothing to do, or somebody else does it
 */
export async function claim(
  pool: Queryable,
  outbox: Outbox,
  id: string,
  now: number,
  leaseMs: number,
): Promise<Lease | null> {
  const { rows } = await pool.query<{ attempts: number }>(
    `UPDATE ${outbox.table} SET lease_until = $3, attempts = attempts + 1
     WHERE id = $1 AND ${outbox.due} AND next_try_at <= $2 AND (lease_until IS NULL OR lease_until <= $2)
     RETURNING attempts`,
    [id, new Date(now), new Date(now + leaseMs)],
  )
  const [row] = rows
  return row ? { attempts: row.attempts, until: now + leaseMs } : null
}

/**
 * Gives the row back to be tried at `at`. Attempts are kept.
 * @param error a code or a static text: never a customer's words
 * @param lease the one held; a row that somebody else took meanwhile is left alone
 */
export async function retryLater(
  pool: Queryable,
  outbox: Outbox,
  id: string,
  { at, error }: { at: number; error: string },
  lease?: Lease,
): Promise<void> {
  await pool.query(
    `UPDATE ${outbox.table} SET lease_until = NULL, next_try_at = $2, last_error = $3
     WHERE id = $1 AND ($4::timestamptz IS NULL OR lease_until = $4)`,
    [id, new Date(at), error.slice(0, 200), lease ? new Date(lease.until) : null],
  )
}

/** Gives the row back after success: the next work on it begins with a clean slate. */
export async function releaseLease(
  pool: Queryable,
  outbox: Outbox,
  id: string,
  lease?: Lease,
): Promise<void> {
  await pool.query(
    `UPDATE ${outbox.table} SET lease_until = NULL, attempts = 0, last_error = NULL
     WHERE id = $1 AND ($2::timestamptz IS NULL OR lease_until = $2)`,
    [id, lease ? new Date(lease.until) : null],
  )
}

/**
 * Notes that part of the work is done for good: the next wait is as short as after a first try. Attempts stay over 0,
 * since what follows may have been tried as well.
 */
export async function noteProgress(pool: Queryable, outbox: Outbox, id: string, lease: Lease): Promise<void> {
  if (lease.attempts <= 1) return
  await pool.query(`UPDATE ${outbox.table} SET attempts = 1 WHERE id = $1 AND lease_until = $2`, [
    id,
    new Date(lease.until),
  ])
  lease.attempts = 1
}

const firstWaitMs = 2_000
const longestWaitMs = 300_000

/**
 * When to try again: exponential back-off with equal jitter, 1-2 s after the first attempt, doubling, 2.5-5 min at most.
 * @param attempts how many were made, at least 1
 * @param now epoch ms
 * @param random from 0 up to 1
 * @returns epoch ms
 */
export function nextTry(attempts: number, now: number, random: number): number {
  const wait = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.max(0, attempts - 1))
  return now + Math.round(wait / 2 + (wait / 2) * random)
}

/** A workspace's rows that wait are due at once, whatever they waited for; a reserved turn stays reserved. */
export async function wakeWorkspace(
  pool: Queryable,
  { table, due }: Outbox,
  workspaceId: string,
  now: number,
): Promise<void> {
  await pool.query(
    `UPDATE ${table} SET next_try_at = $2 WHERE workspace_id = $1 AND next_try_at > $2 AND ${due}
       AND coalesce(last_error, '') NOT LIKE 'waiting_for_slot%'`,
    [workspaceId, new Date(now)],
  )
}

/** Rows that wait under an error which is over now (a code like 'no_chat') are due at once. */
export async function wakeWaiting(
  pool: Queryable,
  outbox: Outbox,
  error: string,
  now: number,
): Promise<void> {
  await pool.query(
    `UPDATE ${outbox.table} SET next_try_at = $2 WHERE last_error = $1 AND next_try_at > $2 AND ${outbox.due}`,
    [error, new Date(now)],
  )
}
