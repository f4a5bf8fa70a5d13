import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import type { Clock } from '../clock.js'
import { AppError, type Sentence } from '../errors.js'
import type { Log } from '../logging/log.js'
import { codeOf, failureKind } from './failure.js'

export interface MigrateDeps {
  log: Pick<Log, 'info' | 'warn'>
  clock: Clock
  /** Folder of migrations. Default: the product's own. */
  directory?: string
}

interface Migration {
  name: string
  sql: string
  /** SHA-256 of the file in hex, as Prisma keeps it. */
  checksum: string
}

/** The key Prisma's schema engine locks with, so that it and we exclude each other. */
const prismaLockKey = 72_707_369
const productMigrations = fileURLToPath(new URL('../../prisma/migrations', import.meta.url))

/**
 * Brings a database up to this build: applies each migration that is missing, in name order, each in a transaction of
 * its own together with its row in `_prisma_migrations`. Any number of processes may run it at once: one applies, the
 * others wait up to 60 s. A kill in the middle leaves nothing of the migration behind.
 * @returns the names applied, in order
 * @throws AppError misconfigured when the database is ahead of this build or a migration failed under another tool;
 *   unavailable when the server cannot be reached or another process holds the lock too long
 */
export async function migrate(url: string, deps: MigrateDeps): Promise<string[]> {
  const local = await readMigrations(deps.directory ?? productMigrations)
  const client = new pg.Client({
    connectionString: url,
    application_name: 'heard migrate',
    connectionTimeoutMillis: 10_000,
  })
  client.on('error', (error) =>
    deps.log.warn('the connection broke during a migration', { code: codeOf(error) }),
  )
  try {
    await connectAndLock(client)
    const applied = await appliedMigrations(client)
    refuseForeign(local, applied)
    return await applyMissing(client, local, applied, deps)
  } finally {
    await client.end()
  }
}

async function readMigrations(directory: string): Promise<Migration[]> {
  const entries = await readdir(directory, { withFileTypes: true })
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(path.join(directory, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

async function connectAndLock(client: pg.Client): Promise<void> {
  try {
    await client.connect()
    await client.query("SET lock_timeout = '60s'")
    await client.query('SELECT pg_advisory_lock($1)', [prismaLockKey])
    // A table lock must not queue every reader behind a long query for ever.
    await client.query("SET lock_timeout = '10s'")
  } catch (cause) {
    const code = codeOf(cause)
    throw new AppError({
      code: 'unavailable',
      message: `cannot start migrating: ${code ?? 'no connection'}`,
      tellUser: ({ start }) => start.database.unreachable(),
      cause,
    })
  }
}

async function appliedMigrations(client: pg.Client): Promise<Map<string, string>> {
  // The shape is Prisma's; we always pass the times ourselves.
  await client.query(`CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
    migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
    started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`)
  const { rows } = await client.query<{ name: string; checksum: string; finished: boolean }>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
     FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
  )
  const unfinished = rows.find((row) => !row.finished)
  if (unfinished)
    throw refusal(`migration ${unfinished.name} failed earlier under another tool`, ({ start }) =>
      start.database.failedElsewhere(unfinished.name),
    )
  return new Map(rows.map((row) => [row.name, row.checksum]))
}

function refuseForeign(local: readonly Migration[], applied: ReadonlyMap<string, string>): void {
  const known = new Set(local.map((migration) => migration.name))
  const unknown = [...applied.keys()].filter((name) => !known.has(name))
  if (unknown.length === 0) return
  const names = unknown.join(', ')
  throw refusal(`the database is ahead of this build: ${names}`, ({ start }) =>
    start.database.aheadOfBuild(names),
  )
}

function refusal(message: string, tellUser: Sentence): AppError {
  return new AppError({ code: 'misconfigured', message, tellUser })
}

async function applyMissing(
  client: pg.Client,
  local: readonly Migration[],
  applied: ReadonlyMap<string, string>,
  deps: MigrateDeps,
): Promise<string[]> {
  const done: string[] = []
  for (const migration of local) {
    const checksum = applied.get(migration.name)
    if (checksum === undefined) {
      await apply(client, migration, deps.clock)
      deps.log.info('migration applied', { migration: migration.name })
      done.push(migration.name)
    } else if (checksum !== migration.checksum) {
      deps.log.warn('a migration was edited after it was applied', { migration: migration.name })
    }
  }
  return done
}

async function apply(client: pg.Client, migration: Migration, clock: Clock): Promise<void> {
  const startedAt = new Date(clock())
  await client.query('BEGIN')
  try {
    // One simple query: the whole script with its $$ bodies.
    await client.query(migration.sql)
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, $4, $5, 1)`,
      [randomUUID(), migration.checksum, migration.name, startedAt, new Date(clock())],
    )
    await client.query('COMMIT')
  } catch (cause) {
    await client.query('ROLLBACK').catch(() => undefined)
    const away = failureKind(cause) === 'connection'
    throw new AppError({
      code: away ? 'unavailable' : 'misconfigured',
      message: `migration ${migration.name} failed (${codeOf(cause) ?? 'no code'}); nothing of it was kept`,
      tellUser: ({ start }) =>
        away
          ? start.database.migrationCutOff(migration.name)
          : start.database.migrationFailed(migration.name),
      cause,
    })
  }
}
