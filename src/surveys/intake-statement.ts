import type { IntakeBatch } from './batch.js'
import { withWithdrawals } from './withdrawing.js'

/** What a stored question says of its numbers, in the words of meaningOf. */
const storedMeaning = `concat_ws(' ', q.metric, q.min, q.max, q.direction, q.good_from, q.good_to, q.bad_from, q.bad_to,
    CASE q.bound_by WHEN 'tool' THEN 'tool' ELSE 'person' END)`

/** A comment that a later delivery of the same answer says nothing of stays. */
const toldComment = `CASE WHEN r.id IN (SELECT id FROM fit WHERE "keepsComment") THEN coalesce(excluded.comment, r.comment)
      ELSE excluded.comment END`

/** What a delivery says of an answer. */
const said = [
  'question_id',
  'customer_id',
  'state',
  'reason',
  'score',
  'answered_at',
  'survey',
  'question_title',
  'segments',
  'permalink',
  'backfill',
]
const saidBy = (row: string): string => said.map((column) => `${row}.${column}`).join(', ')

/**
 * The one statement of the intake. Its parameters are one document of rows and one of bodies (intakeValues), so it keeps one
 * name and one plan for any number of requests. Either all of it is committed or nothing.
 *
 * - An answer is written only if its question still means what its draft took it to mean; the others are named as outdated
 *   and nothing of them is kept: they are drafted anew. So no number is ever counted by a scale that is not its question's,
 *   whoever declared another one meanwhile, in this batch too. An insert that meets a question sees it as it stands now.
 * - A delivery that was not understood, or in part, and comes again when more of it is, stands as it was understood. A replay
 *   says so itself, after all that follows.
 * - A response goes forward only: by version, or at the same version with more known of its number; or by the delivery that it
 *   is from, read again and understood otherwise. What was not applied raises no alert; what was applied raises or refreshes its alert in the same commit, so "stored" and "to be told" are one.
 * - An answer's day is that of the workspace's time zone as it is now: set-workspace waits for the writers that saw another.
 * - An answer that was changed so that no rule matches any more refreshes the alert it already has, for its card's sake.
 * - Where a source holds its cards, an alert's first try is that much later. What changes its answer meanwhile joins the one
 *   card, and makes it wait no longer; a card that stands is told at once.
 * - An alert's attempts stay as they are: they tell the worker whether it may have posted before.
 * - A withdrawn answer is written, so that it can be shown, and is neither counted nor alerted. A withdrawal strikes the
 *   answers that are there and stays for those that come later; a version above it counts again. What another process writes
 *   at the same moment may miss it: strike-late.ts looks once more after the commit.
 * - Nothing here reads a clock.
 */
