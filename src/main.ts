import { existsSync, realpathSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import type { ChatOf } from './chat/port.js'
import { systemClock, systemRandom, type Clock } from './clock.js'
import { readConfig, type Config } from './config.js'
import { openData, type Data } from './database/open-data.js'
import { AppError } from './errors.js'
import { healthRoute } from './http/health.js'
import { startHttpServer, type Route } from './http/server.js'
import { newUuid, type NewId } from './ids.js'
import { openLog, type Log } from './logging/log.js'
import { followAsking } from './telling/asking-facts.js'
import { forgetDrafts } from './loops/drafts.js'
import { followHomes } from './loops/homes.js'
import { wakeLoops } from './loops/wake-loops.js'
import { openSlack } from './open-slack.js'
import { messagesFor } from './messages/messages.js'
import { operatorLanguage } from './messages/operator-language.js'
import { every } from './queue/every.js'
import { gatherRings } from './queue/gather.js'
import { buildJobs } from './queue/jobs.js'
import type { Bell } from './queue/job.js'
import { openQueue, type Queue } from './queue/queue.js'
import { startSweep } from './queue/sweep.js'
import { openApi } from './surveys/ask-api.js'
import { openIntakeCommit } from './surveys/commit.js'
import { keepRefused } from './surveys/keep-refused.js'
import { openRefusals } from './surveys/refusals.js'
import { scoreStated } from './surveys/score-stated.js'
import { openSourceBook } from './surveys/source-book.js'
import { webhookRoute } from './surveys/webhook-route.js'
import { openWatch } from './watch/watch.js'
import { keyOfDataFolder } from './workspaces/key-file.js'
import { buildSealer, type Sealer } from './workspaces/seal.js'
import { firstWorkspace } from './workspaces/store.js'

/** The only file that wires: configuration -> database, queue, Slack, HTTP -> one running process. */
export interface Parts {
  config: Config
  log: Log
  clock: Clock
  newId: NewId
  /** From 0 up to 1: jitter between tries. */
  random: () => number
  /** How often sources are looked at. Default: once a minute. */
  watchEveryMs?: number
}

export interface Heard {
  /** Where it listens; null in the worker role. */
  url: string | null
  data: Data
  queue: Queue
  sealer: Sealer
  /** Takes nothing new, lets what runs end, closes everything. */
  stop(): Promise<void>
}

/** Everything that was opened, to be closed in reverse. */
type Closers = (() => Promise<unknown>)[]

/** @throws AppError misconfigured or unavailable; what was opened until then is closed again */
export async function startHeard(parts: Parts): Promise<Heard> {
  const closers: Closers = []
  const stop = async (): Promise<void> => {
    for (const close of closers.reverse().splice(0))
      await close().catch((error: unknown) => logClose(parts.log, error))
  }
  try {
    return { ...(await open(parts, closers)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function open(parts: Parts, closers: Closers): Promise<Omit<Heard, 'stop'>> {
  const { config, log, clock } = parts
  const data = await openData(config, 'bot', { log, clock })
  closers.push(() => data.close())
  const sealer = buildSealer(config.key ?? keyOfDataFolder(config.dataFolder))
  await firstWorkspace({ prisma: data.database.prisma, newId: parts.newId }, clock())
  const queue = openQueue({ databaseUrl: data.url, redisUrl: config.redisUrl, log, clock })
  closers.push(() => queue.close())
  const { chatOf, route } = await openSlack(parts, { data, queue, sealer }, closers)
  if (config.role !== 'web') await startWorker(parts, { data, queue, sealer, chatOf }, closers)
  const url = config.role === 'worker' ? null : await startWeb(parts, { data, queue, sealer, route }, closers)
  log.info('Heard is running', {
    role: config.role,
    queue: config.redisUrl === null ? 'postgresql' : 'redis',
    url,
  })
  return { url, data, queue, sealer }
}

interface WorkerParts {
  data: Data
  queue: Queue
  sealer: Sealer
  chatOf: ChatOf
}

async function startWorker(parts: Parts, worker: WorkerParts, closers: Closers): Promise<void> {
  const { log, clock, newId, random } = parts
  const { queue, sealer, chatOf } = worker
  const { prisma, pool } = worker.data.database
  const { bell } = queue
  const intake = openIntake(parts, worker.data, bell)
  const askApi = openApi(parts.config.slack?.proxyUrl, clock)
  const deps = { prisma, pool, bell, clock, log, newId, random, chatOf, sealer, intake, askApi }
  await queue.work(buildJobs(deps), 8)
  const sweep = startSweep({ pool, bell, clock, log })
  closers.push(() => sweep.stop())
  const waking = every(5_000, () => wakeLoops({ prisma, bell }, clock()), log)
  closers.push(() => waking.stop())
  const following = every(30_000, () => followHomes({ prisma, bell }, clock()), log)
  closers.push(() => following.stop())
  const asking = every(30_000, () => followAsking({ prisma, bell }, clock()), log)
  closers.push(() => asking.stop())
  const forgetting = every(3_600_000, () => forgetDrafts(prisma, clock()), log)
  closers.push(() => forgetting.stop())
  const watch = openWatch({ database: worker.data.database, bell, log })
  const watching = every(parts.watchEveryMs ?? 60_000, () => watch.look(clock()), log)
  closers.push(() => watching.stop())
}

function openIntake({ log, clock }: Parts, data: Data, bell: Bell): ReturnType<typeof openIntakeCommit> {
  const { pool, prisma } = data.database
  const scored = (questionId: string) => scoreStated({ prisma, bell }, questionId, clock())
  return openIntakeCommit({ pool, bell, log, scoreStated: scored })
}

interface WebParts {
  data: Data
  queue: Queue
  sealer: Sealer
  route: Route | null
}

async function startWeb(parts: Parts, web: WebParts, closers: Closers): Promise<string> {
  const { config, log, clock } = parts
  const { pool, prisma } = web.data.database
  const book = openSourceBook({ prisma, sealer: web.sealer, clock })
  const { bell } = web.queue
  const intakeRings = gatherRings(bell, 100)
  closers.push(() => intakeRings.close())
  const commit = openIntake(parts, web.data, intakeRings.bell)
  const refusals = openRefusals({ log, keep: (refused) => keepRefused(pool, refused) })
  closers.push(() => refusals.flush(clock()))
  const counting = every(60_000, () => refusals.flush(clock()), log)
  closers.push(() => counting.stop())
  const routes = [
    webhookRoute({ book, commit, refusals, log, clock, publicUrl: config.publicUrl }),
    ...(web.route ? [web.route] : []),
    healthRoute({ ping: () => pool.query('SELECT 1') }),
  ]
  const server = await startHttpServer({ host: config.host, port: config.port, routes, log })
  closers.push(() => server.close())
  return server.url
}

function logClose(log: Log, error: unknown): void {
  log.warn('something did not close well', { reason: error instanceof Error ? error.name : 'unknown' })
}

/** Runs until a signal; a second one does not wait. */
async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env')
  try {
    const config = readConfig(process.env)
    const log = openLog(config.log)
    const heard = await startHeard({ config, log, clock: systemClock, newId: newUuid, random: systemRandom })
    const stop = (signal: string): void => {
      log.info('stopping', { signal })
      process.once(signal, () => process.exit(1))
      void heard.stop().then(() => process.exit(0))
    }
    process.once('SIGTERM', () => stop('SIGTERM'))
    process.once('SIGINT', () => stop('SIGINT'))
  } catch (error) {
    const known = error instanceof AppError
    process.stderr.write(
      `${known ? error.tell(messagesFor(operatorLanguage(process.env))) : String(error)}\n`,
    )
    process.exit(1)
  }
}

const started = process.argv[1]
if (started !== undefined && import.meta.url === pathToFileURL(realpathSync(started)).href) await main()
