import type pg from 'pg'
import { v7 } from 'uuid'

/** Ids of the rows that the tests of database and queue stand on. */
export interface Ground {
  workspaceId: string
  sourceId: string
  questionId: string
}

const epoch = '2026-11-01T00:00:00Z'

/** A workspace with one source and one NPS question. */
export async function layGround(pool: pg.Pool): Promise<Ground> {
  const ground = { workspaceId: v7(), sourceId: v7(), questionId: v7() }
  await pool.query('INSERT INTO workspace (id, name, created_at) VALUES ($1, $2, $3)', [
    ground.workspaceId,
    'Acme',
    epoch,
  ])
  await pool.query(
    `INSERT INTO source (id, workspace_id, kind, name, token_hash, sealed_secrets, created_at)
     VALUES ($1, $2, 'canonical', 'main', $3, '\\x00', $4)`,
    [ground.sourceId, ground.workspaceId, Buffer.from(ground.sourceId), epoch],
  )
  await pool.query(
    `INSERT INTO question (id, workspace_id, source_id, key, metric, min, max, direction, good_from, good_to, bad_from, bad_to,
       bound_by, created_at)
     VALUES ($1, $2, $3, 'q1', 'nps', 0, 10, 'high_is_good', 9, 10, 0, 6, 'tool', $4)`,
    [ground.questionId, ground.workspaceId, ground.sourceId, epoch],
  )
  return ground
}

export interface ResponseRow {
  id: string
  responseKey: string
  score: number
  state?: string
  day?: string
  segments?: Record<string, string>
  comment?: string | null
}

export async function insertResponses(
  pool: pg.Pool,
  ground: Ground,
  rows: readonly ResponseRow[],
): Promise<void> {
  await pool.query(
    `INSERT INTO response (id, workspace_id, source_id, question_key, response_key, question_id, delivery_id, version, state, score,
       comment, answered_at, day, segments, received_at)
     SELECT r.id, $1, $2, 'q1', r.response_key, CASE WHEN r.state = 'unbound' THEN NULL ELSE $3::uuid END, $2, 1, r.state, r.score,
       r.comment, $4, r.day, r.segments, $4
     FROM jsonb_to_recordset($5::jsonb)
       AS r(id uuid, response_key text, state text, score int, comment text, day date, segments jsonb)`,
    [
      ground.workspaceId,
      ground.sourceId,
      ground.questionId,
      epoch,
      JSON.stringify(
        rows.map((row) => ({
          id: row.id,
          response_key: row.responseKey,
          state: row.state ?? 'scored',
          score: row.score,
          comment: row.comment ?? null,
          day: row.day ?? '2026-11-01',
          segments: row.segments ?? {},
        })),
      ),
    ],
  )
}

/** An outbox row that is due since the epoch. */
export async function insertNotice(pool: pg.Pool, ground: Ground, id: string): Promise<void> {
  await pool.query(
    `INSERT INTO notice (id, workspace_id, kind, data, created_at, next_try_at) VALUES ($1, $2, 'unbound', '{}', $3, $3)`,
    [id, ground.workspaceId, epoch],
  )
}
