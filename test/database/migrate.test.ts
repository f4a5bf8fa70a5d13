import { createHash } from 'node:crypto'
import { appendFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { saying } from '../support/saying.js'
import { migrate } from '../../src/database/migrate.js'
import { emptyDatabase } from '../support/database.js'
import { recordingLog } from '../support/recording-log.js'
import { soon } from '../support/soon.js'

const product = fileURLToPath(new URL('../../prisma/migrations', import.meta.url))
const clock = (): number => Date.parse('2026-11-20T12:00:00Z')

describe('migrate', () => {
  let url: string
  let remove: () => Promise<void>
  let directory: string
  let client: pg.Client
  beforeEach(async () => {
    ;({ url, remove } = await emptyDatabase())
    directory = await mkdtemp(path.join(os.tmpdir(), 'heard-test-migrations-'))
    client = new pg.Client({ connectionString: url })
    await client.connect()
  })
  afterEach(async () => {
    await client.end()
    await remove()
    await rm(directory, { recursive: true, force: true })
  })

  async function add(name: string, sql: string): Promise<void> {
    await mkdir(path.join(directory, name))
    await writeFile(path.join(directory, name, 'migration.sql'), sql)
  }
  const run = (log = recordingLog()): Promise<string[]> => migrate(url, { log, clock, directory })

  it("applies the product's migrations once, and keeps Prisma's books", async () => {
    const names = await migrate(url, { log: recordingLog(), clock })
    expect(names[0]).toBe('20261101000000_first')
    expect(await migrate(url, { log: recordingLog(), clock })).toEqual([])
    const { rows } = await client.query('SELECT * FROM _prisma_migrations ORDER BY migration_name')
    expect(rows.map((row: { migration_name: string }) => row.migration_name)).toEqual(names)
    const file = await readFile(path.join(product, names[0] ?? '', 'migration.sql'))
    expect(rows[0]).toMatchObject({
      checksum: createHash('sha256').update(file).digest('hex'),
      started_at: new Date(clock()),
      finished_at: new Date(clock()),
      rolled_back_at: null,
      logs: null,
      applied_steps_count: 1,
    })
  })

  it('lets one of six that start at once apply, in order, bodies with semicolons included', async () => {
    await add('2_second', 'ALTER TABLE a ADD COLUMN y int')
    await add(
      '1_first',
      'CREATE TABLE a (x int); DO $$ BEGIN PERFORM pg_sleep(0.1); INSERT INTO a VALUES (1); END $$;',
    )
    const applied = await Promise.all(Array.from({ length: 6 }, () => run()))
    expect(applied.filter((names) => names.length > 0)).toEqual([['1_first', '2_second']])
    expect((await client.query('SELECT x, y FROM a')).rows).toEqual([{ x: 1, y: null }])
  })

  it('leaves nothing of a migration that was killed in the middle, and applies it the next time', async () => {
    const holder = new pg.Client({ connectionString: url })
    await holder.connect()
    await holder.query('CREATE TABLE gate ()')
    await holder.query('BEGIN')
    await holder.query('LOCK TABLE gate')
    await add('1_first', 'CREATE TABLE a (x int); LOCK TABLE gate; INSERT INTO a VALUES (1)')
    const killed = run().catch((error: unknown) => error)
    await soon(async () => {
      const { rowCount } = await client.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE application_name = 'heard migrate' AND wait_event_type = 'Lock' AND datname = current_database()`,
      )
      expect(rowCount).toBe(1)
    })
    expect(await killed).toMatchObject({ code: 'unavailable' })
    await holder.end()
    expect((await client.query("SELECT to_regclass('a') AS a")).rows).toEqual([{ a: null }])
    expect(await run()).toEqual(['1_first'])
  })

  it('keeps nothing of a script that fails, nor of those after it', async () => {
    await add('1_first', 'CREATE TABLE a (x int)')
    await add('2_broken', 'CREATE TABLE b (x int); SELECT 1/0')
    await add('3_third', 'CREATE TABLE c (x int)')
    await expect(run()).rejects.toMatchObject({
      code: 'misconfigured',
      message: expect.stringContaining('2_broken'),
    })
    const { rows } = await client.query(
      "SELECT to_regclass('a') IS NULL AS a, to_regclass('b') AS b, to_regclass('c') AS c",
    )
    expect(rows).toEqual([{ a: false, b: null, c: null }])
    await writeFile(path.join(directory, '2_broken', 'migration.sql'), 'CREATE TABLE b (x int)')
    expect(await run()).toEqual(['2_broken', '3_third'])
  })

  it('warns of a file that was edited after it was applied', async () => {
    await add('1_first', 'CREATE TABLE a (x int)')
    await run()
    await appendFile(path.join(directory, '1_first', 'migration.sql'), '-- edited')
    const log = recordingLog()
    expect(await run(log)).toEqual([])
    expect(log.lines).toEqual([
      {
        level: 'warn',
        message: 'a migration was edited after it was applied',
        fields: { migration: '1_first' },
      },
    ])
  })

  it('refuses a database that is ahead of this build', async () => {
    await cp(product, directory, { recursive: true })
    await add('29990101000000_future', 'CREATE TABLE future (x int)')
    await run()
    await expect(migrate(url, { log: recordingLog(), clock })).rejects.toMatchObject({
      code: 'misconfigured',
      tellUser: saying('29990101000000_future'),
    })
  })

  it('refuses what another tool left half done', async () => {
    await add('1_first', 'CREATE TABLE a (x int)')
    await run()
    await client.query('UPDATE _prisma_migrations SET finished_at = NULL')
    await expect(run()).rejects.toMatchObject({
      code: 'misconfigured',
      message: expect.stringContaining('1_first'),
    })
  })

  it('says what to check when the database cannot be reached', async () => {
    const deps = { log: recordingLog(), clock, directory }
    await expect(migrate('postgresql://nobody@127.0.0.1:9/none', deps)).rejects.toMatchObject({
      code: 'unavailable',
      tellUser: saying('DATABASE_URL'),
    })
  })
})
