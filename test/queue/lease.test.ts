import fc from 'fast-check'
import { v7 } from 'uuid'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { claim, nextTry, releaseLease, retryLater } from '../../src/queue/lease.js'
import { noticeOutbox, outboxes } from '../../src/queue/outbox.js'
import { freshDatabase, type FreshDatabase } from '../support/database.js'
import { insertNotice, layGround, type Ground } from '../support/rows.js'

const now = Date.parse('2026-11-20T12:00:00Z')

describe('a lease', () => {
  let db: FreshDatabase
  let ground: Ground
  let id: string
  beforeAll(async () => {
    db = await freshDatabase()
    ground = await layGround(db.database.pool)
  })
  afterAll(() => db.drop())
  beforeEach(async () => {
    id = v7()
    await insertNotice(db.database.pool, ground, id)
  })

  it('goes to one of many who ask at once', async () => {
    const asked = Array.from({ length: 20 }, () => claim(db.database.pool, noticeOutbox, id, now, 30_000))
    const got = (await Promise.all(asked)).filter((lease) => lease !== null)
    expect(got).toEqual([{ attempts: 1, until: now + 30_000 }])
  })

  it('can be taken by another when it ran out, and the late one gives back nothing', async () => {
    const { pool } = db.database
    const late = await claim(pool, noticeOutbox, id, now, 30_000)
    expect(await claim(pool, noticeOutbox, id, now + 29_999, 30_000)).toBeNull()
    const second = await claim(pool, noticeOutbox, id, now + 30_000, 30_000)
    expect(second).toEqual({ attempts: 2, until: now + 60_000 })
    await releaseLease(pool, noticeOutbox, id, late ?? undefined)
    await retryLater(pool, noticeOutbox, id, { at: now, error: 'late' }, late ?? undefined)
    expect(await claim(pool, noticeOutbox, id, now + 31_000, 30_000)).toBeNull()
  })

  it('is not given before its time, nor for a row that is done', async () => {
    const { pool } = db.database
    await claim(pool, noticeOutbox, id, now, 30_000)
    await retryLater(pool, noticeOutbox, id, { at: now + 5_000, error: 'rate_limited' })
    expect(await claim(pool, noticeOutbox, id, now + 4_999, 30_000)).toBeNull()
    expect(await claim(pool, noticeOutbox, id, now + 5_000, 30_000)).toMatchObject({ attempts: 2 })
    await releaseLease(pool, noticeOutbox, id)
    await pool.query('UPDATE notice SET posted_at = $2 WHERE id = $1', [id, new Date(now)])
    expect(await claim(pool, noticeOutbox, id, now + 60_000, 30_000)).toBeNull()
    const { rows } = await pool.query('SELECT attempts, last_error, lease_until FROM notice WHERE id = $1', [
      id,
    ])
    expect(rows).toEqual([{ attempts: 0, last_error: null, lease_until: null }])
  })

  it.each(outboxes)('works on $table', async (outbox) => {
    expect(await claim(db.database.pool, outbox, v7(), now, 30_000)).toBeNull()
    await retryLater(db.database.pool, outbox, v7(), { at: now, error: 'x' })
    await releaseLease(db.database.pool, outbox, v7())
  })

  it.each(outboxes)(
    '$table: the sweep of what is due reads an index as small as the backlog',
    async (outbox) => {
      const client = await db.database.pool.connect()
      try {
        await client.query('SET enable_seqscan = off')
        const { rows } = await client.query<{ 'QUERY PLAN': string }>(
          `EXPLAIN SELECT id FROM ${outbox.table} WHERE ${outbox.due} AND next_try_at <= '2026-11-20' ORDER BY next_try_at`,
        )
        expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain(`${outbox.table}_due`)
      } finally {
        client.release(true)
      }
    },
  )
})

describe('nextTry', () => {
  it('waits 1 s to 5 min and never less for a later attempt', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (attempts, random) => {
          const wait = nextTry(attempts, now, random) - now
          expect(wait).toBeGreaterThanOrEqual(1_000)
          expect(wait).toBeLessThanOrEqual(300_000)
          expect(nextTry(attempts + 1, now, random) - now).toBeGreaterThanOrEqual(wait)
        },
      ),
    )
  })

  it('doubles from 1-2 s', () => {
    expect([1, 2, 3, 8, 9, 50].map((attempts) => nextTry(attempts, 0, 0))).toEqual([
      1_000, 2_000, 4_000, 128_000, 150_000, 150_000,
    ])
    expect(nextTry(1, 0, 0.5)).toBe(1_500)
  })
})
