import type pg from 'pg'
import type { Clock } from '../../clock.js'
import { codeOf, failureKind } from '../../database/failure.js'
import { AppError } from '../../errors.js'
import type { Answer } from '../answer.js'
import { mergeWrites, settleWrites } from '../batch.js'
import { afterIntake, runIntake, type IntakeCommitDeps } from '../commit.js'
import { draftDelivery, type DraftSource } from '../draft.js'
import type { IntakeResult, IntakeWrite } from '../intake-write.js'
import { keepProgress, type ImportCounts, type ImportProgress, type ImportRun } from './import-run-store.js'
import type { RejectedRow, Rejects } from './rejects.js'

/** A row that was read: its answers, or why it cannot be taken. */
export interface LoadRow {
  line: number
  cells: readonly string[]
  answers: readonly Answer[]
  reason: string | null
}

export interface LoadDeps extends IntakeCommitDeps {
  clock: Clock
  /** The source with its questions as they are at this moment. */
  readSource: () => Promise<DraftSource>
}

/** An import at work. */
export interface Load {
  client: pg.PoolClient
  run: ImportRun
  deliveryKey: string
  source: DraftSource
  rejects: Rejects
  progress: ImportProgress
  /** Tells of a row that is rejected for good. */
  onReject: (row: RejectedRow) => void
}

/** Each round drafts by the questions as they were just read. */
const maxRounds = 5

/**
 * Writes rows with how far the import is by then: either both are committed or neither. Rows that the database cannot hold
 * are found by halves and rejected, so that they harm no neighbour.
 * @throws AppError unavailable when the database is away: what was committed stays, and the import can go on
 */
export async function loadRows(deps: LoadDeps, load: Load, rows: readonly LoadRow[]): Promise<void> {
  try {
    for (let round = 0; !(await tryRows(deps, load, rows)); round += 1) {
      if (round === maxRounds) throw away('the rows could not be written at any try')
    }
  } catch (error) {
    const kind = failureKind(error)
    if (kind === 'connection')
      throw away(`the database did not take the rows (${codeOf(error) ?? 'no code'})`)
    const [first] = rows
    if (kind !== 'data' || first === undefined) throw error
    if (rows.length === 1 && first.reason !== null) throw error
    if (rows.length === 1) {
      const reason = `the database cannot hold it (${codeOf(error) ?? 'no code'})`
      return loadRows(deps, load, [{ ...first, answers: [], reason }])
    }
    const half = Math.ceil(rows.length / 2)
    await loadRows(deps, load, rows.slice(0, half))
    await loadRows(deps, load, rows.slice(half))
  }
}

/** @returns false: nothing is written, and the same rows may be tried again */
async function tryRows(deps: LoadDeps, load: Load, rows: readonly LoadRow[]): Promise<boolean> {
  const receivedAt = deps.clock()
  const writes = draftRows(load, rows, receivedAt)
  const batch = { ...mergeWrites(writes), deliveries: [] }
  const rejected = rows.flatMap(({ line, cells, reason }) =>
    reason === null ? [] : [{ line, cells, reason }],
  )
  const { client, progress } = load
  try {
    await client.query('BEGIN')
    const outcome = writes.length === 0 ? null : await runIntake(client, batch)
    if (outcome !== null && outcome.outdated.length > 0) {
      await client.query('ROLLBACK')
      load.source = await deps.readSource()
      return false
    }
    const results = outcome === null ? [] : settleWrites(writes, batch, outcome)
    const next = {
      rows: progress.rows + rows.length,
      rejectsBytes: await load.rejects.write(progress.rejectsBytes, rejected),
      counts: added(progress.counts, rows, writes, results),
    }
    await keepProgress(client, load.run.id, next, receivedAt)
    await client.query('COMMIT')
    load.progress = next
    rejected.forEach(load.onReject)
    if (outcome !== null) await afterIntake(deps, batch, outcome)
    return true
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    if (failureKind(error) === 'conflict') return false
    throw error
  }
}

/** As webhooks are drafted; all answers of a file are of one delivery. */
export function draftRows(
  { source, deliveryKey }: Pick<Load, 'source' | 'deliveryKey'>,
  rows: readonly LoadRow[],
  receivedAt: number,
): IntakeWrite[] {
  const request = { contentType: '', body: Buffer.alloc(0), receivedAt }
  return rows.flatMap(({ answers }) =>
    answers.length === 0 ? [] : [draftDelivery(source, request, { deliveryKey, answers: [...answers] })],
  )
}

/** The counts with those of more rows. */
export function added(
  counts: ImportCounts,
  rows: readonly LoadRow[],
  writes: readonly IntakeWrite[],
  results: readonly IntakeResult[],
): ImportCounts {
  const sum = { ...counts }
  for (const { reason, answers } of rows) {
    if (reason !== null) sum.rejected += 1
    else if (answers.length === 0) sum.empty += 1
  }
  for (const { state } of writes.flatMap(({ responses }) => responses)) sum[state] += 1
  for (const { verdict } of results.flatMap(({ responses }) => responses)) {
    if (verdict === 'created' || verdict === 'updated') sum[verdict] += 1
    else sum.known += 1
  }
  return sum
}

function away(message: string): AppError {
  return new AppError({ code: 'unavailable', message, tellUser: ({ cli }) => cli.importing.cutShort })
}
