import type { Pool } from 'pg'
import type { Metric, Programme, Scale } from '../surveys/question.js'
import type { DayRange } from './window.js'

export interface CountsDeps {
  pool: Pick<Pool, 'query'>
}

/** What one question got in two windows, by score. */
export interface QuestionCounts {
  scale: Scale
  survey: string | null
  programme: Programme
  now: Map<number, number>
  before: Map<number, number>
}

interface CountRow {
  id: string
  scale: Scale
  survey: string | null
  programme: Programme
  score: number
  now_n: number
  before_n: number
}

/** The counts of all questions of a metric in both windows, from one snapshot. Reads counters, never answers. */
export async function readCounts(
  deps: CountsDeps,
  input: { workspaceId: string; metric: Metric; now: DayRange; before: DayRange },
): Promise<QuestionCounts[]> {
  const { workspaceId, metric, now, before } = input
  const { rows } = await deps.pool.query<CountRow>(countsSql, [
    workspaceId,
    metric,
    now.from,
    now.to,
    before.from,
    before.to,
  ])
  const questions = new Map<string, QuestionCounts>()
  for (const { id, scale, survey, programme, score, now_n, before_n } of rows) {
    const counts = questions.get(id) ?? { scale, survey, programme, now: new Map(), before: new Map() }
    if (now_n > 0) counts.now.set(score, now_n)
    if (before_n > 0) counts.before.set(score, before_n)
    questions.set(id, counts)
  }
  return [...questions.values()]
}

// float8 holds counts exactly up to 2^53 and arrives as a number.
const countsSql = `
SELECT q.id, q.survey, q.programme, c.score,
  jsonb_build_object('metric', q.metric, 'min', q.min, 'max', q.max, 'direction', q.direction,
    'good', jsonb_build_object('from', q.good_from, 'to', q.good_to),
    'bad', jsonb_build_object('from', q.bad_from, 'to', q.bad_to)) AS scale,
  coalesce(sum(c.n::float8) FILTER (WHERE c.day BETWEEN $3::date AND $4::date), 0) AS now_n,
  coalesce(sum(c.n::float8) FILTER (WHERE c.day BETWEEN $5::date AND $6::date), 0) AS before_n
FROM question q
JOIN score_count c ON c.workspace_id = q.workspace_id AND c.question_id = q.id AND c.dimension = '' AND c.value = ''
WHERE q.workspace_id = $1::uuid AND q.metric = $2
  AND c.day BETWEEN least($3::date, $5::date) AND greatest($4::date, $6::date)
GROUP BY q.id, c.score
ORDER BY q.id, c.score`

/** Answers in the window that no score counts. */
export interface LeftOut {
  quarantined: number
  unbound: number
  /** Deleted at the tool, or said not to be valid. */
  withdrawn: number
  /** Counting stopped at the bound: there are at least that many. */
  atLeast: boolean
}

const mostLeftOut = 10_000

/** Unbound answers may be of any metric, so they are told with each; quarantined ones only with their question's own. */
export async function readLeftOut(
  deps: CountsDeps,
  input: { workspaceId: string; metric: Metric; days: DayRange },
): Promise<LeftOut> {
  const { workspaceId, metric, days } = input
  const { rows } = await deps.pool.query<{ state: string; n: number }>(leftOutSql, [
    workspaceId,
    metric,
    days.from,
    days.to,
    mostLeftOut + 1,
  ])
  const count = (state: string): number => rows.find((row) => row.state === state)?.n ?? 0
  const quarantined = count('quarantined')
  const unbound = count('unbound')
  const withdrawn = count('withdrawn')
  const atLeast = quarantined + unbound + withdrawn > mostLeftOut
  return { quarantined, unbound, withdrawn, atLeast }
}

// The bounds on answered_at only let the index help: no zone is further than 14 hours from UTC.
const leftOutSql = `
SELECT state, count(*)::int AS n FROM (
  SELECT r.state FROM response r LEFT JOIN question q ON q.id = r.question_id
  WHERE r.workspace_id = $1::uuid AND r.state <> 'scored' AND r.state <> 'unscored' AND r.day BETWEEN $3::date AND $4::date
    AND r.answered_at >= $3::date::timestamp AT TIME ZONE 'UTC' - interval '1 day'
    AND r.answered_at < $4::date::timestamp AT TIME ZONE 'UTC' + interval '2 days'
    AND (q.metric IS NULL OR q.metric = $2)
    AND NOT EXISTS (SELECT 1 FROM ignored_question i WHERE i.source_id = r.source_id AND i.key = r.question_key)
  LIMIT $5
) AS found GROUP BY state`
