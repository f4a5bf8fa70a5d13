import type { Clock } from '../clock.js'
import { codeOf } from '../database/failure.js'
import type { Log } from '../logging/log.js'
import type { Bell, Ring } from './job.js'
import type { Queryable } from './lease.js'
import { outboxes, type Outbox } from './outbox.js'

export interface SweepDeps {
  pool: Queryable
  bell: Bell
  clock: Clock
  log: Pick<Log, 'info' | 'warn'>
  /** Pause between two sweeps. Default 1,000 ms. */
  everyMs?: number
}

export interface Sweep {
  /** No sweep begins afterwards; resolves when the one that runs is done. */
  stop(): Promise<void>
}

const rowsAtOnce = 1_000

/**
 * Rings for every row that is due and that nobody holds: whatever was never rung, or rung and lost, is found here. The
 * job that a killed process leaves behind keeps its name for a minute; a ring after a try, or for a row that has waited
 * long, goes by another.
 */
export async function sweepOnce(deps: Omit<SweepDeps, 'everyMs' | 'log'>): Promise<number> {
  const now = new Date(deps.clock())
  const rings: Ring[] = []
  for (const outbox of outboxes) rings.push(...(await dueRows(deps.pool, outbox, now)))
  if (rings.length > 0) await deps.bell.ring(rings)
  return rings.length
}

async function dueRows(pool: Queryable, outbox: Outbox, now: Date): Promise<Ring[]> {
  const { rows } = await pool.query<{ id: string; attempts: number; next_try_at: Date }>(
    `SELECT id, attempts, next_try_at FROM ${outbox.table}
     WHERE ${outbox.due} AND next_try_at <= $1 AND (lease_until IS NULL OR lease_until <= $1)
     ORDER BY next_try_at LIMIT ${rowsAtOnce}`,
    [now],
  )
  return rows.map((row) => {
    const late = doublings(now.getTime() - row.next_try_at.getTime())
    const ring = { job: outbox.job, id: row.id }
    return row.attempts + late === 0 ? ring : { ...ring, again: `${row.attempts}_${late}` }
  })
}

/** A job that takes longer than this to be begun may be dead. */
const lateMs = 10_000

/** How often the time that a row has waited doubled: few enough that a long queue is not rung full of repeats. */
function doublings(waitedMs: number): number {
  return waitedMs < lateMs ? 0 : Math.floor(Math.log2(waitedMs / lateMs)) + 1
}

/** Sweeps until stopped, one at a time. A database that is away is logged once and tried again. */
export function startSweep(deps: SweepDeps): Sweep {
  const everyMs = deps.everyMs ?? 1_000
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  let failing = false

  async function sweep(): Promise<void> {
    try {
      await sweepOnce(deps)
      if (failing) deps.log.info('the sweep works again')
      failing = false
    } catch (error) {
      if (!failing) deps.log.warn('the sweep failed; it goes on trying', { code: codeOf(error) })
      failing = true
    }
    if (!stopped) timer = setTimeout(next, everyMs)
  }
  function next(): void {
    running = sweep()
  }
  next()
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
