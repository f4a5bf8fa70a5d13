import { v7 } from 'uuid'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { systemClock } from '../../src/clock.js'
import type { Job, JobOutcome } from '../../src/queue/job.js'
import { claim, releaseLease } from '../../src/queue/lease.js'
import { noticeOutbox } from '../../src/queue/outbox.js'
import { openQueue, type Queue } from '../../src/queue/queue.js'
import { startSweep } from '../../src/queue/sweep.js'
import { freshDatabase, type FreshDatabase } from '../support/database.js'
import { recordingLog } from '../support/recording-log.js'
import { privateRedis, queueBackends, type TestRedis } from '../support/redis.js'
import { insertNotice, layGround } from '../support/rows.js'
import { soon } from '../support/soon.js'

const Payload = z.object({ id: z.uuid() })
type Payload = z.infer<typeof Payload>

/** A job that keeps what it was given and lets a test wait for it. */
function recordingJob(
  name: string,
  handle: (data: Payload) => Promise<JobOutcome> = () => Promise.resolve(undefined),
) {
  const seen: string[] = []
  const job: Job<Payload> = {
    name,
    schema: Payload,
    handle(data) {
      seen.push(data.id)
      return handle(data)
    },
  }
  return { job, seen }
}

const until = (check: () => void | Promise<void>): Promise<void> => soon(check, 20)