export const intakeStatement = `
WITH doc AS (SELECT $1::jsonb AS d),
question_in AS (
  SELECT x.* FROM doc, jsonb_to_recordset(d -> 'questions') AS x(
    id uuid, "workspaceId" uuid, "sourceId" uuid, key text, title text, metric text, min smallint, max smallint,
    direction text, "goodFrom" smallint, "goodTo" smallint, "badFrom" smallint, "badTo" smallint, survey text,
    "createdAt" timestamptz)),
delivery_in AS (
  SELECT x.* FROM doc, jsonb_to_recordset(d -> 'deliveries') AS x(
    id uuid, "workspaceId" uuid, "sourceId" uuid, "deliveryKey" text, "contentType" text, headers jsonb, query jsonb, "bodyAt" int,
    "bodyLength" int, verdict text, reason text, "receivedAt" timestamptz, again boolean)),
customer_in AS (
  SELECT x.* FROM doc, jsonb_to_recordset(d -> 'customers') AS x(
    id uuid, "workspaceId" uuid, key text, "externalId" text, email text, name text, "updatedAt" timestamptz)),
response_in AS MATERIALIZED (
  SELECT x.* FROM doc, jsonb_to_recordset(d -> 'responses') AS x(
    id uuid, "workspaceId" uuid, "sourceId" uuid, "questionKey" text, "responseKey" text, "questionId" uuid,
    "deliveryId" uuid, "customerId" uuid, version bigint, state text, reason text, score double precision, comment text,
    "keepsComment" boolean, "answeredAt" timestamptz, survey text, "questionTitle" text, segments jsonb, permalink text,
    backfill boolean, "receivedAt" timestamptz, meaning text, "alertId" uuid, rule text, severity text,
    "alertAt" timestamptz, again boolean)),
notice_in AS (
  SELECT x.* FROM doc, jsonb_to_recordset(d -> 'notices') AS x(
    id uuid, "workspaceId" uuid, kind text, data jsonb, "questionId" uuid, "createdAt" timestamptz)),/*withdrawals*/
stated AS (
  INSERT INTO question AS q (id, workspace_id, source_id, key, title, metric, min, max, direction, good_from, good_to,
    bad_from, bad_to, survey, bound_by, created_at)
  SELECT id, "workspaceId", "sourceId", key, title, metric, min, max, direction, "goodFrom", "goodTo", "badFrom",
    "badTo", survey, 'tool', "createdAt"
  FROM question_in ON CONFLICT (id) DO UPDATE SET bound_by = q.bound_by
  RETURNING q.id, q.source_id, q.key, ${storedMeaning} AS meaning, q.xmax = 0 AS created),
declared AS (
  SELECT source_id, key, meaning FROM stated
  UNION ALL
  SELECT q.source_id, q.key, ${storedMeaning} FROM question q
  WHERE (q.source_id, q.key) IN (SELECT "sourceId", "questionKey" FROM response_in)
    AND NOT EXISTS (SELECT 1 FROM stated s WHERE s.id = q.id)),
fit AS MATERIALIZED (
  SELECT i.*, (i."answeredAt" AT TIME ZONE w.time_zone)::date AS day,
    EXISTS (SELECT 1 FROM withdrawal x WHERE x.source_id = i."sourceId" AND x.response_key = i."responseKey"
      AND x.question_key IN ('', i."questionKey") AND x.version >= i.version) /*or now*/ AS gone
  FROM response_in i JOIN workspace w ON w.id = i."workspaceId" LEFT JOIN declared d ON d.source_id = i."sourceId" AND d.key = i."questionKey"
  WHERE d.meaning IS NOT DISTINCT FROM i.meaning),
outdated AS (SELECT id, "deliveryId" FROM response_in WHERE id NOT IN (SELECT id FROM fit)),
undecided AS (
  SELECT "deliveryId" AS id FROM outdated
  UNION ALL
  SELECT x."deliveryId" FROM doc, jsonb_to_recordset(d -> 'alsoIn') AS x("deliveryId" uuid, "responseId" uuid)
  JOIN outdated o ON o.id = x."responseId"),
kept AS (
  INSERT INTO delivery (id, workspace_id, source_id, delivery_key, content_type, headers, query, body, verdict, reason, received_at)
  SELECT id, "workspaceId", "sourceId", "deliveryKey", "contentType", coalesce(headers, '{}'), coalesce(query, '{}'),
    substring($2::bytea FROM "bodyAt" FOR "bodyLength"),
    verdict, reason, "receivedAt"
  FROM delivery_in i WHERE id NOT IN (SELECT id FROM undecided) AND NOT (again IS TRUE AND EXISTS (SELECT 1 FROM delivery d WHERE d.id = i.id))
  ON CONFLICT (id) DO UPDATE SET content_type = excluded.content_type, headers = excluded.headers, query = excluded.query,
    body = excluded.body, verdict = excluded.verdict, reason = excluded.reason
  WHERE delivery.verdict IN ('rejected', 'partial') AND excluded.verdict NOT IN ('rejected', delivery.verdict)
  RETURNING id),
known AS (
  INSERT INTO customer AS c (id, workspace_id, key, external_id, email, name, created_at, updated_at)
  SELECT id, "workspaceId", key, "externalId", email, name, "updatedAt", "updatedAt" FROM customer_in
  ON CONFLICT (id) DO UPDATE SET
    external_id = coalesce(excluded.external_id, c.external_id),
    email = CASE WHEN excluded.updated_at >= c.updated_at
      THEN coalesce(excluded.email, c.email) ELSE coalesce(c.email, excluded.email) END,
    name = CASE WHEN excluded.updated_at >= c.updated_at
      THEN coalesce(excluded.name, c.name) ELSE coalesce(c.name, excluded.name) END,
    updated_at = greatest(excluded.updated_at, c.updated_at)),
before AS (SELECT r.id, r.version, r.state FROM response r JOIN fit i ON i.id = r.id),
written AS (
  INSERT INTO response AS r (id, workspace_id, source_id, question_key, response_key, question_id, delivery_id,
    customer_id, version, state, reason, score, comment, answered_at, day, survey, question_title, segments, permalink,
    backfill, received_at)
  SELECT id, "workspaceId", "sourceId", "questionKey", "responseKey", "questionId", "deliveryId", "customerId", version,
    CASE WHEN gone THEN 'withdrawn' ELSE state END, reason, score, comment, "answeredAt", day, survey, "questionTitle",
    segments, permalink, backfill, "receivedAt"
  FROM fit
  ON CONFLICT (id) DO UPDATE SET question_id = excluded.question_id, delivery_id = excluded.delivery_id,
    customer_id = excluded.customer_id, version = excluded.version, state = excluded.state, reason = excluded.reason,
    score = excluded.score, comment = ${toldComment}, answered_at = excluded.answered_at, day = excluded.day,
    survey = excluded.survey, question_title = excluded.question_title, segments = excluded.segments,
    permalink = excluded.permalink, backfill = excluded.backfill, received_at = excluded.received_at
  WHERE r.version < excluded.version
    OR (r.version = excluded.version AND (r.state IN ('unbound', 'unscored') AND excluded.state IN ('scored', 'quarantined')
      OR r.state = 'unscored' AND excluded.state = 'unbound'
      OR r.delivery_id = excluded.delivery_id AND r.id IN (SELECT id FROM fit WHERE again)
        AND (${saidBy('r')}, r.comment) IS DISTINCT FROM (${saidBy('excluded')}, ${toldComment})))
  RETURNING r.id, r.xmax = 0 AS created),
raised AS (
  INSERT INTO alert AS a (id, workspace_id, response_id, rule, severity, version, created_at, next_try_at)
  SELECT i."alertId", i."workspaceId", i.id, i.rule, i.severity, i.version, i."receivedAt", coalesce(i."alertAt", i."receivedAt")
  FROM fit i JOIN written w ON w.id = i.id WHERE i.rule IS NOT NULL AND NOT i.gone ORDER BY i."alertId"
  ON CONFLICT (id) DO UPDATE SET rule = excluded.rule, severity = excluded.severity, version = excluded.version,
    handled_version = CASE a.version WHEN excluded.version THEN -1 ELSE a.handled_version END,
    next_try_at = CASE WHEN a.loop_id IS NOT NULL THEN excluded.created_at
      WHEN a.handled_version < a.version THEN greatest(excluded.created_at, least(a.next_try_at, excluded.next_try_at))
      ELSE excluded.next_try_at END
  WHERE a.version <= excluded.version
  RETURNING a.id),
refreshed AS (
  UPDATE alert a SET version = i.version, next_try_at = i."receivedAt",
    handled_version = CASE a.version WHEN i.version THEN -1 ELSE a.handled_version END
  FROM fit i JOIN written w ON w.id = i.id
  WHERE a.response_id = i.id AND (i.rule IS NULL OR i.gone) AND a.version <= i.version
  RETURNING a.id),
told AS (
  INSERT INTO notice (id, workspace_id, kind, data, created_at, next_try_at)
  SELECT id, "workspaceId", kind, data, "createdAt", "createdAt" FROM notice_in n
  WHERE NOT EXISTS (SELECT 1 FROM question q WHERE q.id = n."questionId")
    AND NOT EXISTS (SELECT 1 FROM stated s WHERE s.id = n."questionId")
  ON CONFLICT (id) DO NOTHING RETURNING id),
heard AS (
  UPDATE source s SET last_seen_at = seen.at
  FROM (
    SELECT s.id, d.at FROM source s
    JOIN (SELECT "sourceId", max("receivedAt") AS at FROM delivery_in GROUP BY 1) d ON d."sourceId" = s.id
    WHERE s.last_seen_at IS NULL OR s.last_seen_at < d.at - interval '1 minute' OR s.last_seen_at <= s.last_refused_at
    ORDER BY s.id FOR NO KEY UPDATE OF s SKIP LOCKED
  ) seen
  WHERE s.id = seen.id) /*strike*/
SELECT json_build_object(
  'newDeliveries', (SELECT coalesce(json_agg(id), '[]') FROM kept),
  'written', (SELECT coalesce(json_agg(json_build_object('id', id, 'created', created)), '[]') FROM written),
  'before', (SELECT coalesce(json_agg(json_build_object('id', id, 'version', version, 'state', state)), '[]') FROM before),
  'outdated', (SELECT coalesce(json_agg(id), '[]') FROM outdated),
  'firstStated', (SELECT coalesce(json_agg(id), '[]') FROM stated WHERE created),
  'alerts', (SELECT coalesce(json_agg(id), '[]') FROM (SELECT id FROM raised UNION ALL SELECT id FROM refreshed /*struck*/) a),
  'withdrawn', (SELECT coalesce(json_agg(id), '[]') FROM fit WHERE gone),
  'notices', (SELECT coalesce(json_agg(id), '[]') FROM told)
) AS outcome`

/** The same for a batch that withdraws answers. */
export const withdrawingStatement = withWithdrawals(intakeStatement)

/**
 * The statement's parameters: the rows as one JSON document, and the bodies one after the other as they came, since bytes
 * need no encoding on their way to a bytea. Each delivery says where its body begins, counted from 1, and how long it is.
 */
export function intakeValues(batch: IntakeBatch): [string, Buffer] {
  let bodyAt = 1
  const deliveries = batch.deliveries.map(({ body, ...row }) => {
    const placed = { ...row, bodyAt, bodyLength: body.length }
    bodyAt += body.length
    return placed
  })
  const bodies = Buffer.concat(batch.deliveries.map(({ body }) => body))
  return [JSON.stringify({ ...batch, deliveries }), bodies]
}
