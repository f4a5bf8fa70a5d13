import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/database/database.js'
import { recordingLog } from '../support/recording-log.js'
import { freshDatabase, type FreshDatabase } from '../support/database.js'

describe('a fresh database', () => {
  let db: FreshDatabase
  beforeAll(async () => {
    db = await freshDatabase()
  })
  afterAll(() => db.drop())

  it('serves Prisma and the pool over the same connections', async () => {
    const id = '018f0000-0000-7000-8000-000000000001'
    await db.database.prisma.workspace.create({ data: { id, name: 'Acme', createdAt: new Date(0) } })
    const { rows } = await db.database.pool.query('SELECT name, time_zone FROM workspace')
    expect(rows).toEqual([{ name: 'Acme', time_zone: 'UTC' }])
  })

  it('survives that a connection breaks while somebody holds it', async () => {
    const client = await db.database.pool.connect()
    const ended = new Promise((resolve) => client.once('end', resolve))
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
    await db.database.pool.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid])
    await ended
    await expect(client.query('SELECT 1')).rejects.toThrow()
    client.release()
    expect((await db.database.pool.query('SELECT 1 AS x')).rows).toEqual([{ x: 1 }])
  })

  it('gives up a statement that runs too long', async () => {
    const hasty = openDatabase(db.url, { log: recordingLog(), statementTimeoutMs: 50 })
    await expect(hasty.pool.query('SELECT pg_sleep(20)')).rejects.toMatchObject({ code: '57014' })
    await hasty.close()
  })
})
