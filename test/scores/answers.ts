import { createHash, randomUUID } from 'node:crypto'
import type { Pool } from 'pg'

/** Rows for score tests, written by plain SQL: nothing of the product decides what they are. */

export interface QuestionRow {
  metric?: string
  min?: number
  max?: number
  good?: [number, number]
  bad?: [number, number]
  survey?: string | null
  programme?: string
}

export interface AnswerRow {
  workspaceId: string
  /** Null: unbound. */
  questionId: string | null
  score: number
  /** Epoch ms. */
  at: number
  /** In the workspace's zone. */
  timeZone: string
  state?: 'scored' | 'unbound' | 'quarantined'
  segments?: Record<string, string>
}

export async function addWorkspace(pool: Pool, timeZone: string): Promise<string> {
  const id = randomUUID()
  await pool.query('INSERT INTO workspace (id, name, time_zone, created_at) VALUES ($1, $2, $3, $4)', [
    id,
    'Acme',
    timeZone,
    new Date(0),
  ])
  await pool.query(
    `INSERT INTO source (id, workspace_id, kind, name, token_hash, sealed_secrets, created_at) VALUES ($1, $1, 'canonical', 'feed', $2, '', $3)`,
    [id, createHash('sha256').update(id).digest(), new Date(0)],
  )
  return id
}

/** The workspace's one source has the workspace's id. */
export async function addQuestion(
  pool: Pool,
  workspaceId: string,
  question: QuestionRow = {},
): Promise<string> {
  const id = randomUUID()
  const [goodFrom, goodTo] = question.good ?? [9, 10]
  const [badFrom, badTo] = question.bad ?? [0, 6]
  await pool.query(
    `INSERT INTO question (id, workspace_id, source_id, key, metric, min, max, direction, good_from, good_to, bad_from, bad_to,
       survey, programme, bound_by, created_at)
     VALUES ($1::uuid, $2, $2, $1::text, $3, $4, $5, 'high_is_good', $6, $7, $8, $9, $10, $11, 'tool', $12)`,
    [
      id,
      workspaceId,
      question.metric ?? 'nps',
      question.min ?? 0,
      question.max ?? 10,
      goodFrom,
      goodTo,
      badFrom,
      badTo,
      question.survey ?? null,
      question.programme ?? 'relational',
      new Date(0),
    ],
  )
  return id
}

export async function addAnswers(pool: Pool, answers: readonly AnswerRow[]): Promise<void> {
  const rows = answers.map((answer) => ({
    id: randomUUID(),
    workspace_id: answer.workspaceId,
    question_id: answer.questionId,
    state: answer.state ?? (answer.questionId === null ? 'unbound' : 'scored'),
    score: answer.score,
    answered_at: new Date(answer.at).toISOString(),
    day: localDate(answer.at, answer.timeZone),
    segments: answer.segments ?? {},
  }))
  await pool.query(
    `INSERT INTO response (id, workspace_id, source_id, question_key, response_key, question_id, delivery_id, version, state, score,
       answered_at, day, segments, received_at)
     SELECT id, workspace_id, workspace_id, coalesce(question_id::text, 'q'), id::text, question_id, id, 1, state, score,
       answered_at, day, segments, answered_at
     FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, workspace_id uuid, question_id uuid, state text, score float8,
       answered_at timestamptz, day date, segments jsonb)`,
    [JSON.stringify(rows)],
  )
}

/** By the platform's own calendar, not by the library the product uses. */
export function localDate(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(at)
}
