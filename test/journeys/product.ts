import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { systemClock, systemRandom, type Clock } from '../../src/clock.js'
import { readConfig } from '../../src/config.js'
import type { Feed } from '../../src/demo/outsider/deliveries.js'
import { newUuid } from '../../src/ids.js'
import { openLog } from '../../src/logging/log.js'
import { startHeard, type Heard } from '../../src/main.js'
import { addSource } from '../../src/surveys/add-source.js'
import { bindQuestion } from '../../src/surveys/bind-question.js'
import { buildSealer } from '../../src/workspaces/seal.js'
import { freshDatabase, type FreshDatabase } from '../support/database.js'
import { privateRedis, type QueueBackend } from '../support/redis.js'

export type Role = 'all' | 'web' | 'worker'

/** The Slack that the product is put on. */
export interface SlackGround {
  /** What the product must be told of it. */
  env: Record<string, string>
  /** The product listens here now. */
  listensAt(url: string): void
  close(): Promise<unknown>
}

export interface NewSource {
  workspaceId: string
  kind: string
  name?: string
  secret?: string
}

/** The whole product, on any Slack. */
export interface Product {
  database: FreshDatabase
  /** The environment that another process needs to be part of it. */
  env: Record<string, string>
  /** Where it listens; empty before it did. */
  readonly url: string
  /** A process of the test's own listens there. */
  listensAt(url: string): void
  startBot(role?: Role): Promise<Heard>
  /** Every bot of this process. */
  stopBot(): Promise<void>
  /** `url` follows the product to where it listens. */
  source(source: NewSource): Promise<Feed>
  bind(workspaceId: string, source: string, binding: Record<string, unknown>): ReturnType<typeof bindQuestion>
  /** Rows that are still to be told. */
  due(): Promise<number>
  close(): Promise<void>
}

export interface ProductOptions {
  backend?: QueueBackend | undefined
  clock?: Clock | undefined
}

/** A real PostgreSQL, a real queue, and no bot yet. */
export async function openProduct(
  slack: SlackGround,
  { backend, clock = systemClock }: ProductOptions = {},
): Promise<Product> {
  const database = await freshDatabase()
  const redis = backend === 'redis' ? await privateRedis() : null
  const dataFolder = await mkdtemp(path.join(os.tmpdir(), 'heard-journey-'))
  const key = randomBytes(32).toString('base64')
  const env: Record<string, string> = {
    DATABASE_URL: database.url,
    HEARD_DATA: dataFolder,
    HEARD_PORT: '0',
    HEARD_KEY: key,
    HEARD_LOG: process.env['HEARD_LOG'] ?? 'silent',
    ...(redis && { REDIS_URL: redis.url }),
    ...slack.env,
  }
  const { prisma, pool } = database.database
  const bots: Heard[] = []
  let url = ''
  const product: Product = {
    database,
    env,
    get url() {
      return url
    },
    listensAt(here) {
      url = here
      slack.listensAt(here)
    },
    async startBot(role = 'all') {
      const config = readConfig({ ...env, HEARD_ROLE: role })
      const log = openLog(config.log)
      const bot = await startHeard({ config, log, clock, newId: newUuid, random: systemRandom })
      bots.push(bot)
      if (bot.url !== null) product.listensAt(bot.url)
      return bot
    },
    async stopBot() {
      for (const bot of bots.splice(0)) await bot.stop()
    },
    async source({ workspaceId, kind, name = kind, secret }) {
      const deps = { prisma, sealer: buildSealer(key), newId: newUuid }
      const added = await addSource(deps, { workspaceId, kind, name, secret, now: clock() })
      return {
        get url() {
          return `${url || 'http://127.0.0.1:0'}/webhooks/${kind}/${added.token}`
        },
        secret: secret ?? added.madeSecret ?? '',
      }
    },
    bind: (workspaceId, sourceName, binding) =>
      bindQuestion(
        { prisma, bell: { ring: () => Promise.resolve() } },
        { workspaceId, sourceName, binding, by: 'test', now: clock() },
      ),
    async due() {
      const { rows } = await pool.query<{ due: string }>(
        `SELECT (SELECT count(*) FROM alert WHERE handled_version < version)
              + (SELECT count(*) FROM card_message WHERE shown_version < wanted_version)
              + (SELECT count(*) FROM burst WHERE shown_version < wanted_version)
              + (SELECT count(*) FROM binding WHERE done_at IS NULL)
              + (SELECT count(*) FROM notice WHERE posted_at IS NULL OR shown_version < wanted_version) AS due`,
      )
      return Number(rows[0]?.due ?? 0)
    },
    async close() {
      await product.stopBot()
      await slack.close()
      await database.drop()
      await redis?.stop()
      await rm(dataFolder, { recursive: true, force: true })
    },
  }
  return product
}

/** Who held them is dead: what a minute would do, now. */
export async function endLeases({ database }: Pick<Product, 'database'>): Promise<void> {
  for (const table of ['alert', 'card_message', 'burst', 'notice', 'home_view']) {
    await database.database.pool.query(`UPDATE ${table} SET lease_until = NULL`)
  }
}
