import type pg from 'pg'
import { idOf } from '../ids.js'
import type { Queryable } from '../queue/lease.js'
import { importContentType } from '../surveys/delivery-store.js'
import type { SourceFacts, Trouble, TroubleKind } from './judge.js'

/** A source with what is known of it, but for its rhythm. */
export interface WatchedSource extends Omit<SourceFacts, 'silentFrom' | 'past'> {
  id: string
  workspaceId: string
  name: string
  timeZone: string
  /** What was found and is not over. */
  open: OpenFinding[]
}

export interface OpenFinding {
  id: string
  kind: TroubleKind
  /** Epoch ms. */
  since: number
}

const learnMs = 8 * 7 * 86_400_000

/**
 * Counts a workspace's deliveries by the hour, at most a day of them, from where it was counted last. Of any number of
 * callers at once one counts. What was tried, and files of old answers, are no sign of life.
 * @param until epoch ms: what came later may not be committed yet
 * @returns whether there is more to count
 */
export async function countOnce(pool: Queryable, workspaceId: string, until: number): Promise<boolean> {
  await pool.query(
    `INSERT INTO watch_clock (workspace_id, counted_until) VALUES ($1, $2) ON CONFLICT DO NOTHING`,
    [workspaceId, new Date(until - learnMs)],
  )
  const { rows } = await pool.query<{ more: boolean }>(
    `WITH turn AS (
       SELECT workspace_id, counted_until AS begins, least($2::timestamptz, counted_until + interval '1 day') AS ends
       FROM watch_clock WHERE workspace_id = $1 AND counted_until < $2 FOR UPDATE SKIP LOCKED),
     came AS MATERIALIZED (
       SELECT d.source_id, d.received_at, d.verdict, d.verdict NOT IN ('ignored', 'rejected') AS useful
       FROM turn JOIN delivery d ON d.workspace_id = turn.workspace_id AND d.received_at >= begins AND d.received_at < ends
       WHERE d.verdict <> 'test' AND d.content_type <> '${importContentType}'),
     hours AS (
       INSERT INTO source_hour AS h (workspace_id, source_id, hour, deliveries, useful)
       SELECT $1, source_id, date_trunc('hour', received_at, 'UTC'), count(*), count(*) FILTER (WHERE useful)
       FROM came GROUP BY 2, 3 ORDER BY 2, 3
       ON CONFLICT (source_id, hour) DO UPDATE SET deliveries = h.deliveries + excluded.deliveries, useful = h.useful + excluded.useful),
     ends AS (SELECT source_id, max(received_at) AS last_at, max(received_at) FILTER (WHERE useful) AS useful_at FROM came GROUP BY 1),
     fresh AS (
       SELECT e.*, count(c.verdict) FILTER (WHERE c.verdict = 'ignored') AS ignored,
         count(c.verdict) FILTER (WHERE c.verdict = 'rejected') AS rejected, coalesce(min(c.received_at), e.useful_at) AS since
       FROM ends e LEFT JOIN came c ON c.source_id = e.source_id AND NOT c.useful AND (e.useful_at IS NULL OR c.received_at > e.useful_at)
       GROUP BY e.source_id, e.last_at, e.useful_at),
     runs AS (
       INSERT INTO source_run AS r (workspace_id, source_id, ignored, rejected, since, useful_at, last_at)
       SELECT $1, source_id, ignored, rejected, since, useful_at, last_at FROM fresh ORDER BY source_id
       ON CONFLICT (source_id) DO UPDATE SET
         ignored = CASE WHEN excluded.useful_at IS NULL THEN r.ignored ELSE 0 END + excluded.ignored,
         rejected = CASE WHEN excluded.useful_at IS NULL THEN r.rejected ELSE 0 END + excluded.rejected,
         since = CASE WHEN excluded.useful_at IS NULL AND r.ignored + r.rejected > 0 THEN r.since ELSE excluded.since END,
         useful_at = coalesce(excluded.useful_at, r.useful_at), last_at = excluded.last_at)
     UPDATE watch_clock SET counted_until = turn.ends FROM turn WHERE watch_clock.workspace_id = turn.workspace_id
     RETURNING counted_until < $2 AS more`,
    [workspaceId, new Date(until)],
  )
  return rows[0]?.more ?? false
}

