import type { Database } from '../database/database.js'
import { outboxes, type Outbox } from '../queue/outbox.js'
import { refusedFindings } from './refused.js'
import { troubleFindings } from './trouble.js'
import { watchFindings } from './watched.js'

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
    | 'summaries'
    | 'homes'
    | 'bindings'
    | 'fetches'
    | 'slack'
    | 'channel'
    | 'refused'
    | 'watch'
    | 'trouble'
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
  for (const outbox of outboxes) findings.push(await outboxFinding(deps, outbox, workspaceId, now))
  findings.push(...(await refusedFindings(deps.database, workspaceId, now)))
  findings.push(...(await watchFindings(deps.database, workspaceId, now)))
  findings.push(...(await troubleFindings(deps.database, workspaceId, now)))
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
  const [sources, unbound, ignored, routes, workspace] = await Promise.all([
    prisma.source.count({ where: { workspaceId, disabledAt: null } }),
    prisma.response.groupBy({
      by: ['sourceId', 'questionKey'],
      where: { workspaceId, state: 'unbound' },
      _count: true,
    }),
    prisma.ignoredQuestion.findMany({ where: { workspaceId }, select: { sourceId: true, key: true } }),
    prisma.route.count({ where: { workspaceId } }),
    prisma.workspace.findUnique({ where: { id: workspaceId }, select: { homeChannel: true } }),
  ])
  const waiting = unbound.filter(
    (row) => !ignored.some(({ sourceId, key }) => sourceId === row.sourceId && key === row.questionKey),
  )
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

const names = {
  alert: 'alerts',
  card: 'cards',
  notice: 'notices',
  burst: 'summaries',
  home: 'homes',
  binding: 'bindings',
  fetch: 'fetches',
} as const

/** Since when a row has been due: a card that was told once is due again from its loop's newest event on. */
const dueSince = {
  alert: 'next_try_at',
  card: '(SELECT greatest(max(at), next_try_at) FROM loop_event WHERE loop_id = card_message.loop_id)',
  notice: 'next_try_at',
  burst: 'next_try_at',
  home: 'next_try_at',
  binding: 'next_try_at',
  fetch: 'next_try_at',
} as const

/** Stuck: tried in vain for a while, or not tried at all although its time had come. */
async function outboxFinding(
  deps: HealthDeps,
  { job, table, due }: Outbox,
  workspaceId: string,
  now: number,
): Promise<Finding> {
  const kind = job as keyof typeof names
  const { rows } = await deps.database.pool.query<{
    due: string
    failing: string
    idle: string
    error: string | null
  }>(
    `SELECT count(*) AS due,
            count(*) FILTER (WHERE failing AND created_at < $2) AS failing,
            count(*) FILTER (WHERE NOT failing AND since < $2) AS idle,
            (array_agg(last_error ORDER BY next_try_at DESC) FILTER (WHERE failing))[1] AS error
     FROM (SELECT *, coalesce(last_error, 'waiting_for_slot') NOT LIKE 'waiting_for_slot%' AS failing, ${dueSince[kind]} AS since
           FROM ${table} WHERE workspace_id = $1 AND ${due}) AS row`,
    [workspaceId, new Date(now - stuckAfterMs)],
  )
  const [row] = rows
  const failing = Number(row?.failing ?? 0)
  const idle = Number(row?.idle ?? 0)
  const error = failing > 0 ? (row?.error ?? '') : idle > 0 ? 'no_worker' : ''
  return {
    state: failing + idle > 0 ? 'wrong' : 'ok',
    what: names[kind],
    data: { due: Number(row?.due ?? 0), stuck: failing + idle, error },
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
