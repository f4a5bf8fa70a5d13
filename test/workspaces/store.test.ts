import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/database/database.js'
import { newUuid } from '../../src/ids.js'
import { openLog } from '../../src/logging/log.js'
import { firstWorkspace } from '../../src/workspaces/store.js'
import { freshDatabase, type FreshDatabase } from '../support/database.js'

describe('the first workspace', () => {
  let db: FreshDatabase
  beforeAll(async () => {
    db = await freshDatabase()
  })
  afterAll(() => db.drop())

  it('is one, however many processes start at the same moment', async () => {
    const { prisma } = db.database
    for (let round = 0; round < 5; round++) {
      await prisma.workspace.deleteMany()
      const others = Array.from({ length: 6 }, () =>
        openDatabase(db.url, { log: openLog('silent'), poolSize: 2 }),
      )
      const now = Date.now()

      const made = await Promise.all(
        others.map((other) => firstWorkspace({ prisma: other.prisma, newId: newUuid }, now)),
      )

      expect(new Set(made.map((workspace) => workspace.id)).size).toBe(1)
      expect(await prisma.workspace.count()).toBe(1)
      await Promise.all(others.map((other) => other.close()))
    }
  })
})
