import { randomBytes } from 'node:crypto'
import { startHttpServer, type HttpServer } from '../../src/http/server.js'
import { newUuid } from '../../src/ids.js'
import type { Ring } from '../../src/queue/job.js'
import { addSource } from '../../src/surveys/add-source.js'
import { openIntakeCommit } from '../../src/surveys/commit.js'
import type { WebhookReplyBody } from '../../src/surveys/receive.js'
import { keepRefused } from '../../src/surveys/keep-refused.js'
import { openRefusals, type Refusals } from '../../src/surveys/refusals.js'
import { scoreStated } from '../../src/surveys/score-stated.js'
import { openSourceBook } from '../../src/surveys/source-book.js'
import { sourceOf } from '../../src/surveys/sources.js'
import { webhookRoute } from '../../src/surveys/webhook-route.js'
import { buildSealer } from '../../src/workspaces/seal.js'
import { freshDatabase, type FreshDatabase } from '../support/database.js'
import { recordingLog, type LogLine } from '../support/recording-log.js'

export interface Feed {
  kind: string
  id: string
  token: string
  secret: string
}

export interface Reply {
  status: number
  headers: Headers
  json: WebhookReplyBody
}

/** A running web process with one workspace: real HTTP in front, real PostgreSQL behind, a clock of the test's own. */
export interface IntakeGround {
  db: FreshDatabase
  server: HttpServer
  workspaceId: string
  sealer: ReturnType<typeof buildSealer>
  clock: { now: number }
  rings: Ring[]
  log: LogLine[]
  refusals: Refusals
  waiting(): number
  connect(kind: string, name?: string): Promise<Feed>
  /** Posts a body as the tool would, signed by the feed's secret unless headers say otherwise. */
  send(feed: Feed, body: unknown, headers?: Record<string, string>): Promise<Reply>
  /** Rows of a query, as they are. */
  rows<T extends object>(sql: string, values?: unknown[]): Promise<T[]>
  close(): Promise<void>
}

export interface GroundOptions {
  maxBatch?: number
  maxQueue?: number
  timeZone?: string
}

export async function openGround(options: GroundOptions = {}): Promise<IntakeGround> {
  const db = await freshDatabase()
  const { pool, prisma } = db.database
  const clock = { now: Date.parse('2026-03-02T09:16:00Z') }
  const sealer = buildSealer(randomBytes(32).toString('base64'))
  const workspaceId = newUuid(clock.now)
  await prisma.workspace.create({
    data: {
      id: workspaceId,
      name: 'Acme',
      timeZone: options.timeZone ?? 'UTC',
      createdAt: new Date(clock.now),
    },
  })
  const rings: Ring[] = []
  const log = recordingLog()
  const refusals = openRefusals({ log, keep: (refused) => keepRefused(pool, refused) })
  const bell = { ring: async (more: readonly Ring[]) => void rings.push(...more) }
  const commit = openIntakeCommit({
    pool,
    log,
    bell,
    scoreStated: (questionId) => scoreStated({ prisma, bell }, questionId, clock.now),
    ...options,
  })
  const now = (): number => clock.now
  const book = openSourceBook({ prisma, sealer, clock: now })
  const route = webhookRoute({ book, commit, refusals, log, clock: now, publicUrl: null })
  const server = await startHttpServer({ host: '127.0.0.1', port: 0, routes: [route], log })

  return {
    db,
    server,
    workspaceId,
    sealer,
    clock,
    rings,
    log: log.lines,
    refusals,
    waiting: () => commit.size(),
    async connect(kind, name = `${kind} feed`) {
      const secret = secretOf(kind)
      const deps = { prisma, sealer, newId: newUuid }
      const given = sourceOf(kind)?.secret === null ? {} : { secret }
      const added = await addSource(deps, { workspaceId, kind, name, ...given, now: clock.now })
      return { kind, id: added.id, token: added.token, secret }
    },
    send: (feed, body, headers) => send(server.url, feed, body, clock.now, headers),
    rows: async <T extends object>(sql: string, values: unknown[] = []) =>
      (await pool.query<T>(sql, values)).rows,
    async close() {
      await server.close()
      await db.drop()
    },
  }
}

function secretOf(kind: string): string {
  const random = randomBytes(32).toString('base64')
  return kind === 'surveymonkey' ? `client-id&${random}` : `whsec_${random}`
}

let deliveries = 0

async function send(
  url: string,
  feed: Feed,
  body: unknown,
  now: number,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body))
  deliveries += 1
  const address = `${url}/webhooks/${feed.kind}/${feed.token}`
  const signed = sourceOf(feed.kind)?.sign(bytes, feed.secret, now, `msg_${deliveries}`, { url: address })
  const query = new URLSearchParams(signed?.query).toString()
  const response = await fetch(`${address}${query && `?${query}`}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...signed?.headers, ...headers },
    body: new Uint8Array(signed?.body ?? bytes),
  })
  return {
    status: response.status,
    headers: response.headers,
    json: (await response.json()) as WebhookReplyBody,
  }
}

/** Heard's own event; the scale states NPS unless it is changed. */
export function answered(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    type: 'response.answered',
    id: 'r-1',
    question: { key: 'recommend', title: 'How likely are you to recommend us?' },
    metric: 'nps',
    scale: { min: 0, max: 10, direction: 'high_is_good' },
    score: 3,
    comment: 'Nine days for an answer',
    answered_at: '2026-03-02T09:15:00Z',
    customer: { id: 'c-7', email: 'Ada@Example.com', name: 'Ada' },
    survey: 'Quarterly',
    segments: { plan: 'pro' },
    ...change,
  }
}
