import { z } from 'zod'
import type { Alert, Question, Response } from '../database/prisma/client.js'
import { Severity } from '../loops/loop.js'
import type { Db } from '../loops/store.js'
import { Metric } from '../surveys/question.js'
import type { Route } from './routes.js'

/** An alert with the answer it tells of, as they stand together. */
export interface RaisedAlert {
  alert: Alert
  severity: Severity
  response: Response
  /** Null: words without a number need none. */
  question: Question | null
}

/**
 * Locks an alert that is due and reads its answer. Run it in a transaction: nobody else handles the alert until its end.
 * @returns null when there is nothing left to do
 */
export async function lockAlert(tx: Db, id: string): Promise<RaisedAlert | null> {
  const locked = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM alert WHERE id = ${id}::uuid AND handled_version < version FOR UPDATE`
  if (locked.length === 0) return null
  const alert = await tx.alert.findUniqueOrThrow({ where: { id } })
  const { workspaceId } = alert
  const response = await tx.response.findFirstOrThrow({ where: { id: alert.responseId, workspaceId } })
  const { sourceId, questionKey } = response
  const question = await tx.question.findFirst({ where: { workspaceId, sourceId, key: questionKey } })
  return { alert, severity: Severity.parse(alert.severity), response, question }
}

/** Notes that the alert is told up to the version that was read, by this loop. */
export async function settleAlert(
  tx: Db,
  { id, workspaceId, version }: Alert,
  loopId: string | null,
): Promise<void> {
  await tx.alert.updateMany({ where: { id, workspaceId }, data: { handledVersion: version, loopId } })
}

const RouteRow = z.object({
  position: z.number(),
  metric: Metric.nullable(),
  survey: z.string().nullable(),
  sourceId: z.string().nullable(),
  severity: Severity.nullable(),
  channel: z.string(),
})

/** The routes of a workspace, those that win first. */
export async function routesOf(db: Db, workspaceId: string): Promise<Route[]> {
  const rows = await db.route.findMany({
    where: { workspaceId },
    orderBy: [{ position: 'asc' }, { createdAt: 'asc' }],
  })
  return rows.map((row) => RouteRow.parse(row))
}

/** The chat platform that a workspace is installed in; before there is one, the first that Heard speaks. */
export async function platformOf(db: Db, workspaceId: string): Promise<string> {
  const install = await db.chatInstall.findFirst({ where: { workspaceId }, orderBy: { createdAt: 'asc' } })
  return install?.platform ?? 'slack'
}

const Told = z.object({
  score: z.number().nullable(),
  comment: z.string().nullable().catch(null),
  metric: z.string().nullish(),
  min: z.number().nullish(),
  max: z.number().nullish(),
  direction: z.string().nullish(),
  band: z.string().nullish(),
  /** Absent: what told it was older than these. */
  deliveryId: z.string().nullish(),
  version: z.number().nullish(),
  /** What was told is that it counts no more. */
  withdrawn: z
    .unknown()
    .optional()
    .transform((facts) => facts !== undefined && facts !== null),
})
export interface Told extends z.infer<typeof Told> {
  /** A number told later that its scale cannot hold. */
  setAside: number | null
}

/** The score that the loop's history last told of an answer, and a number that was set aside since. */
export async function lastTold(
  db: Db,
  workspaceId: string,
  loopId: string,
  responseId: string,
): Promise<Told | null> {
  const events = await db.$queryRaw<{ data: unknown; setAside: number | null }[]>`
    WITH told AS (
      SELECT id, data FROM loop_event
      WHERE workspace_id = ${workspaceId}::uuid AND loop_id = ${loopId}::uuid AND data ->> 'responseId' = ${responseId})
    SELECT data, (SELECT (later.data -> 'setAside')::float FROM told later
      WHERE later.id > told.id AND jsonb_typeof(later.data -> 'setAside') = 'number' ORDER BY id DESC LIMIT 1) AS "setAside"
    FROM told WHERE jsonb_typeof(data -> 'score') IN ('number', 'null') ORDER BY id DESC LIMIT 1`
  const [event] = events
  return event === undefined ? null : { ...Told.parse(event.data), setAside: event.setAside }
}
