import type { Database } from '../database/database.js'
import { refusedFindings } from './refused.js'

/** One thing that was looked at. `wrong` needs somebody; `note` is worth knowing. */
export interface Finding {
  state: 'ok' | 'note' | 'wrong'
  what:
    | 'database'
    | 'sources'
    | 'questions'
    | 'routes'
    | 'alerts'
    | 'cards'
    | 'notices'
    | 'slack'
    | 'channel'
    | 'refused'
  /** What the sentence needs: counts, ids, error codes. Never personal data. */
  data: Record<string, string | number>
}

export interface HealthDeps {
  database: Database
  /** Asks the chat platform whether token and channels work. */
  checkChat(channels: readonly string[]): Promise<Finding[]>
}

/** How long a row may wait for its turn before it counts as stuck. */
const stuckAfterMs = 2 * 60_000

/** Looks at everything one workspace needs. Reads only. */
export async function health(deps: HealthDeps, workspaceId: string, now: number): Promise<Finding[]> {
  const findings: Finding[] = [await databaseFinding(deps)]
  findings.push(...(await setUpFindings(deps, workspaceId)))
  for (const outbox of ['alert', 'card_message', 'notice'] as const) {
    findings.push(await outboxFinding(deps, outbox, workspaceId, now))
  }
  findings.push(...(await refusedFindings(deps.database, workspaceId, now)))
  findings.push(...(await deps.checkChat(await channelsOf(deps, workspaceId))))
  return findings
}

async function databaseFinding(deps: HealthDeps): Promise<Finding> {
  const { rows } = await deps.database.pool.query<{ version: string; migrations: string }>(
    `SELECT current_setting('server_version') AS version,
            (SELECT count(*) FROM _prisma_migrations WHERE finished_at IS NOT NULL) AS migrations`,
  )
  return {
    state: 'ok',
    what: 'database',
    data: { version: rows[0]?.version ?? '?', migrations: Number(rows[0]?.migrations ?? 0) },
  }
}

async function setUpFindings(deps: HealthDeps, workspaceId: string): Promise<Finding[]> {
  const { prisma } = deps.database
  const [sources, waiting, routes, workspace] = await Promise.all([
    prisma.source.count({ where: { workspaceId, disabledAt: null } }),
    prisma.response.groupBy({
      by: ['sourceId', 'questionKey'],
      where: { workspaceId, state: 'unbound' },
      _count: true,
    }),
    prisma.route.count({ where: { workspaceId } }),
    prisma.workspace.findUnique({ where: { id: workspaceId }, select: { homeChannel: true } }),
  ])
  const answers = waiting.reduce((sum, row) => sum + row._count, 0)
  const somewhere = routes > 0 || Boolean(workspace?.homeChannel)
  return [
    { state: sources > 0 ? 'ok' : 'wrong', what: 'sources', data: { sources } },
    {
      state: waiting.length === 0 ? 'ok' : 'wrong',
      what: 'questions',
      data: { questions: waiting.length, answers },
    },
    {
      state: !somewhere ? 'wrong' : workspace?.homeChannel ? 'ok' : 'note',
      what: 'routes',
      data: { routes },
    },
  ]
}

const outboxes = {
  alert: { what: 'alerts', due: 'handled_version < version' },
  card_message: { what: 'cards', due: 'shown_version < wanted_version' },
  notice: { what: 'notices', due: 'posted_at IS NULL' },
} as const

async function outboxFinding(
  deps: HealthDeps,
  table: keyof typeof outboxes,
  workspaceId: string,
  now: number,
): Promise<Finding> {
  const { what, due } = outboxes[table]
  const { rows } = await deps.database.pool.query<{ due: string; stuck: string; error: string | null }>(
    `SELECT count(*) AS due, count(*) FILTER (WHERE created_at < $2 AND last_error NOT LIKE 'waiting_for_slot%') AS stuck,
            (array_agg(last_error ORDER BY next_try_at DESC) FILTER (WHERE last_error NOT LIKE 'waiting_for_slot%'))[1] AS error
     FROM ${table} WHERE workspace_id = $1 AND ${due}`,
    [workspaceId, new Date(now - stuckAfterMs)],
  )
  const stuck = Number(rows[0]?.stuck ?? 0)
  return {
    state: stuck > 0 ? 'wrong' : 'ok',
    what,
    data: { due: Number(rows[0]?.due ?? 0), stuck, error: rows[0]?.error ?? '' },
  }
}

async function channelsOf(deps: HealthDeps, workspaceId: string): Promise<string[]> {
  const { prisma } = deps.database
  const [routes, workspace] = await Promise.all([
    prisma.route.findMany({ where: { workspaceId }, select: { channel: true } }),
    prisma.workspace.findUnique({ where: { id: workspaceId }, select: { homeChannel: true } }),
  ])
  const home = workspace?.homeChannel ? [workspace.homeChannel] : []
  return [...new Set([...routes.map((route) => route.channel), ...home])]
}
