import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { Redis } from 'ioredis'
import { v7 } from 'uuid'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { systemClock } from '../../src/clock.js'
import { startEmbedded } from '../../src/database/embedded.js'
import type { Job } from '../../src/queue/job.js'
import { openQueue, type Queue } from '../../src/queue/queue.js'
import { freshDatabase, type FreshDatabase } from '../support/database.js'
import { recordingLog } from '../support/recording-log.js'
import { privateRedis, queueBackends } from '../support/redis.js'
import { soon } from '../support/soon.js'

const Payload = z.object({ id: z.uuid() })

function seeingJob(): { job: Job<z.infer<typeof Payload>>; seen: string[] } {
  const seen: string[] = []
  const handle = (data: z.infer<typeof Payload>): Promise<undefined> => {
    seen.push(data.id)
    return Promise.resolve(undefined)
  }
  return { job: { name: 'alert', schema: Payload, handle }, seen }
}

/** Rings as the sweep would, until the job was seen. */
async function reaches(queue: Queue, seen: readonly string[]): Promise<void> {
  const id = v7()
  const ringAndLook = async (): Promise<void> => {
    await queue.bell.ring([{ job: 'alert', id }])
    expect(seen).toContain(id)
  }
  await soon(ringAndLook, 100)
}

describe.each(queueBackends())('the queue on %s', (backend) => {
  let db: FreshDatabase
  beforeEach(async () => {
    db = await freshDatabase()
  })
  afterEach(() => db.drop())

  it('works on after all its connections were cut', async () => {
    const redis = backend === 'redis' ? await privateRedis() : null
    const prefix = redis ? { prefix: redis.prefix } : {}
    const queue = openQueue({
      databaseUrl: db.url,
      redisUrl: redis?.url ?? null,
      log: recordingLog(),
      clock: systemClock,
      ...prefix,
    })
    const { job, seen } = seeingJob()
    await queue.work([job], 2)
    await reaches(queue, seen)
    if (redis) await cutRedis(redis.url)
    else await cutPostgres(db)
    await reaches(queue, seen)
    await reaches(queue, seen)
    await queue.close()
    await redis?.stop()
  })
})

async function cutPostgres(db: FreshDatabase): Promise<void> {
  const { rowCount } = await db.database.pool.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  )
  expect(rowCount).toBeGreaterThan(0)
}

async function cutRedis(url: string): Promise<void> {
  const admin = new Redis(url)
  expect(await admin.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')).toBeGreaterThan(0)
  admin.disconnect()
}

describe('the queue in the embedded PostgreSQL', () => {
  it('survives a kill -9 of the server right after its first start', { timeout: 120_000 }, async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'heard-test-outage-'))
    const log = recordingLog()
    const server = await startEmbedded(folder, 'bot', { log })
    const queue = openQueue({ databaseUrl: server.url, redisUrl: null, log, clock: systemClock })
    const { job, seen } = seeingJob()
    await queue.work([job], 2)
    const pid = (await readFile(path.join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]
    process.kill(Number(pid), 'SIGKILL')
    await reaches(queue, seen)
    await queue.close()
    await server.close()
    await rm(folder, { recursive: true, force: true })
  })
})
