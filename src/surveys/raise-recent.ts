import { decideAlert } from '../alerts/rules.js'
import type { PrismaClient } from '../database/prisma/client.js'
import { idOf } from '../ids.js'
import type { Bell } from '../queue/job.js'
import type { Question } from './question.js'

export interface RaiseRecentDeps {
  prisma: PrismaClient
  bell: Bell
}

/** A card about an answer older than this would surprise its customer more than it helps. */
const tellWaitingForMs = 24 * 3_600_000

/** Epoch ms: answers given before raise no card when their question is declared. */
export function recentSince(now: number): number {
  return now - tellWaitingForMs
}

/**
 * Raises the bad answers of the last day by what their question says now, those included that were judged before by
 * another scale and found to be fine. Answers that were loaded for the scores raise nothing.
 * @returns how many of them raise a card
 */
export async function raiseRecent(deps: RaiseRecentDeps, question: Question, now: number): Promise<number> {
  const since = new Date(recentSince(now))
  const responses = await deps.prisma.response.findMany({
    where: { questionId: question.id, state: 'scored', backfill: false, answeredAt: { gte: since } },
    select: { id: true, score: true },
  })
  const bad = responses.flatMap(({ id, score }) => {
    const decided = score === null ? null : decideAlert(question, score)
    return decided === null ? [] : { id: idOf(id, 'alert'), responseId: id, ...decided }
  })
  if (bad.length === 0) return 0
  const at = new Date(now)
  // Nobody was told of an alert without a loop: it is due again, whatever was decided of it before.
  const raised = await deps.prisma.$queryRaw<{ id: string }[]>`
    INSERT INTO alert AS a (id, workspace_id, response_id, rule, severity, version, created_at, next_try_at)
    SELECT x.id, r.workspace_id, r.id, x.rule, x.severity, r.version, ${at}::timestamptz, ${at}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(bad)}::jsonb) AS x(id uuid, "responseId" uuid, rule text, severity text)
    JOIN response r ON r.id = x."responseId"
    ORDER BY x.id
    ON CONFLICT (id) DO UPDATE SET rule = excluded.rule, severity = excluded.severity, handled_version = -1,
      version = greatest(a.version, excluded.version), next_try_at = excluded.next_try_at
    WHERE a.loop_id IS NULL
    RETURNING a.id`
  await deps.bell.ring(raised.map(({ id }) => ({ job: 'alert', id })))
  return raised.length
}

/**
 * Makes the loops that tell of a question's answers tell them by what it says now: their alerts are due again, and the job
 * that handles them sees that the meaning changed and not the answer.
 */
export async function retellLoops(deps: RaiseRecentDeps, question: Question, now: number): Promise<void> {
  const due = await deps.prisma.$queryRaw<{ id: string }[]>`
    UPDATE alert a SET handled_version = -1, next_try_at = ${new Date(now)}::timestamptz
    FROM response r
    WHERE r.question_id = ${question.id}::uuid AND a.response_id = r.id AND a.loop_id IS NOT NULL
    RETURNING a.id`
  await deps.bell.ring(due.map(({ id }) => ({ job: 'alert', id })))
}
