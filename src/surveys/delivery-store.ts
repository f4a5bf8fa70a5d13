import type { Database } from '../database/database.js'
import type { PrismaClient } from '../database/prisma/client.js'
import { AppError } from '../errors.js'

/** What one stored delivery is called and what became of it. */
export interface DeliveryLine {
  id: string
  sourceId: string
  source: string
  verdict: string
  reason: string | null
  contentType: string
  /** Of the body. */
  bytes: number
  receivedAt: Date
}

export interface StoredDelivery extends DeliveryLine {
  body: Buffer
}

/** Verdicts of deliveries of which something could not be understood: they are work. */
export const unread: readonly string[] = ['rejected', 'partial']

const noScore = 'somebody said that its numbers are no score'

/** Which deliveries of a workspace. Absent: whichever. */
export interface DeliveryFilter {
  workspaceId: string
  id?: string
  sourceId?: string
  verdicts?: readonly string[]
  /** Epoch ms. */
  since?: number
}

/** SQL of the deliveries "d" with what they are called by now: one waits as long as an answer of it waits for somebody's word. */
const shown = (deliveries: string, more = ''): string => `
  WITH d AS MATERIALIZED (${deliveries}),
  answers AS (
    SELECT r.delivery_id AS id, bool_or(i.id IS NULL) AS waits
    FROM response r LEFT JOIN ignored_question i ON i.source_id = r.source_id AND i.key = r.question_key
    WHERE r.state = 'unbound' AND r.workspace_id = $1 AND r.delivery_id IN (SELECT d.id FROM d WHERE d.verdict = 'unbound')
    GROUP BY 1)
  SELECT d.id, d.source_id AS "sourceId", s.name AS source, d.content_type AS "contentType", octet_length(d.body) AS bytes,
    d.received_at AS "receivedAt",
    CASE WHEN d.verdict <> 'unbound' OR answers.waits THEN d.verdict WHEN answers.id IS NULL THEN 'accepted' ELSE 'ignored' END AS verdict,
    CASE WHEN d.verdict <> 'unbound' OR answers.waits THEN d.reason WHEN answers.id IS NOT NULL THEN '${noScore}' END AS reason${more}
  FROM d JOIN source s ON s.id = d.source_id LEFT JOIN answers ON answers.id = d.id
  ORDER BY d.received_at DESC, d.id DESC`

/** SQL over $1 to $5; a null parameter matches all. */
const matches = `d.workspace_id = $1 AND ($2::uuid IS NULL OR d.id = $2) AND ($3::uuid IS NULL OR d.source_id = $3)
  AND ($4::text[] IS NULL OR d.verdict = ANY ($4)) AND ($5::timestamptz IS NULL OR d.received_at >= $5)`

function parameters({ workspaceId, id, sourceId, verdicts, since }: DeliveryFilter): unknown[] {
  return [
    workspaceId,
    id ?? null,
    sourceId ?? null,
    verdicts ?? null,
    since === undefined ? null : new Date(since),
  ]
}

/** The newest first, without their bodies. */
export async function listDeliveries(
  { pool }: Pick<Database, 'pool'>,
  filter: DeliveryFilter,
  limit: number,
): Promise<DeliveryLine[]> {
  const { rows } = await pool.query<DeliveryLine>(
    shown(`SELECT * FROM delivery d WHERE ${matches} ORDER BY d.received_at DESC, d.id DESC LIMIT $6`),
    [...parameters(filter), limit],
  )
  return rows
}

/** One delivery with its body, or null: this workspace has none of that id. */
export async function deliveryById(
  { pool }: Pick<Database, 'pool'>,
  workspaceId: string,
  id: string,
): Promise<StoredDelivery | null> {
  const { rows } = await pool.query<StoredDelivery>(
    shown(`SELECT * FROM delivery d WHERE ${matches}`, ', d.body'),
    parameters({ workspaceId, id }),
  )
  return rows[0] ?? null
}

