import { createHash } from 'node:crypto'
import pg from 'pg'
import { PrismaPg } from '@prisma/adapter-pg'
import type { Log } from '../logging/log.js'
import { codeOf } from './failure.js'
import { PrismaClient } from './prisma/client.js'

/** One pool for everything of a process: Prisma serves store code, hot statements go to the pool as SQL. */
export interface Database {
  pool: pg.Pool
  prisma: PrismaClient
  /** Waits for queries in flight, then closes every connection. May be called once. */
  close(): Promise<void>
}

export interface DatabaseOptions {
  log: Pick<Log, 'warn'>
  /** Connections at most. Default 10. */
  poolSize?: number
  /** Shown in pg_stat_activity. Default "heard". */
  applicationName?: string
  /** The server cancels a statement after this long. Default 30,000 ms. */
  statementTimeoutMs?: number
}

/** How much longer than the server's own limit we wait for an answer before the connection counts as dead. */
const answerGraceMs = 5_000

/** Opens lazily: the first query connects. A server that is away makes queries fail, never the process. */
export function openDatabase(url: string, options: DatabaseOptions): Database {
  const statementTimeoutMs = options.statementTimeoutMs ?? 30_000
  const pool = new pg.Pool({
    connectionString: url,
    max: options.poolSize ?? 10,
    application_name: options.applicationName ?? 'heard',
    // Idle sessions keep their prepared statements; a burst must not pay for new ones.
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + answerGraceMs,
    lock_timeout: 10_000,
    idle_in_transaction_session_timeout: 60_000,
  })
  // Without a listener a restart of the server would end the process.
  pool.on('error', (error) => options.log.warn('a database connection broke', { code: codeOf(error) }))
  surviveBrokenConnections(pool)
  const adapter = new PrismaPg(pool, { statementNameGenerator: statementNames() })
  const prisma = new PrismaClient({ adapter })
  return {
    pool,
    prisma,
    async close() {
      await prisma.$disconnect()
      await pool.end()
    },
  }
}

/**
 * A pool listens for errors of its idle connections only: one that breaks while somebody holds it, between two queries,
 * would end the process. Who holds it learns of it from the next query.
 */
export function surviveBrokenConnections(pool: pg.Pool): void {
  pool.on('connect', (client) => client.on('error', () => undefined))
}

/** The same text gets the same name, so that PostgreSQL plans it once a session. The set of texts is the code's, so it is bounded. */
function statementNames(): (query: { sql: string }) => string {
  const names = new Map<string, string>()
  return ({ sql }) => {
    const known = names.get(sql)
    if (known !== undefined) return known
    const name = `p_${createHash('sha1').update(sql).digest('hex').slice(0, 24)}`
    if (names.size < 5_000) names.set(sql, name)
    return name
  }
}
