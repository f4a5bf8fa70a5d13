import { createPostgresBackend, Queue as BullQueue, runMigrations, Worker, type Processor } from 'bullmq'
import { Redis } from 'ioredis'
import pg from 'pg'
import { surviveBrokenConnections } from '../database/database.js'

/** One job as it is added: `id` is the row's. */
export interface Added {
  name: string
  data: { id: string }
  opts: { jobId: string; removeOnComplete: true; removeOnFail: true; lifo: boolean }
}

export interface Producer {
  addBulk(jobs: Added[]): Promise<unknown>
}

export interface Consumer {
  /** Resolves when it takes jobs; may never resolve while the other side is away. */
  ready(): Promise<unknown>
  /** Takes no more jobs and waits for those that run. */
  close(): Promise<void>
}

/** Where jobs are kept. This file alone knows whether that is PostgreSQL or Redis. */
export interface Backend {
  /** Opened at the first call and kept; a failed opening is tried again at the next. */
  producer(): Promise<Producer>
  consumer(process: Processor, concurrency: number, onFailed: OnFailed): Promise<Consumer>
  close(): Promise<void>
}

export type OnFailed = (job: { name: string; id: string | undefined } | undefined, error: Error) => void

export interface BackendOptions {
  databaseUrl: string
  redisUrl: string | null
  prefix: string
  /** A connection broke or a command failed in the background. */
  onError: (error: Error) => void
}

const queueName = 'heard'
const schema = 'bullmq'

/** Under 30 s the PostgreSQL backend's look for stalled jobs deadlocks with completions and runs jobs twice. */
const consumerTimes = {
  lockDuration: 30_000,
  stalledInterval: 30_000,
  maxStalledCount: 10,
  /** After an outage jobs are taken up again this soon. */
  runRetryDelay: 1_000,
}

export function openBackend(options: BackendOptions): Backend {
  return options.redisUrl === null ? onPostgres(options) : onRedis(options, options.redisUrl)
}

function onPostgres(options: BackendOptions): Backend {
  const pool = new pg.Pool({
    connectionString: options.databaseUrl,
    max: 8,
    application_name: 'heard queue',
    keepAlive: true,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: 5_000,
    // Jobs are derived from rows: one lost in a crash of the server is rung again by the sweep.
    options: `-c search_path=${schema} -c synchronous_commit=off`,
  })
  pool.on('error', options.onError)
  surviveBrokenConnections(pool)
  const prepared = once(() => prepareSchema(pool))
  const open = once(async () => {
    await prepared.get()
    const queue = new BullQueue(queueName, { connection: pool }, createPostgresBackend)
    queue.on('error', options.onError)
    await queue.waitUntilReady()
    return queue
  })
  return {
    producer: open.get,
    async consumer(process, concurrency, onFailed) {
      await prepared.get()
      const settings = { connection: pool, concurrency, ...consumerTimes }
      const consumer = consuming(
        new Worker(queueName, process, settings, createPostgresBackend),
        options,
        onFailed,
      )
      // A worker that once failed to start on PostgreSQL never recovers; one that started does.
      await consumer.ready()
      return consumer
    },
    async close() {
      await open.opened()?.close()
      await pool.end()
    },
  }
}

async function prepareSchema(pool: pg.Pool): Promise<void> {
  const client = await pool.connect()
  try {
    // The tables themselves must survive a crash right after the first start.
    await client.query('SET synchronous_commit = on')
    await runMigrations(client, schema)
    await client.query('RESET synchronous_commit')
  } finally {
    client.release()
  }
}

function onRedis(options: BackendOptions, url: string): Backend {
  const clients: Redis[] = []
  const connect = (maxRetriesPerRequest: number | null, enableOfflineQueue: boolean): Redis => {
    const client = new Redis(url, { maxRetriesPerRequest, enableOfflineQueue })
    client.on('error', options.onError)
    clients.push(client)
    return client
  }
  const open = once(async () => {
    // A ring must fail, not wait, while Redis is away.
    const queue = new BullQueue(queueName, { connection: connect(1, false), prefix: options.prefix })
    queue.on('error', options.onError)
    await queue.waitUntilReady()
    return queue
  })
  return {
    producer: open.get,
    consumer(process, concurrency, onFailed) {
      const connection = connect(null, true)
      const settings = { connection, prefix: options.prefix, concurrency, ...consumerTimes }
      return Promise.resolve(consuming(new Worker(queueName, process, settings), options, onFailed))
    },
    async close() {
      await open.opened()?.close()
      for (const client of clients) client.disconnect()
    },
  }
}

/** What both kinds of worker have in common. */
interface AnyWorker {
  on(event: 'error', listener: (error: Error) => void): unknown
  on(event: 'failed', listener: OnFailed): unknown
  waitUntilReady(): Promise<unknown>
  close(): Promise<void>
}

function consuming(worker: AnyWorker, options: BackendOptions, onFailed: OnFailed): Consumer {
  worker.on('error', options.onError)
  worker.on('failed', onFailed)
  return { ready: () => worker.waitUntilReady(), close: () => worker.close() }
}

interface Once<T> {
  get: () => Promise<T>
  opened: () => T | undefined
}

/** Opens at the first call; a failure is forgotten, so that the next call tries again. */
function once<T>(open: () => Promise<T>): Once<T> {
  let pending: Promise<T> | undefined
  let value: T | undefined
  return {
    opened: () => value,
    get() {
      pending ??= open().then(
        (opened) => (value = opened),
        (error: unknown) => {
          pending = undefined
          throw error
        },
      )
      return pending
    },
  }
}
