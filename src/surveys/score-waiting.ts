import { waitForWriters } from '../database/wait-for-writers.js'
import { nobodySaid } from './bind-answer.js'
import type { Question } from './question.js'
import { toQuestion } from './question-row.js'
import { raiseRecent, type RaiseRecentDeps } from './raise-recent.js'

export interface Rescored {
  /** Answers that were scored, or scored anew, by what the question says now. */
  scored: number
  quarantined: number
}

/** Scores all answers to a question by what it says now, except what was so already. The binding is committed. */
export async function rescore(deps: RaiseRecentDeps, question: Question): Promise<Rescored> {
  await waitForWriters(deps.prisma)
  return write(deps, question, false)
}

/**
 * Scores the answers that came before their tool said what the number means, and tells of the bad ones of the last day.
 * Those that stated something else, and still wait for a person, are left alone.
 */
export async function scoreStated(deps: RaiseRecentDeps, questionId: string, now: number): Promise<void> {
  await waitForWriters(deps.prisma)
  const row = await deps.prisma.question.findUnique({ where: { id: questionId } })
  if (row?.boundBy !== 'tool') return
  const question = toQuestion(row)
  const { scored } = await write(deps, question, true)
  if (scored > 0) await raiseRecent(deps, question, now)
}

async function write(
  { prisma }: RaiseRecentDeps,
  question: Question,
  onlyUnsaid: boolean,
): Promise<Rescored> {
  const { id, min, max } = question
  const outside = `the number is outside ${min}-${max}`
  const rows = await prisma.$queryRaw<{ state: string; n: bigint }[]>`
    WITH changed AS (
      UPDATE response SET question_id = ${id}::uuid,
        state = CASE WHEN state IN ('withdrawn', 'unscored') THEN state
          WHEN score = trunc(score) AND score BETWEEN ${min} AND ${max} THEN 'scored' ELSE 'quarantined' END,
        reason = CASE WHEN state IN ('withdrawn', 'unscored') THEN reason
          WHEN score <> trunc(score) THEN 'the number is not a whole one'
          WHEN score NOT BETWEEN ${min} AND ${max} THEN ${outside} END
      WHERE source_id = ${question.sourceId}::uuid AND question_key = ${question.key}
        AND (NOT ${onlyUnsaid}::boolean OR (state = 'unbound' AND reason = ${nobodySaid}))
      RETURNING state)
    SELECT state, count(*) AS n FROM changed GROUP BY state`
  const count = (state: string) => Number(rows.find((row) => row.state === state)?.n ?? 0)
  return { scored: count('scored'), quarantined: count('quarantined') }
}
