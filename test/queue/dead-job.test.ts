import { v7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { systemClock } from '../../src/clock.js'
import type { Job } from '../../src/queue/job.js'
import { claim, type Queryable } from '../../src/queue/lease.js'
import { noticeOutbox } from '../../src/queue/outbox.js'
import { openQueue } from '../../src/queue/queue.js'
import { startSweep } from '../../src/queue/sweep.js'
import { freshDatabase } from '../support/database.js'
import { recordingLog } from '../support/recording-log.js'
import { privateRedis, queueBackends } from '../support/redis.js'
import { insertNotice, layGround } from '../support/rows.js'
import { soon } from '../support/soon.js'

const Payload = z.object({ id: z.uuid() })

/** Takes the row's lease, notes which try it was, and does what the test says. */
function claimingJob(pool: Queryable, leaseMs: number, then: () => Promise<void>) {
  const attempts: number[] = []
  const job: Job<z.infer<typeof Payload>> = {
    name: 'notice',
    schema: Payload,
    async handle({ id }) {
      const lease = await claim(pool, noticeOutbox, id, systemClock(), leaseMs)
      if (lease === null) return undefined
      attempts.push(lease.attempts)
      await then()
      return undefined
    },
  }
  return { job, attempts }
}

describe.each(queueBackends())('a job whose process died while it ran (queue on %s)', (backend) => {
  it('is rung past: its row waits for the lease only', async () => {
    const db = await freshDatabase()
    const redis = backend === 'redis' ? await privateRedis() : null
    const log = recordingLog()
    const { pool } = db.database
    const open = () => {
      const where = { databaseUrl: db.url, redisUrl: redis?.url ?? null }
      return openQueue({ ...where, log, clock: systemClock, ...(redis && { prefix: redis.prefix }) })
    }
    const id = v7()
    await insertNotice(pool, await layGround(pool), id)
    let bury = (): void => undefined
    const dead = new Promise<void>((resolve) => (bury = resolve))
    const dying = claimingJob(pool, 1_000, () => dead)
    const killed = open()
    await killed.work([dying.job], 1)
    await killed.bell.ring([{ job: 'notice', id }])
    await soon(() => expect(dying.attempts).toEqual([1]))

    const restarted = open()
    const next = claimingJob(pool, 60_000, () => Promise.resolve())
    await restarted.work([next.job], 1)
    const sweep = startSweep({ pool, bell: restarted.bell, clock: systemClock, log, everyMs: 50 })
    try {
      // Far sooner than the queue's own look for stalled jobs, which is every 30 s.
      await soon(() => expect(next.attempts).toEqual([2]))
    } finally {
      bury()
      await sweep.stop()
      await Promise.all([restarted.close(), killed.close()])
      await redis?.stop()
      await db.drop()
    }
  })
})
