import { DelayedError, type Job as BullJob } from 'bullmq'
import { systemClock, type Clock } from '../clock.js'
import { codeOf } from '../database/failure.js'
import { AppError } from '../errors.js'
import type { Log } from '../logging/log.js'
import { openBackend, type Added, type Backend, type Consumer } from './backend.js'
import type { Bell, Job, Ring } from './job.js'

export interface QueueDeps {
  databaseUrl: string
  /** Null: the queue lives in PostgreSQL. */
  redisUrl: string | null
  log: Log
  clock: Clock
  /** Before every key in Redis. Default "{heard}": one slot of a Redis Cluster. */
  prefix?: string
}

export interface Queue {
  /** Never throws and never hangs: what it could not say in 2 s, the sweep says again. */
  bell: Bell
  /**
   * Works jobs from now on, until close. Call it once, with all jobs of the process.
   * @param concurrency jobs at a time
   * @throws AppError unavailable when the PostgreSQL of the queue cannot be reached; a Redis that is away is waited for
   */
  work(jobs: readonly Job<unknown>[], concurrency: number): Promise<void>
  /** Takes no more jobs, gives those that run 10 s to end, closes all connections. */
  close(): Promise<void>
}

const ringLimitMs = 2_000
const readyLimitMs = 5_000
const closeLimitMs = 10_000
const bulk = 1_000

export function openQueue(deps: QueueDeps): Queue {
  const outage = outageLog(deps.log)
  const backend = openBackend({
    databaseUrl: deps.databaseUrl,
    redisUrl: deps.redisUrl,
    prefix: deps.prefix ?? '{heard}',
    onError: (error) => outage.failed('background', error),
  })
  let consumer: Consumer | undefined
  return {
    bell: bellOn(backend, outage),
    async work(jobs, concurrency) {
      const byName = new Map(jobs.map((job) => [job.name, job]))
      const deliver = (bullJob: BullJob, token?: string): Promise<void> => {
        outage.ok()
        return handle(byName, bullJob, token, deps)
      }
      try {
        consumer = await backend.consumer(deliver, concurrency, (job, error) =>
          logFailed(deps.log, job, error),
        )
      } catch (cause) {
        throw new AppError({
          code: 'unavailable',
          message: `no queue (${codeOf(cause) ?? 'no code'})`,
          cause,
        })
      }
      if (!(await within(readyLimitMs, consumer.ready())))
        deps.log.warn('the queue is away; jobs wait until it is back')
    },
    async close() {
      if (consumer && !(await within(closeLimitMs, consumer.close()))) {
        deps.log.warn('jobs were still running at close; their leases run out')
      }
      await within(closeLimitMs, backend.close())
    },
  }
}

function bellOn(backend: Backend, outage: OutageLog): Bell {
  let stuck = 0
  const add = async (rings: readonly Ring[]): Promise<void> => {
    const producer = await backend.producer()
    for (let from = 0; from < rings.length; from += bulk) {
      await producer.addBulk(rings.slice(from, from + bulk).map(added))
    }
  }
  return {
    async ring(rings) {
      // While an earlier ring hangs, another would only hang beside it.
      if (rings.length === 0 || stuck > 0) return
      const adding = add(rings).then(outage.ok, (error: unknown) => outage.failed('ring', error))
      if (await within(ringLimitMs, adding)) return
      stuck++
      void adding.finally(() => stuck--)
      outage.failed('ring', new Error('no answer in time'))
    },
  }
}

/** The id makes a second ring for a row fall on the job that already waits; nothing done or failed may keep it. */
function added({ job, id, again, urgent = false }: Ring): Added {
  const jobId = again === undefined ? `${job}_${id}` : `${job}_${id}_${again}`
  const opts = { jobId, removeOnComplete: true, removeOnFail: true, lifo: urgent } as const
  return { name: job, data: { id }, opts }
}

async function handle(
  byName: ReadonlyMap<string, Job<unknown>>,
  bullJob: BullJob,
  token: string | undefined,
  deps: Pick<QueueDeps, 'log' | 'clock'>,
): Promise<void> {
  const job = byName.get(bullJob.name)
  const ids = { job: job?.name, jobId: bullJob.id }
  if (!job) return deps.log.warn('a job of an unknown name was dropped', ids)
  const data = job.schema.safeParse(bullJob.data)
  if (!data.success) return deps.log.warn('a job without a usable payload was dropped', ids)
  const outcome = await job.handle(data.data)
  if (!outcome) return
  // The queue counts on the machine's clock, whatever ours says.
  const wait = Math.max(0, outcome.runAgainAt - deps.clock())
  await bullJob.moveToDelayed(systemClock() + wait, token)
  throw new DelayedError()
}

function logFailed(log: Log, job: { name: string; id: string | undefined } | undefined, error: Error): void {
  const where = error.stack?.split('\n').filter((line) => line.trimStart().startsWith('at '))
  log.error('a job failed; its row is tried again when its lease ends', {
    jobId: job?.id,
    error: error instanceof AppError ? error.message : error.name,
    code: codeOf(error),
    at: where?.slice(0, 4).map((line) => line.trim()),
  })
}

interface OutageLog {
  failed(what: 'ring' | 'background', error: unknown): void
  ok: () => void
}

/** One line when the queue goes away, one when it is back. */
function outageLog(log: Log): OutageLog {
  let away = false
  return {
    failed(what, error) {
      const fields = { what, code: codeOf(error) }
      if (away) log.debug('the queue still fails', fields)
      else log.warn('the queue fails; the sweep rings again later', fields)
      away = true
    },
    ok() {
      if (away) log.info('the queue answers again')
      away = false
    },
  }
}

/** Whether the work ended (either way) within the time. */
async function within(limitMs: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), limitMs)
  })
  const ended = work.then(
    () => true as const,
    () => true as const,
  )
  try {
    return await Promise.race([ended, late])
  } finally {
    clearTimeout(timer)
  }
}
