import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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
})