interface SourceRow {
  id: string
  workspaceId: string
  name: string
  timeZone: string
  disabled: boolean
  lastSeenAt: Date | null
  enabledAt: Date | null
  refused: number
  refusedAt: Date | null
  refusedReason: string | null
  ignored: number | null
  rejected: number | null
  since: Date | null
  usefulAt: Date | null
  open: { id: string; kind: TroubleKind; since: string }[]
}

/** Every source of a workspace. */
export async function watchedSources(pool: Queryable, workspaceId: string): Promise<WatchedSource[]> {
  const { rows } = await pool.query<SourceRow>(
    `SELECT s.id, s.workspace_id AS "workspaceId", s.name, w.time_zone AS "timeZone", s.disabled_at IS NOT NULL AS disabled,
       greatest(s.last_seen_at, r.last_at) AS "lastSeenAt", s.enabled_at AS "enabledAt", s.refused_count AS refused, s.last_refused_at AS "refusedAt",
       s.last_refused_reason AS "refusedReason", r.ignored, r.rejected, r.since, r.useful_at AS "usefulAt",
       (SELECT coalesce(json_agg(json_build_object('id', f.id, 'kind', f.kind, 'since', f.since)), '[]')
        FROM watch_finding f WHERE f.source_id = s.id AND f.over_at IS NULL) AS open
     FROM source s JOIN workspace w ON w.id = s.workspace_id LEFT JOIN source_run r ON r.source_id = s.id
     WHERE s.workspace_id = $1 ORDER BY s.name`,
    [workspaceId],
  )
  return rows.map(toSource)
}

function toSource(row: SourceRow): WatchedSource {
  const { id, workspaceId, name, timeZone, disabled, since } = row
  return {
    ...{ id, workspaceId, name, timeZone, disabled },
    lastSeenAt: row.lastSeenAt?.getTime() ?? null,
    enabledAt: row.enabledAt?.getTime() ?? null,
    refused: { count: row.refused, at: row.refusedAt?.getTime() ?? null, reason: row.refusedReason },
    run: since && {
      ignored: row.ignored ?? 0,
      rejected: row.rejected ?? 0,
      since: since.getTime(),
      usefulAt: row.usefulAt?.getTime() ?? null,
    },
    open: row.open.map((finding) => ({ ...finding, since: Date.parse(finding.since) })),
  }
}

interface Place {
  workspaceId: string
  id: string
}

/** The hours, epoch ms, in which a source sent, from one to another. */
export async function activeHours(
  pool: Queryable,
  { workspaceId, id }: Place,
  from: number,
  until: number,
): Promise<number[]> {
  const { rows } = await pool.query<{ hour: Date }>(
    `SELECT hour FROM source_hour WHERE workspace_id = $1 AND source_id = $2 AND hour >= $3 AND hour <= $4 ORDER BY hour`,
    [workspaceId, id, new Date(from), new Date(until)],
  )
  return rows.map(({ hour }) => hour.getTime())
}

/** What a source sent from one time to another, by whole hours. */
export async function sentBetween(
  pool: Queryable,
  { workspaceId, id }: Place,
  from: number,
  until: number,
): Promise<{ deliveries: number; useful: number }> {
  const { rows } = await pool.query<{ deliveries: number; useful: number }>(
    `SELECT coalesce(sum(deliveries), 0)::int AS deliveries, coalesce(sum(useful), 0)::int AS useful FROM source_hour
     WHERE workspace_id = $1 AND source_id = $2 AND hour >= $3 AND hour < $4`,
    [workspaceId, id, new Date(from), new Date(until)],
  )
  return rows[0] ?? { deliveries: 0, useful: 0 }
}

