import { waitForWriters } from '../database/wait-for-writers.js'
import { nobodySaid } from './bind-answer.js'
import type { Question } from './question.js'
import type { RaiseRecentDeps } from './raise-recent.js'

export interface Rescored {
  /** Answers that were scored, or scored anew, by what the question says now. */
  scored: number
  quarantined: number
  /** Of those scored: given before `recent`, or loaded for the scores. */
  older: number
}

/**
 * Scores the answers to a question by what it says now: all of them if a person said it, and if its tool did, those that
 * came before it said so. Those that stated something else go on waiting for a person. The binding is committed.
 * @param recent epoch ms: answers given before count as older
 */
export async function rescore(deps: RaiseRecentDeps, question: Question, recent: number): Promise<Rescored> {
  await waitForWriters(deps.prisma)
  return write(deps, question, { onlyUnsaid: question.boundBy === 'tool', recent })
}

async function write(
  { prisma }: RaiseRecentDeps,
  question: Question,
  { onlyUnsaid, recent }: { onlyUnsaid: boolean; recent: number },
): Promise<Rescored> {
  const { id, workspaceId, min, max } = question
  const outside = `the number is outside ${min}-${max}`
  const rows = await prisma.$queryRaw<{ state: string; n: bigint; older: bigint }[]>`
    WITH changed AS (
      UPDATE response SET question_id = ${id}::uuid,
        state = CASE WHEN state IN ('withdrawn', 'unscored') THEN state
          WHEN score = trunc(score) AND score BETWEEN ${min} AND ${max} THEN 'scored' ELSE 'quarantined' END,
        reason = CASE WHEN state IN ('withdrawn', 'unscored') THEN reason
          WHEN score <> trunc(score) THEN 'the number is not a whole one'
          WHEN score NOT BETWEEN ${min} AND ${max} THEN ${outside} END
      WHERE source_id = ${question.sourceId}::uuid AND question_key = ${question.key} AND workspace_id = ${workspaceId}::uuid
        AND (NOT ${onlyUnsaid}::boolean OR (state = 'unbound' AND reason = ${nobodySaid}))
      RETURNING state, backfill OR answered_at < ${new Date(recent)} AS older)
    SELECT state, count(*) AS n, count(*) FILTER (WHERE older) AS older FROM changed GROUP BY state`
  const of = (state: string) => rows.find((row) => row.state === state)
  const scored = of('scored')
  return {
    scored: Number(scored?.n ?? 0),
    quarantined: Number(of('quarantined')?.n ?? 0),
    older: Number(scored?.older ?? 0),
  }
}
