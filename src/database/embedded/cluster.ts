import { chown, readFile, realpath, rmdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { AppError } from '../../errors.js'
import { run, type Account } from './account.js'
import { findBinaries, type Binaries } from './binaries.js'
import { existingMajor, initialise, passwordFile } from './initialise.js'
import { makeSocketFolder, type Place } from './place.js'

export interface ClusterOptions {
  /** Default: a unix socket, on Windows TCP on the loopback with a password. */
  transport?: 'socket' | 'tcp'
  /** Added to the server's configuration. */
  settings?: Readonly<Record<string, string>>
}

/** A running server: the URL of one of its databases. */
export interface Running {
  url(database: string): string
  how: 'adopted' | 'started'
}

export interface Cluster {
  /** Adopts the server that runs on the place, or starts one. Any number may try at once: one starts, the others adopt. */
  adoptOrStart(): Promise<Running>
  stop(): Promise<void>
}

const startAttempts = 40
const pauseMs = 250

export function clusterAt(place: Place, account: Account, options: ClusterOptions): Cluster {
  const transport = options.transport ?? (process.platform === 'win32' ? 'tcp' : 'socket')
  return {
    async adoptOrStart() {
      const url = await runningUrl(place)
      if (url) return { url, how: 'adopted' }
      const binaries = await findBinaries(account, await existingMajor(place), place.home)
      if ((await existingMajor(place)) === null) await initialise(place, account, binaries, transport)
      for (let attempt = 0; attempt < startAttempts; attempt++) {
        if (transport === 'socket') await makeSocketFolder(place.socket, account)
        await configure(place, account, transport, options.settings ?? {})
        const started = await run(account, ...pgCtl(binaries, place, 'start'), true)
        const now = await runningUrl(place)
        if (now) return { url: now, how: started.code === 0 ? 'started' : 'adopted' }
        // The children of a killed server may take seconds to go.
        await sleep(pauseMs)
      }
      throw notStarted(place)
    },
    async stop() {
      const binaries = await findBinaries(account, await existingMajor(place), place.home)
      await run(account, ...pgCtl(binaries, place, 'stop'), true)
      await rmdir(place.socket).catch(() => undefined)
    },
  }
}

function pgCtl(binaries: Binaries, place: Place, action: 'start' | 'stop'): [string, string[]] {
  const common = ['-D', place.data, '-w', '-t', '60']
  const rest =
    action === 'start' ? ['-l', path.join(place.data, 'server.log'), 'start'] : ['-m', 'fast', 'stop']
  return [path.join(binaries.folder, 'pg_ctl'), [...common, ...rest]]
}

function notStarted(place: Place): AppError {
  return new AppError({
    code: 'misconfigured',
    message: 'the embedded PostgreSQL did not start',
    tellUser: ({ start }) => start.embedded.notStarted(path.join(place.data, 'server.log')),
  })
}

/** A function that gives URLs when a server of this very data folder answers, else null. */
async function runningUrl(place: Place): Promise<Running['url'] | null> {
  const text = await readFile(path.join(place.data, 'postmaster.pid'), 'utf8').catch(() => null)
  if (text === null) return null
  const [, , , port = '', socket = ''] = text.split('\n').map((line) => line.trim())
  const password = await readFile(passwordFile(place), 'utf8').catch(() => '')
  const url = (database: string): string =>
    socket === ''
      ? `postgresql://postgres:${password.trim()}@127.0.0.1:${port}/${database}`
      : `postgresql://postgres@localhost:${port}/${database}?host=${encodeURIComponent(socket)}`
  return (await answersFor(url('postgres'), place)) ? url : null
}

async function answersFor(url: string, place: Place): Promise<boolean> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 2_000,
    query_timeout: 5_000,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ data: string }>("SELECT current_setting('data_directory') AS data")
    return (await realpath(rows[0]?.data ?? '')) === (await realpath(place.data))
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Written before each start, so that a new release's settings reach old data. Nothing of a statement goes to the log. */
async function configure(
  place: Place,
  account: Account,
  transport: string,
  extra: Readonly<Record<string, string>>,
): Promise<void> {
  const where =
    transport === 'tcp'
      ? { listen_addresses: '127.0.0.1', unix_socket_directories: '', port: String(await freePort()) }
      : { listen_addresses: '', unix_socket_directories: place.socket, port: '5432' }
  const settings = {
    ...where,
    max_connections: '60',
    shared_buffers: '64MB',
    timezone: 'UTC',
    log_min_messages: 'warning',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    ...extra,
  }
  const lines = Object.entries(settings).map(([key, value]) => `${key} = '${value.replaceAll("'", "''")}'\n`)
  const file = path.join(place.data, 'heard.conf')
  await writeFile(file, lines.join(''), { mode: 0o600 })
  if (account) await chown(file, account.uid, account.gid)
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}
