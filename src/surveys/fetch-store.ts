import type pg from 'pg'
import { idOf } from '../ids.js'
import type { FetchRow } from './intake-write.js'
import type { ThinResponse } from './source.js'

type Queryable = Pick<pg.Pool, 'query'>

/** A row of the table `api_fetch`, with the delivery that named the response. */
export interface WantedFetch extends ThinResponse {
  workspaceId: string
  sourceId: string
  told: boolean
  createdAt: number
  delivery: {
    key: string
    contentType: string
    headers: Record<string, string>
    body: Buffer
    receivedAt: number
  }
}

/** Notes what is to be fetched. The same response again is one row, which then wants the later version, or what was given up. */
export async function wantFetches(pool: Queryable, rows: readonly FetchRow[]): Promise<void> {
  await pool.query(
    `INSERT INTO api_fetch AS f (id, workspace_id, source_id, delivery_id, response_key, survey_key, permalink, wanted_version,
       created_at, next_try_at)
     SELECT DISTINCT ON (x.id) x.id, x."workspaceId", x."sourceId", x."deliveryId", x."responseKey", x."surveyKey", x.permalink,
       x.version, x.at, x.at
     FROM jsonb_to_recordset($1::jsonb) AS x(id uuid, "workspaceId" uuid, "sourceId" uuid, "deliveryId" uuid,
       "responseKey" text, "surveyKey" text, permalink text, version bigint, at timestamptz)
     ORDER BY x.id, x.version DESC
     ON CONFLICT (id) DO UPDATE SET wanted_version = greatest(f.wanted_version, excluded.wanted_version),
       delivery_id = excluded.delivery_id, gave_up = NULL, created_at = excluded.created_at,
       fetched_version = CASE WHEN f.gave_up IS NULL THEN f.fetched_version ELSE -1 END,
       next_try_at = CASE WHEN f.fetched_version < f.wanted_version THEN f.next_try_at ELSE excluded.next_try_at END
     WHERE f.wanted_version < excluded.wanted_version OR f.gave_up IS NOT NULL`,
    [JSON.stringify(rows)],
  )
}

/** The row of an id, or null when it is not due any more. */
export async function readFetch(pool: Queryable, id: string): Promise<WantedFetch | null> {
  const { rows } = await pool.query<Record<string, unknown>>(
    `SELECT f.workspace_id AS "workspaceId", f.source_id AS "sourceId", f.response_key AS "responseKey",
       f.survey_key AS "surveyKey", f.permalink, f.wanted_version::text AS version, f.told_at IS NOT NULL AS told,
       f.created_at AS "createdAt", d.delivery_key AS key, d.content_type AS "contentType", d.headers, d.body,
       d.received_at AS "receivedAt"
     FROM api_fetch f JOIN delivery d ON d.id = f.delivery_id WHERE f.id = $1 AND f.fetched_version < f.wanted_version`,
    [id],
  )
  const [row] = rows
  if (!row) return null
  const { workspaceId, sourceId, responseKey, surveyKey, permalink, told } = row as unknown as WantedFetch
  return {
    ...{ workspaceId, sourceId, responseKey, surveyKey, told },
    permalink: permalink ?? undefined,
    version: Number(row['version']),
    createdAt: (row['createdAt'] as Date).getTime(),
    delivery: {
      key: row['key'] as string,
      contentType: row['contentType'] as string,
      headers: row['headers'] as Record<string, string>,
      body: row['body'] as Buffer,
      receivedAt: (row['receivedAt'] as Date).getTime(),
    },
  }
}

/** What was asked for is there, or will not come. @param error why it will not; null: it came */
export async function noteFetched(
  pool: Queryable,
  id: string,
  version: number,
  error: string | null,
): Promise<void> {
  await pool.query(
    'UPDATE api_fetch SET fetched_version = greatest(fetched_version, $2), gave_up = $3 WHERE id = $1',
    [id, version, error],
  )
}

/** A card with a link stands in its place. */
export async function noteTold(pool: Queryable, id: string, now: number): Promise<void> {
  await pool.query('UPDATE api_fetch SET told_at = $2 WHERE id = $1 AND told_at IS NULL', [id, new Date(now)])
}

/** Nothing of this source is asked for before then: its API said so, for all of them. */
export async function holdSource(pool: Queryable, sourceId: string, until: number): Promise<void> {
  await pool.query(
    `UPDATE api_fetch SET next_try_at = $2 WHERE source_id = $1 AND fetched_version < wanted_version AND next_try_at < $2
       AND lease_until IS NULL`,
    [sourceId, new Date(until)],
  )
}

interface SurveyPlace {
  workspaceId: string
  sourceId: string
  surveyKey: string
}

/** What a survey asks, if it was read since then. */
export async function knownSurvey(pool: Queryable, place: SurveyPlace, since: number): Promise<unknown> {
  const { rows } = await pool.query<{ document: unknown }>(
    'SELECT document FROM fetched_survey WHERE id = $1 AND workspace_id = $2 AND read_at > $3',
    [surveyId(place), place.workspaceId, new Date(since)],
  )
  return rows[0]?.document
}

export async function keepSurvey(
  pool: Queryable,
  place: SurveyPlace,
  document: unknown,
  now: number,
): Promise<void> {
  const { workspaceId, sourceId, surveyKey } = place
  await pool.query(
    `INSERT INTO fetched_survey (id, workspace_id, source_id, survey_key, document, read_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (id) DO UPDATE SET document = excluded.document, read_at = excluded.read_at`,
    [surveyId(place), workspaceId, sourceId, surveyKey, JSON.stringify(document), new Date(now)],
  )
}

function surveyId({ sourceId, surveyKey }: SurveyPlace): string {
  return idOf(sourceId, 'fetched_survey', surveyKey)
}