const foundNotice = (findingId: string): string => idOf(findingId, 'found')

/** Notes what is wrong and writes its notice, in one statement. @returns the notice; null: somebody else found it before */
export async function openFinding(
  pool: Queryable,
  { workspaceId, id: sourceId, enabledAt = null }: Place & { enabledAt?: number | null },
  { kind, since }: Trouble,
  data: Readonly<Record<string, string | number | null>>,
  now: number,
): Promise<string | null> {
  // What was told before it was switched off is told again if it is so after it was switched on.
  const anew = enabledAt === null ? [] : [new Date(enabledAt).toISOString()]
  const id = idOf(sourceId, 'watch', kind, new Date(since).toISOString(), ...anew)
  const { rows } = await pool.query<{ id: string }>(
    `WITH found AS (
       INSERT INTO watch_finding (id, workspace_id, source_id, kind, since, data, found_at)
       SELECT $1, $2, id, $4, $5, $6, $7 FROM source WHERE id = $3 AND workspace_id = $2 ON CONFLICT DO NOTHING RETURNING id)
     INSERT INTO notice (id, workspace_id, kind, data, created_at, next_try_at)
     SELECT $8, $2, 'source_trouble', $6, $7, $7 FROM found ON CONFLICT DO NOTHING RETURNING id`,
    [id, workspaceId, sourceId, kind, new Date(since), JSON.stringify(data), new Date(now), foundNotice(id)],
  )
  return rows[0]?.id ?? null
}

/**
 * Notes that it is over, and writes the notice of that, unless `data` is null, or nobody has tried to post the first one: that
 * is withdrawn then.
 * @returns the notice, if there is one; of any number of callers one writes it
 */
export async function closeFinding(
  pool: pg.Pool,
  workspaceId: string,
  id: string,
  data: Readonly<Record<string, string | number | null>> | null,
  now: number,
): Promise<string | null> {
  // The first notice is locked, so that nobody takes it up to post it in the same moment.
  const { rows } = await pool.query<{ id: string }>(
    `WITH over AS (UPDATE watch_finding SET over_at = $3 WHERE id = $1 AND workspace_id = $2 AND over_at IS NULL RETURNING id),
     told AS (SELECT n.id, n.posted_at, n.attempts FROM over JOIN notice n ON n.id = $4 FOR UPDATE OF n),
     withdrawn AS (DELETE FROM notice WHERE id IN (SELECT id FROM told WHERE posted_at IS NULL AND attempts = 0) RETURNING id)
     INSERT INTO notice (id, workspace_id, kind, data, created_at, next_try_at)
     SELECT $5, $2, 'source_works', $6::jsonb, $3, $3 FROM told
     WHERE $6::jsonb IS NOT NULL AND NOT EXISTS (SELECT 1 FROM withdrawn) ON CONFLICT DO NOTHING RETURNING id`,
    [
      id,
      workspaceId,
      new Date(now),
      foundNotice(id),
      idOf(id, 'over'),
      data === null ? null : JSON.stringify(data),
    ],
  )
  return rows[0]?.id ?? null
}

/** Forgets a run of unusable deliveries when none of them is left: they were replayed. @returns whether it did */
export async function forgetReplayed(
  pool: Queryable,
  { workspaceId, id }: Place,
  since: number,
): Promise<boolean> {
  const { rows } = await pool.query(
    `UPDATE source_run r SET rejected = 0
     WHERE r.workspace_id = $1 AND r.source_id = $2 AND NOT EXISTS (
       SELECT 1 FROM delivery d WHERE d.workspace_id = $1 AND d.source_id = $2 AND d.verdict = 'rejected' AND d.received_at >= $3)
     RETURNING r.source_id`,
    [workspaceId, id, new Date(since)],
  )
  return rows.length > 0
}
