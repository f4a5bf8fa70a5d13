import { v7 } from 'uuid'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Bell, Ring } from '../../src/queue/job.js'
import { claim } from '../../src/queue/lease.js'
import { noticeOutbox } from '../../src/queue/outbox.js'
import { startSweep, sweepOnce } from '../../src/queue/sweep.js'
import { freshDatabase, type FreshDatabase } from '../support/database.js'
import { recordingLog } from '../support/recording-log.js'
import { insertNotice, layGround, type Ground } from '../support/rows.js'
import { soon } from '../support/soon.js'

const now = Date.parse('2026-11-20T12:00:00Z')
const clock = (): number => now

describe('the sweep', () => {
  let db: FreshDatabase
  let ground: Ground
  beforeEach(async () => {
    db = await freshDatabase()
    ground = await layGround(db.database.pool)
  })
  afterEach(() => db.drop())

  it('rings for what is due and free, of every outbox, and for nothing else', async () => {
    const { pool } = db.database
    const [due, held, later, done] = [v7(), v7(), v7(), v7()]
    for (const id of [due, held, later, done]) await insertNotice(pool, ground, id)
    await claim(pool, noticeOutbox, held, now, 30_000)
    await pool.query('UPDATE notice SET next_try_at = $2 WHERE id = $1', [later, new Date(now + 1)])
    await pool.query('UPDATE notice SET posted_at = $2 WHERE id = $1', [done, new Date(now)])
    const card = v7()
    await insertLoopWithCard(db, ground, card)
    const rung: Ring[] = []
    const bell: Bell = { ring: (rings) => Promise.resolve(void rung.push(...rings)) }
    expect(await sweepOnce({ pool, bell, clock })).toBe(2)
    expect(rung).toMatchObject([
      { job: 'card', id: card },
      { job: 'notice', id: due },
    ])
  })

  it('names a ring anew after a try and with each doubling of the wait, not with each sweep', async () => {
    const { pool } = db.database
    const id = v7()
    await insertNotice(pool, ground, id)
    const ringAt = async (waited: number, attempts: number): Promise<string | undefined> => {
      const since = new Date(now - waited)
      await pool.query('UPDATE notice SET next_try_at = $2, attempts = $3 WHERE id = $1', [
        id,
        since,
        attempts,
      ])
      const rung: Ring[] = []
      await sweepOnce({ pool, bell: { ring: (rings) => Promise.resolve(void rung.push(...rings)) }, clock })
      return rung[0]?.again
    }

    expect(await ringAt(9_999, 0)).toBeUndefined()
    expect(await ringAt(9_999, 1)).toBe('1_0')
    const names = new Set<string | undefined>()
    for (let waited = 0; waited < 600_000; waited += 5_000) names.add(await ringAt(waited, 0))
    expect([...names]).toEqual([undefined, '0_1', '0_2', '0_3', '0_4', '0_5', '0_6'])
  })

  it('never runs twice at once, and stop waits for the one that runs', async () => {
    const { pool } = db.database
    await insertNotice(pool, ground, v7())
    let running = 0
    let most = 0
    let rings = 0
    const bell: Bell = {
      async ring() {
        rings++
        most = Math.max(most, ++running)
        await pool.query('SELECT pg_sleep(0.02)')
        running--
      },
    }
    const sweep = startSweep({ pool, bell, clock, log: recordingLog(), everyMs: 1 })
    await soon(() => expect(rings).toBeGreaterThanOrEqual(5))
    await sweep.stop()
    const atStop = rings
    expect({ most, running }).toEqual({ most: 1, running: 0 })
    await pool.query('SELECT pg_sleep(0.1)')
    expect(rings).toBe(atStop)
  })

  it('says once that the database is away, and once that it is back', async () => {
    const { pool } = db.database
    const log = recordingLog()
    let away = true
    let asked = 0
    const flaky = {
      query: ((...args: Parameters<typeof pool.query>) => {
        asked++
        return away
          ? Promise.reject(Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }))
          : pool.query(...args)
      }) as typeof pool.query,
    }
    const sweep = startSweep({ pool: flaky, bell: { ring: () => Promise.resolve() }, clock, log, everyMs: 1 })
    await soon(() => expect(asked).toBeGreaterThan(3))
    away = false
    await soon(() => expect(log.lines.some((line) => line.level === 'info')).toBe(true))
    await sweep.stop()
    expect(log.lines.map((line) => line.message)).toEqual([
      'the sweep failed; it goes on trying',
      'the sweep works again',
    ])
  })
})

async function insertLoopWithCard(db: FreshDatabase, ground: Ground, cardId: string): Promise<void> {
  const at = new Date(now - 1_000)
  const loopId = v7()
  await db.database.pool.query(
    `INSERT INTO loop (id, workspace_id, status, severity, opened_at, first_contact_due_at, resolution_due_at)
     VALUES ($1, $2, 'new', 'normal', $3, $3, $3)`,
    [loopId, ground.workspaceId, at],
  )
  await db.database.pool.query(
    `INSERT INTO card_message (id, workspace_id, loop_id, platform, channel, wanted_version, created_at, next_try_at)
     VALUES ($1, $2, $3, 'slack', 'C1', 1, $4, $4)`,
    [cardId, ground.workspaceId, loopId, at],
  )
}
