import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { AppError } from '../errors.js'
import type { Log } from '../logging/log.js'
import { codeOf } from './failure.js'
import { serverAccount } from './embedded/account.js'
import { clusterAt, type Cluster, type ClusterOptions, type Running } from './embedded/cluster.js'
import { findPlace } from './embedded/place.js'
import { join, type Guest, type Presence } from './embedded/presence.js'

export interface EmbeddedOptions extends ClusterOptions {
  log: Pick<Log, 'info' | 'warn'>
}

/** The PostgreSQL that Heard runs itself when DATABASE_URL is unset. */
export interface EmbeddedServer {
  /** Of the database "heard". Stays the same over restarts of a server on a unix socket. */
  url: string
  how: 'adopted' | 'started'
  /** Leaves; the last one out stops the server. */
  close(): Promise<void>
}

interface Membership {
  running: Running
  presence: Presence
}

const joinAttempts = 20
const pauseMs = 250
const recoveryPauseMs = 1_000

/**
 * Adopts or starts the server of a data folder. It survives a `kill -9` of its user: the next one adopts it. When the
 * server itself is killed under a running bot, the bot starts it again.
 * @param guest 'bot' claims the folder for as long as the process lives; 'visitor' (the CLI) only passes by
 * @throws AppError misconfigured, with what to do, when another bot has the folder or PostgreSQL cannot run here
 */
export async function startEmbedded(
  dataFolder: string,
  guest: Guest,
  options: EmbeddedOptions,
): Promise<EmbeddedServer> {
  const account = await serverAccount(path.resolve(dataFolder, 'postgres'))
  const place = await findPlace(dataFolder, account, options.log)
  const cluster = clusterAt(place, account, options)
  const enter = (): Promise<Membership> => enterServer(cluster, guest, dataFolder)
  const first = await enter()
  options.log.info('embedded PostgreSQL is up', { how: first.running.how, folder: place.data })
  const stay = guest === 'bot' ? keepUp(first, enter, options.log) : { current: () => first, stop: nothing }
  return {
    url: first.running.url('heard'),
    how: first.running.how,
    async close() {
      await stay.stop()
      const { presence } = stay.current()
      if (await presence.leave()) await cluster.stop()
      await presence.end()
    },
  }
}

const nothing = (): Promise<void> => Promise.resolve()

/** The last one out may stop the server just when we come in: then we begin again. */
async function enterServer(cluster: Cluster, guest: Guest, dataFolder: string): Promise<Membership> {
  for (let attempt = 1; ; attempt++) {
    const running = await cluster.adoptOrStart()
    try {
      const presence = await join(running.url('postgres'), guest, dataFolder)
      await ensureDatabase(running.url('postgres'))
      return { running, presence }
    } catch (error) {
      if (error instanceof AppError || attempt === joinAttempts) throw error
      await sleep(pauseMs)
    }
  }
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = 'heard'")
    if (rowCount === 0) await client.query('CREATE DATABASE heard')
  } catch (error) {
    // 42P04, 23505: another start made it at the same moment.
    if (!['42P04', '23505'].includes(codeOf(error) ?? '')) throw error
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Brings the server back and claims it again whenever our session ends before we do. */
function keepUp(
  first: Membership,
  enter: () => Promise<Membership>,
  log: EmbeddedOptions['log'],
): { current(): Membership; stop(): Promise<void> } {
  const stopping = new AbortController()
  let current = first
  const stopped = new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve()))
  const watch = async (): Promise<void> => {
    for (;;) {
      await Promise.race([current.presence.gone, stopped])
      if (stopping.signal.aborted) return
      log.warn('embedded PostgreSQL went away; bringing it back')
      await comeBack()
    }
  }
  async function comeBack(): Promise<void> {
    for (let told = ''; !stopping.signal.aborted;) {
      try {
        current = await enter()
        return log.info('embedded PostgreSQL is back', { how: current.running.how })
      } catch (error) {
        const reason = error instanceof AppError ? error.message : String(codeOf(error))
        if (reason !== told) log.warn('embedded PostgreSQL is not ours again yet', { reason })
        told = reason
        await sleep(recoveryPauseMs, undefined, { signal: stopping.signal }).catch(() => undefined)
      }
    }
  }
  const watching = watch()
  return {
    current: () => current,
    async stop() {
      stopping.abort()
      await watching
    },
  }
}
