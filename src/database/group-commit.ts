import { AppError } from '../errors.js'
import { codeOf, failureKind } from './failure.js'

export interface GroupCommitOptions<In, Out> {
  /** Writes the rows in one statement and answers one result a row, in the same order. */
  flush: (batch: In[]) => Promise<Out[]>
  /** Rows a statement at most. */
  maxBatch: number
  /** Rows that may wait; over it a push is refused at once. */
  maxQueue: number
}

export interface GroupCommit<In, Out> {
  /**
   * Resolves once the row is committed. Rejects with AppError too_busy (queue full, nothing was tried), AppError
   * unavailable (the database is away, the outcome is unknown), or with what flush threw for this very row.
   */
  push(row: In): Promise<Out>
  /** Rows that wait, without those in flight. */
  size(): number
  /** Resolves when nothing waits and nothing is in flight. */
  idle(): Promise<void>
}

interface Waiting<In, Out> {
  row: In
  resolve(out: Out): void
  reject(error: unknown): void
}

const retryAfterMs = 1_000
const conflictAttempts = 4

/**
 * Rows that arrive while a statement is in flight share the next one. There is no timer, so an idle system adds no
 * delay, and one statement is in flight at a time. A row that cannot be stored harms no neighbour: a batch that fails
 * because of its data is tried again row by row.
 */
export function groupCommit<In, Out>(options: GroupCommitOptions<In, Out>): GroupCommit<In, Out> {
  const queue: Waiting<In, Out>[] = []
  let onIdle: (() => void)[] = []
  let running = false

  async function drain(): Promise<void> {
    // Whatever else arrives in this turn of the event loop joins the first batch.
    await new Promise((resolve) => setImmediate(resolve))
    while (queue.length > 0) await settle(options.flush, queue.splice(0, options.maxBatch))
    running = false
    for (const wake of onIdle) wake()
    onIdle = []
  }

  return {
    push(row) {
      if (queue.length >= options.maxQueue) return Promise.reject(tooBusy())
      return new Promise<Out>((resolve, reject) => {
        queue.push({ row, resolve, reject })
        if (running) return
        running = true
        void drain()
      })
    },
    size: () => queue.length,
    idle: () => (running ? new Promise((resolve) => onIdle.push(resolve)) : Promise.resolve()),
  }
}

type Flush<In, Out> = GroupCommitOptions<In, Out>['flush']

/** Settles every row of the batch; never throws. */
async function settle<In, Out>(flush: Flush<In, Out>, batch: Waiting<In, Out>[]): Promise<void> {
  try {
    const results = await flushThroughConflicts(flush, batch)
    batch.forEach((waiting, index) => waiting.resolve(results[index] as Out))
  } catch (error) {
    const [only] = batch
    if (isAway(error)) for (const waiting of batch) waiting.reject(unavailable(error))
    else if (batch.length === 1) only?.reject(error)
    else await settleAlone(flush, batch)
  }
}

async function settleAlone<In, Out>(flush: Flush<In, Out>, batch: Waiting<In, Out>[]): Promise<void> {
  let away: unknown
  for (const waiting of batch) {
    if (away !== undefined) {
      waiting.reject(unavailable(away))
      continue
    }
    try {
      const [result] = await flushThroughConflicts(flush, [waiting])
      waiting.resolve(result as Out)
    } catch (error) {
      if (isAway(error)) away = error
      waiting.reject(isAway(error) ? unavailable(error) : error)
    }
  }
}

/** A deadlock's victim was rolled back whole, so the same batch is run again. */
async function flushThroughConflicts<In, Out>(
  flush: Flush<In, Out>,
  batch: Waiting<In, Out>[],
): Promise<Out[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      const results = await flush(batch.map((waiting) => waiting.row))
      if (results.length !== batch.length)
        throw new Error(`flush answered ${results.length} of ${batch.length} rows`)
      return results
    } catch (error) {
      if (failureKind(error) !== 'conflict' || attempt === conflictAttempts) throw error
    }
  }
}

/** Conflicts that do not end count as the database being away: the sender tries again later. */
function isAway(error: unknown): boolean {
  const kind = failureKind(error)
  return kind === 'connection' || kind === 'conflict'
}

function tooBusy(): AppError {
  return new AppError({ code: 'too_busy', message: 'too many rows wait for the database', retryAfterMs })
}

function unavailable(cause: unknown): AppError {
  const message = `the database did not take the batch (${codeOf(cause) ?? 'no code'})`
  return new AppError({ code: 'unavailable', message, retryAfterMs, cause })
}
