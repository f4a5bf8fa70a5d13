import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { holdChannel, reserveSlot } from '../../src/queue/pace.js'
import { freshDatabase, type FreshDatabase } from '../support/database.js'

const now = Date.parse('2026-11-20T12:00:00Z')

describe('pacing', () => {
  let db: FreshDatabase
  beforeAll(async () => {
    db = await freshDatabase()
  })
  afterAll(() => db.drop())

  it('gives many who ask at once moments one second apart, the first at once', async () => {
    const asked = Array.from({ length: 30 }, () => reserveSlot(db.database.pool, 'C1', now, 1_000))
    const slots = (await Promise.all(asked)).toSorted((a, b) => a - b)
    expect(slots).toEqual(slots.map((_, index) => now + index * 1_000))
  })

  it('does not save up moments that passed unused, nor mix channels', async () => {
    const { pool } = db.database
    expect(await reserveSlot(pool, 'C2', now, 1_000)).toBe(now)
    expect(await reserveSlot(pool, 'C2', now + 60_000, 1_000)).toBe(now + 60_000)
    expect(await reserveSlot(pool, 'C2', now + 60_001, 1_000)).toBe(now + 61_000)
    expect(await reserveSlot(pool, 'C3', now, 1_000)).toBe(now)
  })

  it('holds a channel until the platform lets us, and never shortens a wait', async () => {
    const { pool } = db.database
    await holdChannel(pool, 'C4', now + 30_000)
    await holdChannel(pool, 'C4', now + 10_000)
    expect(await reserveSlot(pool, 'C4', now, 1_000)).toBe(now + 30_000)
    expect(await reserveSlot(pool, 'C4', now, 1_000)).toBe(now + 31_000)
  })
})
