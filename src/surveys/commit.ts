import type pg from 'pg'
import { z } from 'zod'
import { groupCommit, type GroupCommit } from '../database/group-commit.js'
import { codeOf } from '../database/failure.js'
import type { Log } from '../logging/log.js'
import type { Bell, Ring } from '../queue/job.js'
import { mergeWrites, settleWrites, type IntakeBatch } from './batch.js'
import { ringSoon, wantAll } from './want-fetches.js'
import { intakeStatement, intakeValues, withdrawingStatement } from './intake-statement.js'
import type { IntakeResult, IntakeWrite } from './intake-write.js'
import { strikeLate } from './strike-late.js'

export interface IntakeCommitDeps {
  pool: Pick<pg.Pool, 'query'>
  bell: Bell
  log: Pick<Log, 'debug' | 'warn'>
  /** Scores what waited for a question whose tool has just stated it for the first time. */
  scoreStated: (questionId: string) => Promise<void>
  /** Requests a statement at most. Default 256. */
  maxBatch?: number
  /** Requests that may wait; one more is told to come back. Default 5,000. */
  maxQueue?: number
}

/** Bodies of one statement together: a JSON value has an end, and memory too. */
const mostBytes = 16 * 1024 * 1024

const Ids = z.array(z.string())
const Outcome = z.object({
  newDeliveries: Ids,
  written: z.array(z.object({ id: z.string(), created: z.boolean() })),
  before: z.array(
    z.object({
      id: z.string(),
      version: z.number(),
      state: z.enum(['scored', 'unbound', 'quarantined', 'unscored', 'withdrawn']),
    }),
  ),
  outdated: Ids,
  withdrawn: Ids,
  firstStated: Ids,
  alerts: Ids,
  notices: Ids,
})
export type Outcome = z.infer<typeof Outcome>

/**
 * The write side of the intake: whatever arrives while a statement is in flight goes into the next one. A push resolves
 * when its rows are committed; only then may the sender get its 2xx. Right after the commit the queue is rung for new
 * alerts and notices, without waiting for it: what is not rung is found by the sweep.
 */
export function openIntakeCommit(deps: IntakeCommitDeps): GroupCommit<IntakeWrite, IntakeResult> {
  return groupCommit<IntakeWrite, IntakeResult>({
    maxBatch: deps.maxBatch ?? 256,
    maxQueue: deps.maxQueue ?? 5_000,
    async flush(writes) {
      const results: IntakeResult[] = []
      for (const part of partsBySize(writes)) results.push(...(await writePart(deps, part)))
      return results
    },
  })
}

/** Runs the statement, by itself or inside of the caller's transaction. */
export async function runIntake(db: Pick<pg.ClientBase, 'query'>, batch: IntakeBatch): Promise<Outcome> {
  const withdraws = batch.withdrawals.length > 0
  const { rows } = await db.query<{ outcome: unknown }>({
    name: withdraws ? 'intake-withdrawing' : 'intake',
    text: withdraws ? withdrawingStatement : intakeStatement,
    values: intakeValues(batch),
  })
  return Outcome.parse(rows[0]?.outcome)
}

async function writePart(deps: IntakeCommitDeps, writes: readonly IntakeWrite[]): Promise<IntakeResult[]> {
  const batch = mergeWrites(writes)
  const outcome = await runIntake(deps.pool, batch)
  for (const { delivery, responses } of writes) {
    deps.log.debug('a delivery is committed', { deliveryId: delivery.id, answers: responses.length })
  }
  await afterIntake(deps, batch, outcome)
  // Not caught: nobody would ask for the answers, so the sender must come back.
  await wantAll(
    deps,
    writes.flatMap(({ fetch }) => fetch ?? []),
  )
  return settleWrites(writes, batch, outcome)
}

/** What follows once the statement is committed: whoever is to be told is rung for, and what waited is scored. */
export async function afterIntake(
  deps: IntakeCommitDeps,
  batch: IntakeBatch,
  outcome: Outcome,
): Promise<void> {
  const refreshed = await refreshLate(deps, batch, outcome)
  // Not caught: without it a withdrawal may have no effect, so its sender must come back.
  if (batch.withdrawals.length > 0) refreshed.push(...(await strikeLate(deps, idsOf(batch.withdrawals))))
  ringFor(deps, batch, { alerts: [...outcome.alerts, ...refreshed], notices: outcome.notices })
  await scoreWaiting(deps, outcome.firstStated)
}

/**
 * An answer changed so that no rule matches refreshes the alert it has. One that another process raised while our
 * statement waited for its row is not visible to that statement, so such answers are looked at once more.
 */
async function refreshLate(deps: IntakeCommitDeps, batch: IntakeBatch, outcome: Outcome): Promise<string[]> {
  const edited = new Set(idsOf(outcome.written.filter(({ created }) => !created)))
  const calm = batch.responses.filter(({ id, rule }) => rule === null && edited.has(id))
  if (calm.length === 0) return []
  try {
    const { rows } = await deps.pool.query<{ id: string }>({
      name: 'intake-refresh',
      text: `UPDATE alert a SET version = r.version, next_try_at = r.received_at FROM response r
        WHERE r.id = ANY ($1::uuid[]) AND a.response_id = r.id AND a.version < r.version RETURNING a.id`,
      values: [calm.map(({ id }) => id)],
    })
    return rows.map(({ id }) => id)
  } catch (error) {
    // The answers themselves are committed: only a card may show the one before.
    deps.log.warn('alerts of changed answers could not be refreshed', {
      code: codeOf(error),
      rows: calm.length,
    })
    return []
  }
}

async function scoreWaiting({ scoreStated, log }: IntakeCommitDeps, questionIds: string[]): Promise<void> {
  for (const questionId of questionIds) {
    try {
      await scoreStated(questionId)
    } catch (error) {
      // `heard health` goes on naming them; the answers of this statement are committed and scored.
      log.warn('answers that waited could not be scored', { code: codeOf(error), questionId })
    }
  }
}

function ringFor(
  { bell, log }: IntakeCommitDeps,
  { responses }: IntakeBatch,
  outcome: Pick<Outcome, 'alerts' | 'notices'>,
): void {
  const critical = new Set(
    responses.flatMap(({ alertId, severity }) => (severity === 'critical' ? [alertId] : [])),
  )
  const rings: Ring[] = [
    ...outcome.alerts.map((id) => ({ job: 'alert', id, urgent: critical.has(id) })),
    ...outcome.notices.map((id) => ({ job: 'notice', id })),
  ]
  ringSoon({ bell, log }, rings)
}

function idsOf(rows: readonly { id: string }[]): string[] {
  return rows.map(({ id }) => id)
}

function partsBySize(writes: readonly IntakeWrite[]): IntakeWrite[][] {
  const parts: IntakeWrite[][] = []
  let part: IntakeWrite[] = []
  let bytes = 0
  for (const write of writes) {
    const size = write.delivery.body.length
    if (part.length > 0 && bytes + size > mostBytes) {
      parts.push(part)
      part = []
      bytes = 0
    }
    part.push(write)
    bytes += size
  }
  if (part.length > 0) parts.push(part)
  return parts
}
