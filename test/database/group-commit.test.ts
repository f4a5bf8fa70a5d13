import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../src/errors.js'
import { groupCommit } from '../../src/database/group-commit.js'
import { freshDatabase, type FreshDatabase } from '../support/database.js'

const limits = { maxBatch: 64, maxQueue: 1_000 }

describe('group commit on PostgreSQL', () => {
  let db: FreshDatabase
  const batches: number[] = []
  beforeAll(async () => {
    db = await freshDatabase()
    await db.database.pool.query('CREATE TABLE line (id int PRIMARY KEY, body text NOT NULL)')
  })
  beforeEach(async () => {
    batches.length = 0
    await db.database.pool.query('TRUNCATE line')
  })
  afterAll(() => db.drop())

  async function write(batch: { id: number; body: string }[]): Promise<number[]> {
    batches.push(batch.length)
    const { rows } = await db.database.pool.query<{ id: number }>(
      'INSERT INTO line SELECT * FROM jsonb_to_recordset($1::jsonb) AS r(id int, body text) RETURNING id',
      [JSON.stringify(batch)],
    )
    return rows.map((row) => row.id)
  }
  const count = async (): Promise<number> =>
    Number((await db.database.pool.query<{ n: string }>('SELECT count(*) AS n FROM line')).rows[0]?.n)

  it('shares statements between rows that come together and answers each', async () => {
    const commit = groupCommit({ flush: write, ...limits })
    const answers = await Promise.all(Array.from({ length: 300 }, (_, id) => commit.push({ id, body: 'x' })))
    expect(answers).toEqual(Array.from({ length: 300 }, (_, id) => id))
    expect(batches).toEqual([64, 64, 64, 64, 44])
    expect(await count()).toBe(300)
  })

  it('lets a row that cannot be stored harm no neighbour', async () => {
    const commit = groupCommit({ flush: write, ...limits })
    const pushed = Array.from({ length: 40 }, (_, id) =>
      commit.push({ id, body: id % 10 === 3 ? 'nul \u0000' : 'fine' }),
    )
    const settled = await Promise.allSettled(pushed)
    expect(settled.flatMap((one, id) => (one.status === 'rejected' ? [id] : []))).toEqual([3, 13, 23, 33])
    expect(await count()).toBe(36)
    await commit.idle()
    expect(commit.size()).toBe(0)
  })

  it('survives a deadlock with another writer', async () => {
    await db.database.pool.query("INSERT INTO line VALUES (1, 'a'), (2, 'b')")
    let deadlocks = 0
    const update = async (batch: number[]): Promise<number[]> => {
      const client = await db.database.pool.connect()
      try {
        await client.query("BEGIN; SET LOCAL deadlock_timeout = '50ms'")
        for (const id of batch) await client.query("UPDATE line SET body = body || 'x' WHERE id = $1", [id])
        await client.query('COMMIT')
        return batch
      } catch (error) {
        await client.query('ROLLBACK')
        deadlocks++
        throw error
      } finally {
        client.release()
      }
    }
    const one = groupCommit({ flush: update, ...limits })
    const other = groupCommit({ flush: update, ...limits })
    for (let round = 0; round < 10; round++) {
      await Promise.all([one.push(1), one.push(2), other.push(2), other.push(1)])
    }
    const { rows } = await db.database.pool.query<{ n: number }>(
      'SELECT length(body)::int AS n FROM line ORDER BY id',
    )
    expect(rows).toEqual([{ n: 21 }, { n: 21 }])
    expect(deadlocks).toBeGreaterThan(0)
  })

  it('answers unavailable to all when the server ends the session, without trying rows one by one', async () => {
    const commit = groupCommit({
      flush: (batch: number[]) => {
        batches.push(batch.length)
        return db.database.pool.query('SELECT pg_terminate_backend(pg_backend_pid())').then(() => batch)
      },
      ...limits,
    })
    const settled = await Promise.allSettled([commit.push(1), commit.push(2), commit.push(3)])
    expect(settled.map((one) => (one.status === 'rejected' ? codeIn(one.reason) : 'stored'))).toEqual(
      Array(3).fill('unavailable'),
    )
    expect(batches).toEqual([3])
  })
})

describe('group commit', () => {
  it('refuses at once when too many wait, and takes rows again afterwards', async () => {
    let open = (): void => undefined
    const gate = new Promise<void>((resolve) => (open = resolve))
    const commit = groupCommit({ flush: (rows: number[]) => gate.then(() => rows), maxBatch: 2, maxQueue: 3 })
    const first = [commit.push(1), commit.push(2), commit.push(3)]
    const refused = await commit.push(4).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'too_busy', retryable: true, retryAfterMs: 1_000 })
    open()
    expect(await Promise.all(first)).toEqual([1, 2, 3])
    expect(await commit.push(5)).toBe(5)
  })

  it('has one flush in flight at a time', async () => {
    let flying = 0
    let most = 0
    const flush = async (rows: number[]): Promise<number[]> => {
      most = Math.max(most, ++flying)
      await new Promise((resolve) => setImmediate(resolve))
      flying--
      return rows
    }
    const commit = groupCommit({ flush, maxBatch: 3, maxQueue: 1_000 })
    const pushed: Promise<number>[] = []
    for (let row = 0; row < 50; row++) {
      pushed.push(commit.push(row))
      if (row % 7 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
    expect(await Promise.all(pushed)).toEqual(Array.from({ length: 50 }, (_, row) => row))
    expect(most).toBe(1)
  })

  it('stops trying rows alone once the database is away', async () => {
    let calls = 0
    const flush = (rows: number[]): Promise<number[]> => {
      calls++
      if (rows.length > 1) return Promise.reject(Object.assign(new Error('bad'), { code: '22P05' }))
      if (calls === 2) return Promise.resolve(rows)
      return Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }))
    }
    const commit = groupCommit({ flush, ...limits })
    const settled = await Promise.allSettled([1, 2, 3, 4].map((row) => commit.push(row)))
    expect(settled.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected'])
    expect(calls).toBe(3)
  })

  it('is idle when nothing was ever pushed', async () => {
    await groupCommit({ flush: (rows: number[]) => Promise.resolve(rows), ...limits }).idle()
  })
})

const codeIn = (error: unknown): string => (error instanceof AppError ? error.code : String(error))