describe.each(queueBackends())('the queue on %s', (backend) => {
  let db: FreshDatabase
  let redis: TestRedis | null = null
  let queue: Queue
  let log: ReturnType<typeof recordingLog>

  beforeAll(async () => {
    if (backend === 'redis') redis = await privateRedis()
  })
  afterAll(() => redis?.stop())
  beforeEach(async () => {
    db = await freshDatabase()
    log = recordingLog()
    const prefix = redis ? { prefix: redis.prefix } : {}
    queue = openQueue({
      databaseUrl: db.url,
      redisUrl: redis?.url ?? null,
      log,
      clock: systemClock,
      ...prefix,
    })
  })
  afterEach(async () => {
    await queue.close()
    await redis?.flush()
    await db.drop()
  })

  it('hands each ring to its job', async () => {
    const alert = recordingJob('alert')
    const card = recordingJob('card')
    await queue.work([alert.job, card.job], 5)
    const ids = [v7(), v7(), v7()]
    await queue.bell.ring([
      { job: 'alert', id: ids[0]! },
      { job: 'card', id: ids[1]! },
      { job: 'alert', id: ids[2]! },
    ])
    await until(() => {
      expect(alert.seen.toSorted()).toEqual([ids[0], ids[2]].toSorted())
      expect(card.seen).toEqual([ids[1]])
    })
  })

  it('drops none of many rings at once', async () => {
    const alert = recordingJob('alert')
    await queue.work([alert.job], 5)
    const ids = Array.from({ length: 40 }, () => v7())
    await Promise.all(ids.map((id) => queue.bell.ring([{ job: 'alert', id }])))
    await until(() => expect(alert.seen.toSorted()).toEqual(ids.toSorted()))
  })

  it('works an urgent ring before all that wait', async () => {
    const card = recordingJob('card')
    const [first, second, urgent] = [v7(), v7(), v7()]
    await queue.bell.ring([
      { job: 'card', id: first },
      { job: 'card', id: second },
    ])
    await queue.bell.ring([{ job: 'card', id: urgent, urgent: true }])
    await queue.work([card.job], 1)
    await until(() => expect(card.seen).toHaveLength(3))
    expect(card.seen[0]).toBe(urgent)
  })

  it('keeps what was rung before anybody worked', async () => {
    const id = v7()
    await queue.bell.ring([{ job: 'alert', id }])
    const alert = recordingJob('alert')
    await queue.work([alert.job], 1)
    await until(() => expect(alert.seen).toEqual([id]))
  })

  it('takes the same ring twice as one while the job waits, and anew once it is done', async () => {
    const id = v7()
    await queue.bell.ring([
      { job: 'alert', id },
      { job: 'alert', id },
    ])
    await queue.bell.ring([{ job: 'alert', id }])
    const [alert, marker] = [recordingJob('alert'), v7()]
    await queue.work([alert.job], 1)
    await until(async () => {
      // A bell may leave out what it cannot say at once.
      await queue.bell.ring([{ job: 'alert', id: marker }])
      expect(alert.seen).toContain(marker)
    })
    expect(alert.seen.slice(0, 2)).toEqual([id, marker])
    await until(async () => {
      await queue.bell.ring([{ job: 'alert', id }])
      expect(alert.seen.filter((seen) => seen === id).length).toBeGreaterThan(1)
    })
  })

  it('drops an unknown name and an unusable payload, says so by id, and goes on', async () => {
    const alert = recordingJob('alert')
    const id = v7()
    await queue.bell.ring([
      { job: 'nobody', id: v7() },
      { job: 'alert', id: 'not-an-id' },
    ])
    await queue.bell.ring([{ job: 'alert', id }])
    await queue.work([alert.job], 1)
    await until(() => expect(alert.seen).toEqual([id]))
    const messages = log.lines.map((line) => line.message)
    expect(messages).toContain('a job of an unknown name was dropped')
    expect(messages).toContain('a job without a usable payload was dropped')
    expect(log.lines.filter((line) => line.level === 'error')).toEqual([])
  })

  it('delivers again when the handler asks for it, without a failure', async () => {
    let asked = 0
    const alert = recordingJob('alert', () => {
      asked++
      return Promise.resolve(asked === 1 ? { runAgainAt: systemClock() + 100 } : undefined)
    })
    await queue.work([alert.job], 1)
    const id = v7()
    await queue.bell.ring([{ job: 'alert', id }])
    await until(() => expect(alert.seen).toEqual([id, id]))
    expect(log.lines.filter((line) => line.level === 'error')).toEqual([])
  })

  it('logs a failed job by id and never by what the error says, and the row can be rung again', async () => {
    let failed = false
    const alert = recordingJob('alert', () => {
      if (failed) return Promise.resolve(undefined)
      failed = true
      return Promise.reject(new Error('Jane Roe said something'))
    })
    await queue.work([alert.job], 1)
    const id = v7()
    await queue.bell.ring([{ job: 'alert', id }])
    await until(() => expect(log.lines.some((line) => line.level === 'error')).toBe(true))
    await until(async () => {
      await queue.bell.ring([{ job: 'alert', id }])
      expect(alert.seen.length).toBeGreaterThan(1)
    })
    expect(JSON.stringify(log.lines)).not.toContain('Jane Roe')
    expect(JSON.stringify(log.lines)).toContain(`alert_${id}`)
  })

  it('waits for a running job at close', async () => {
    let release = (): void => undefined
    const held = new Promise<void>((resolve) => (release = resolve))
    let finished = false
    const alert = recordingJob('alert', async () => {
      await held
      finished = true
      return undefined
    })
    await queue.work([alert.job], 1)
    await queue.bell.ring([{ job: 'alert', id: v7() }])
    await until(() => expect(alert.seen).toHaveLength(1))
    const closing = queue.close()
    release()
    await closing
    expect(finished).toBe(true)
  })

  it('works a row once though it is rung by many and run at once', async () => {
    const { pool } = db.database
    const ground = await layGround(pool)
    const id = v7()
    await insertNotice(pool, ground, id)
    const told: string[] = []
    const notice = recordingJob('notice', async (data) => {
      const lease = await claim(pool, noticeOutbox, data.id, systemClock(), 60_000)
      if (!lease) return undefined
      told.push(data.id)
      await pool.query('UPDATE notice SET posted_at = $2 WHERE id = $1', [data.id, new Date(systemClock())])
      await releaseLease(pool, noticeOutbox, data.id, lease)
      return undefined
    })
    await queue.work([notice.job], 10)
    await Promise.all(
      [1, 2, 3].map(() => Promise.all([notice.job.handle({ id }), queue.bell.ring([{ job: 'notice', id }])])),
    )
    await until(() => expect(notice.seen.length).toBeGreaterThanOrEqual(4))
    expect(told).toEqual([id])
  })

  it('loses nothing when everything in the queue is forgotten: the sweep rings again', async () => {
    const { pool } = db.database
    const ground = await layGround(pool)
    const ids = Array.from({ length: 50 }, () => v7())
    for (const id of ids) await insertNotice(pool, ground, id)
    await queue.bell.ring(ids.map((id) => ({ job: 'notice', id })))
    if (redis) await redis.flush()
    else await pool.query('DELETE FROM bullmq.job')
    const notice = recordingJob('notice', async ({ id }) => {
      await pool.query('UPDATE notice SET posted_at = $2 WHERE id = $1', [id, new Date(systemClock())])
      return undefined
    })
    await queue.work([notice.job], 5)
    const sweep = startSweep({ pool, bell: queue.bell, clock: systemClock, log, everyMs: 50 })
    await until(() => expect(new Set(notice.seen)).toEqual(new Set(ids)))
    await sweep.stop()
  })
})

describe('the bell of a queue that is away', () => {
  it.each([
    ['postgres', 'postgresql://nobody@127.0.0.1:9/none', null],
    ['redis', 'postgresql://nobody@127.0.0.1:9/none', 'redis://127.0.0.1:9'],
  ])('%s: neither throws nor hangs, and says so once', async (_, databaseUrl, redisUrl) => {
    const log = recordingLog()
    const queue = openQueue({ databaseUrl, redisUrl, log, clock: systemClock })
    for (let i = 0; i < 3; i++) await queue.bell.ring([{ job: 'alert', id: v7() }])
    expect(log.lines.filter((line) => line.level === 'warn')).toHaveLength(1)
    await queue.close()
  })
})
