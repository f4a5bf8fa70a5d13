import type { Clock } from '../clock.js'
import { codeOf } from '../database/failure.js'
import { AppError } from '../errors.js'
import type { Log } from '../logging/log.js'
import type { JobOutcome } from './job.js'
import { claim, nextTry, releaseLease, retryLater, type Lease, type Queryable } from './lease.js'
import type { Outbox } from './outbox.js'
import { deliveriesOf } from './trace.js'

export interface WorkRowDeps {
  pool: Queryable
  clock: Clock
  /** From 0 up to 1, for the jitter of tries. */
  random: () => number
  log: Pick<Log, 'debug' | 'info' | 'warn' | 'error'>
}

/**
 * What became of a row's work.
 * - done: what was due when it was read is done
 * - slotAt: a turn is reserved for this row; `holding` begins with `waitingForSlot` and stays on the row until then
 * - waitUntil: somebody must do something first; `error` is the code that `heard health` shows. Nothing of what was tried
 *   stands anywhere, so it does not count as a try. `refused`: what was said to it, for the log; left out: it did not try.
 *   `isOver`: asked once the wait stands on the row, because an end between the look and the write wakes nobody
 */
export type RowOutcome =
  | 'done'
  | { slotAt: number; holding: string }
  | { waitUntil: number; error: string; refused?: string; isOver?: () => Promise<boolean> }

/** A last_error that begins so is no trouble: the row holds a reserved turn, at its next_try_at. */
export const waitingForSlot = 'waiting_for_slot'

/** What such a row holds: the kind of turn, and the version that is shown (0: nothing yet). */
export function heldTurn(kind: string, shows: number): string {
  return `${waitingForSlot} ${kind} ${shows}`
}

/** What needs an operator is not tried more often than this. */
const operatorWaitMs = 300_000

/**
 * Works one row of an outbox: takes its lease, and gives it back with what became of the work. Never throws for the
 * work's own failure: that is noted on the row, which the sweep rings again when its time has come.
 */
export async function workRow(
  deps: WorkRowDeps,
  outbox: Outbox,
  id: string,
  work: (lease: Lease) => Promise<RowOutcome>,
): Promise<JobOutcome> {
  const { pool, clock } = deps
  const lease = await claim(pool, outbox, id, clock(), outbox.leaseMs)
  if (lease === null) return undefined
  const outcome = await work(lease).catch((error: unknown) => afterFailure(deps, outbox, id, lease, error))
  if (outcome === 'done') {
    await releaseLease(pool, outbox, id, lease)
    // A ring that came while the lease was held found nothing to do.
    return (await isDue(pool, outbox, id)) ? { runAgainAt: clock() } : undefined
  }
  if ('slotAt' in outcome) {
    await giveBack(pool, outbox, id, { at: outcome.slotAt, note: outcome.holding }, lease)
    return { runAgainAt: outcome.slotAt }
  }
  if ('waitUntil' in outcome) {
    await logWait(deps, outbox, id, outcome)
    await giveBack(pool, outbox, id, { at: outcome.waitUntil, note: outcome.error }, lease)
    if (await outcome.isOver?.()) return wakeRow(deps, outbox, id, outcome.error)
  } else {
    await retryLater(pool, outbox, id, { at: outcome.failedUntil, error: outcome.error }, lease)
  }
  return undefined
}

/** What the row waits for is over already. */
async function wakeRow(
  { pool, clock }: WorkRowDeps,
  { table }: Outbox,
  id: string,
  error: string,
): Promise<JobOutcome> {
  const now = clock()
  await pool.query(
    `UPDATE ${table} SET next_try_at = $2 WHERE id = $1 AND last_error = $3 AND next_try_at > $2`,
    [id, new Date(now), error],
  )
  return { runAgainAt: now }
}

/** Only what was refused is worth more than a line for whoever looks closely: many may wait for the same thing. */
async function logWait(
  { pool, log }: WorkRowDeps,
  { job }: Outbox,
  id: string,
  { error: code, refused: reason }: { error: string; refused?: string },
): Promise<void> {
  const deliveryIds = await deliveriesOf(pool, job, id).catch(() => undefined)
  log[reason === undefined ? 'debug' : 'warn']('a row must wait', { job, id, deliveryIds, code, reason })
}

/** What was tried may stand somewhere all the same. */
interface Failed {
  failedUntil: number
  error: string
}

async function afterFailure(
  { pool, clock, random, log }: WorkRowDeps,
  outbox: Outbox,
  id: string,
  { attempts }: Lease,
  error: unknown,
): Promise<Failed> {
  const now = clock()
  // Its name in the log, unless the database is what failed.
  const deliveryIds = await deliveriesOf(pool, outbox.job, id).catch(() => undefined)
  if (!(error instanceof AppError)) {
    log.error('a row could not be worked', {
      job: outbox.job,
      id,
      deliveryIds,
      attempts,
      code: codeOf(error),
      cause: nameOf(error),
    })
    return { failedUntil: nextTry(attempts, now, random()), error: 'internal' }
  }
  log.warn('a row must wait', {
    job: outbox.job,
    id,
    deliveryIds,
    attempts,
    code: error.code,
    reason: error.message,
  })
  if (!error.retryable) return { failedUntil: now + operatorWaitMs, error: error.code }
  const asked = error.retryAfterMs === undefined ? 0 : now + error.retryAfterMs
  return { failedUntil: Math.max(asked, nextTry(attempts, now, random())), error: error.code }
}

/** The message of a foreign error may quote data; its name does not. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error
}

async function isDue(pool: Queryable, outbox: Outbox, id: string): Promise<boolean> {
  const { rows } = await pool.query(`SELECT 1 FROM ${outbox.table} WHERE id = $1 AND ${outbox.due}`, [id])
  return rows.length > 0
}

/** Waiting is no try: only a try after which a message may stand in the channel counts. */
async function giveBack(
  pool: Queryable,
  outbox: Outbox,
  id: string,
  { at, note }: { at: number; note: string },
  lease: Lease,
): Promise<void> {
  await pool.query(
    `UPDATE ${outbox.table} SET lease_until = NULL, next_try_at = $2, last_error = $3, attempts = greatest(attempts - 1, 0)
     WHERE id = $1 AND lease_until = $4`,
    [id, new Date(at), note, new Date(lease.until)],
  )
}
