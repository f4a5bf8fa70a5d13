import { spawn, spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { Redis } from 'ioredis'

export interface TestRedis {
  url: string
  /** Give it to openQueue: a Redis that others use too is shared by prefix. */
  prefix: string
  /** Forgets everything of ours: all of a private server, our prefix on a shared one. */
  flush(): Promise<void>
  stop(): Promise<void>
}

export type QueueBackend = 'postgres' | 'redis'

const hasBinary = (): boolean => spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status === 0

/** For describe.each: the backends that can be tested here. */
export function queueBackends(): QueueBackend[] {
  if (hasBinary() || process.env['REDIS_URL']) return ['postgres', 'redis']
  process.stdout.write('\nSKIPPED: no redis-server and no REDIS_URL: the Redis queue was NOT tested\n\n')
  return ['postgres']
}

/** A Redis of the test's own, in a folder and on a port of its own; else REDIS_URL under a prefix; else null. */
export async function privateRedis(): Promise<TestRedis | null> {
  if (hasBinary()) return startRedis()
  const shared = process.env['REDIS_URL']
  if (shared) return shareRedis(shared)
  process.stdout.write('\nSKIPPED: no redis-server and no REDIS_URL\n\n')
  return null
}

async function startRedis(): Promise<TestRedis> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'heard-test-redis-'))
  const port = await freePort()
  const args = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--dir',
    folder,
    '--save',
    '',
    '--appendonly',
    'no',
  ]
  const server = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    void ended.then(() => reject(new Error('redis-server ended at once')))
    server.stdout.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('Ready to accept connections')) resolve()
    })
  })
  const url = `redis://127.0.0.1:${port}`
  return {
    url,
    prefix: '{heard}',
    flush: () => once(url, async (redis) => void (await redis.flushall())),
    async stop() {
      server.kill('SIGKILL')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function shareRedis(url: string): TestRedis {
  const prefix = `{heard-test-${process.pid}-${Math.random().toString(36).slice(2)}}`
  const flush = (): Promise<void> =>
    once(url, async (redis) => {
      const keys = await redis.keys(`${prefix}*`)
      if (keys.length > 0) await redis.del(...keys)
    })
  return { url, prefix, flush, stop: flush }
}

async function once(url: string, use: (redis: Redis) => Promise<void>): Promise<void> {
  const redis = new Redis(url)
  try {
    await use(redis)
  } finally {
    redis.disconnect()
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}