/** @throws AppError bad_input when the workspace has no source of this name */
export async function sourceIdOf(
  { prisma }: { prisma: Pick<PrismaClient, 'source'> },
  workspaceId: string,
  name: string,
): Promise<string> {
  const source = await prisma.source.findFirst({ where: { workspaceId, name }, select: { id: true } })
  if (source) return source.id
  throw new AppError({
    code: 'bad_input',
    message: 'no such source',
    tellUser: ({ setup }) => setup.noSource(name),
  })
}

/** Of the delivery that stands for an imported file: it holds the mapping, and the answers only the file. */
export const importContentType = 'application/vnd.heard.import+json'

/** What can be read again. */
const readable = `${matches} AND d.received_at <= $6 AND d.content_type <> '${importContentType}'`

/** A stored delivery with all that its tool needs to read it again. */
export interface ReplayRow {
  id: string
  sourceId: string
  deliveryKey: string
  contentType: string
  /** Those that its tool's parse reads. */
  headers: Record<string, string>
  query: Record<string, string>
  body: Buffer
  receivedAt: Date
}

const replayColumns = `d.id, d.source_id AS "sourceId", d.delivery_key AS "deliveryKey", d.content_type AS "contentType",
  d.headers, d.query, d.body, d.received_at AS "receivedAt"`

/** How many there are to be read again. @param until epoch ms: those that came later are left to the next run */
export async function countDeliveries(
  { pool }: Pick<Database, 'pool'>,
  filter: DeliveryFilter,
  until: number,
): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM delivery d WHERE ${readable}`,
    [...parameters(filter), new Date(until)],
  )
  return rows[0]?.n ?? 0
}

/** The next ones to be read again, oldest first, after the one that was read last. */
export async function nextDeliveries(
  { pool }: Pick<Database, 'pool'>,
  filter: DeliveryFilter,
  page: { until: number; after: Pick<ReplayRow, 'id' | 'receivedAt'> | null; limit: number },
): Promise<ReplayRow[]> {
  const { rows } = await pool.query<ReplayRow>(
    `SELECT ${replayColumns} FROM delivery d
     WHERE ${readable} AND ($7::timestamptz IS NULL OR (d.received_at, d.id) > ($7, $8::uuid))
     ORDER BY d.received_at, d.id LIMIT $9`,
    [
      ...parameters(filter),
      new Date(page.until),
      page.after?.receivedAt ?? null,
      page.after?.id ?? null,
      page.limit,
    ],
  )
  return rows
}

/** The newest delivery that can be read again, or null; one that held answers before any other. */
export async function newestDelivery(
  { pool }: Pick<Database, 'pool'>,
  filter: Pick<DeliveryFilter, 'workspaceId' | 'sourceId'>,
): Promise<ReplayRow | null> {
  for (const verdicts of [['accepted', 'partial', 'unbound'], undefined]) {
    const { rows } = await pool.query<ReplayRow>(
      `SELECT ${replayColumns} FROM delivery d
       WHERE ${matches} AND d.content_type <> '${importContentType}' ORDER BY d.received_at DESC, d.id DESC LIMIT 1`,
      parameters({ ...filter, ...(verdicts && { verdicts }) }),
    )
    if (rows[0]) return rows[0]
  }
  return null
}

export interface ReplayedVerdict {
  id: string
  verdict: string
  reason: string | null
}

/** Notes what became of deliveries that were read again. */
export async function noteReplayed(
  { pool }: Pick<Database, 'pool'>,
  workspaceId: string,
  verdicts: readonly ReplayedVerdict[],
): Promise<void> {
  await pool.query(
    `UPDATE delivery d SET verdict = x.verdict, reason = x.reason
     FROM jsonb_to_recordset($2::jsonb) AS x(id uuid, verdict text, reason text)
     WHERE d.workspace_id = $1 AND d.id = x.id
       AND (d.verdict, d.reason) IS DISTINCT FROM (x.verdict, x.reason)`,
    [workspaceId, JSON.stringify(verdicts.map(({ id, verdict, reason }) => ({ id, verdict, reason })))],
  )
}
