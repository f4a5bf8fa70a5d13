import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { setRoute } from '../../src/alerts/set-route.js'
import { systemClock } from '../../src/clock.js'
import { openDatabase } from '../../src/database/database.js'
import { startEmbedded } from '../../src/database/embedded.js'
import { migrate } from '../../src/database/migrate.js'
import { newUuid } from '../../src/ids.js'
import { openLog } from '../../src/logging/log.js'
import { addSource } from '../../src/surveys/add-source.js'
import { bindQuestion } from '../../src/surveys/bind-question.js'
import { buildSealer } from '../../src/workspaces/seal.js'
import { firstWorkspace } from '../../src/workspaces/store.js'
import { privateRedis, type QueueBackend, type TestRedis } from '../support/redis.js'
import { npsRef, type Target } from './webhooks.js'

/** Whatever is opened is closed in reverse, whatever happened. */
export interface Closing {
  later(close: () => Promise<unknown>): void
  close(): Promise<void>
}

/** One PostgreSQL for all that is measured, durable as Heard's own is by default. */
export interface Ground extends Closing {
  folder: string
  /** The server's maintenance database. */
  pool: pg.Pool
}

export interface Field {
  url: string
  pool: pg.Pool
  /** Environment of a Heard that runs on it. */
  env: Record<string, string>
  /** Adds a Typeform source; the port is the web process's. */
  target: (port: number) => Promise<Target>
  route: (survey: string, channel: string) => Promise<unknown>
  /** Adds a source with a question that means NPS, for a floor that stores what Heard stores. */
  ids: () => Promise<{ workspace: string; source: string; question: string }>
}

const log = openLog('error')

function closing(): Closing {
  const closers: (() => Promise<unknown>)[] = []
  return {
    later: (next) => void closers.push(next),
    async close() {
      for (const next of closers.reverse().splice(0))
        await next().catch((error: unknown) => process.stderr.write(`while closing: ${String(error)}\n`))
    },
  }
}

export async function openGround(): Promise<Ground> {
  const all = closing()
  try {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'heard-bench-'))
    all.later(() => rm(folder, { recursive: true, force: true }))
    const server = await startEmbedded(folder, 'visitor', { log })
    all.later(() => server.close())
    const pool = new pg.Pool({ connectionString: server.url, max: 2, idleTimeoutMillis: 0 })
    pool.on('error', () => undefined)
    all.later(() => pool.end())
    return { ...all, folder, pool }
  } catch (error) {
    await all.close()
    throw error
  }
}

/** Runs a part of the bench and closes what it opened before the next one begins. */
export async function onGround<Out>(ground: Ground, work: (own: Ground) => Promise<Out>): Promise<Out> {
  const own = closing()
  try {
    return await work({ ...ground, ...own })
  } finally {
    await own.close()
  }
}

/** A database with Heard's schema on the ground's server, ready for a Heard process or for a floor. */
export async function openField(ground: Ground, name: string, redis: TestRedis | null): Promise<Field> {
  await ground.pool.query(`CREATE DATABASE ${name}`)
  const url = urlOf(ground.pool, name)
  await migrate(url, { log, clock: systemClock })
  const database = openDatabase(url, { log, poolSize: 2 })
  ground.later(() => database.close())
  const key = randomBytes(32).toString('base64')
  const { prisma } = database
  const workspace = await firstWorkspace({ prisma, newId: newUuid }, systemClock())
  const source = () =>
    addSource(
      { prisma, sealer: buildSealer(key), newId: newUuid },
      { workspaceId: workspace.id, kind: 'typeform', name: 'typeform', now: systemClock() },
    )
  return {
    url,
    pool: database.pool,
    env: {
      DATABASE_URL: url,
      HEARD_DATA: ground.folder,
      HEARD_PORT: '0',
      HEARD_KEY: key,
      ...(redis && { REDIS_URL: redis.url }),
    },
    async target(port) {
      const added = await source()
      return { port, path: `/webhooks/typeform/${added.token}`, secret: added.madeSecret ?? '' }
    },
    async ids() {
      const { id } = await source()
      const { questionId } = await bindQuestion(
        { prisma, bell: { ring: () => Promise.resolve() } },
        {
          workspaceId: workspace.id,
          sourceName: 'typeform',
          binding: { key: npsRef, metric: 'nps' },
          by: 'bench',
          now: systemClock(),
        },
      )
      return { workspace: workspace.id, source: id, question: questionId }
    },
    route: (survey, channel) =>
      setRoute({ prisma, newId: newUuid }, workspace.id, { survey, channel }, systemClock()),
  }
}

function urlOf(pool: pg.Pool, database: string): string {
  const url = new URL(pool.options.connectionString ?? '')
  url.pathname = `/${database}`
  return url.href
}

/** The Redis of the bench's own, or null when none is there or none is wanted. */
export async function openRedis(
  ground: Ground,
  backends: readonly QueueBackend[],
): Promise<TestRedis | null> {
  if (!backends.includes('redis')) return null
  const redis = await privateRedis()
  if (redis) ground.later(() => redis.stop())
  return redis
}
