import { createHash } from 'node:crypto'
import { chmod, chown, lstat, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { AppError } from '../../errors.js'
import type { Log } from '../../logging/log.js'
import { canEnter, type Account } from './account.js'

/** Where one embedded server lives. */
export interface Place {
  /** PostgreSQL's own data folder. It exists only once it is complete. */
  data: string
  /** The folder around it, for what belongs to it: log, copied binaries. */
  home: string
  /** Folder of the unix socket; unused on Windows. */
  socket: string
}

const pointerFile = 'postgres-is-at'
/** A socket's path is limited to 103 bytes on macOS; the file's own name takes 15. */
const longestSocketFolder = 88

/**
 * Decides where the server of a data folder lives, and makes the folders around it. As root the server runs under
 * another account: when that one cannot reach the data folder (a clone under a closed home), the data goes to a folder
 * of the system, which a pointer file in the data folder remembers.
 */
export async function findPlace(
  dataFolder: string,
  account: Account,
  log: Pick<Log, 'info'>,
): Promise<Place> {
  const folder = path.resolve(dataFolder)
  await mkdir(folder, { recursive: true, mode: 0o711 })
  const home = account ? await homeForAccount(folder, account, log) : folder
  return { home, data: path.join(home, 'postgres'), socket: await socketFolder(home, account) }
}

async function homeForAccount(
  folder: string,
  account: NonNullable<Account>,
  log: Pick<Log, 'info'>,
): Promise<string> {
  const pointed = await readPointer(folder)
  if (pointed) return pointed
  // The folder is ours; passing through it shows nothing of it.
  const { mode, uid } = await stat(folder)
  if (uid === process.getuid?.() && (mode & 0o011) !== 0o011) await chmod(folder, mode | 0o011)
  if (await canEnter(account, folder)) return folder
  return makeSystemHome(folder, account, log)
}

async function readPointer(folder: string): Promise<string | null> {
  const home = (await readFile(path.join(folder, pointerFile), 'utf8').catch(() => '')).trim()
  if (home === '') return null
  const found = await lstat(home).catch(() => null)
  if (found?.isDirectory() && found.uid === process.getuid?.()) return home
  throw new AppError({
    code: 'misconfigured',
    message: 'the folder that holds the database is gone or not ours',
    tellUser: ({ start }) => start.embedded.placeGone(path.join(folder, pointerFile), home),
  })
}

async function makeSystemHome(
  folder: string,
  account: NonNullable<Account>,
  log: Pick<Log, 'info'>,
): Promise<string> {
  for (const parent of ['/var/lib', '/var/tmp']) {
    const home = await mkdtemp(path.join(parent, 'heard-')).catch(() => null)
    if (home === null) continue
    await chmod(home, 0o755)
    if (!(await canEnter(account, home))) {
      await rm(home, { recursive: true, force: true })
      continue
    }
    try {
      await writeFile(path.join(folder, pointerFile), `${home}\n`, { flag: 'wx' })
    } catch {
      // Another start was first: its place counts.
      await rm(home, { recursive: true, force: true })
      return (await readPointer(folder)) ?? folder
    }
    log.info('the database lives elsewhere: its account cannot enter the data folder', {
      dataFolder: folder,
      databaseFolder: home,
      account: account.name,
    })
    return home
  }
  throw new AppError({
    code: 'misconfigured',
    message: 'no folder that the account of PostgreSQL can enter',
    tellUser: ({ start }) => start.embedded.noPlace(account.name, folder),
  })
}

/** A short path under the temporary folder. */
async function socketFolder(home: string, account: Account): Promise<string> {
  const name = `heard-${createHash('sha256').update(home).digest('hex').slice(0, 12)}`
  const usual = path.join(os.tmpdir(), name)
  if (process.platform === 'win32') return usual
  const fits = Buffer.byteLength(usual) <= longestSocketFolder && (await canEnter(account, os.tmpdir()))
  return fits ? usual : path.join('/tmp', name)
}

/** Only the server's account may enter it: whoever can put a socket there can pose as our server. */
export async function makeSocketFolder(folder: string, account: Account): Promise<void> {
  await mkdir(folder, { mode: 0o700 }).catch((error: unknown) => ignoreExisting(error))
  const found = await lstat(folder)
  if (!found.isDirectory() || ![process.getuid?.(), account?.uid].includes(found.uid)) {
    throw new AppError({
      code: 'misconfigured',
      message: 'the socket folder belongs to somebody else',
      tellUser: ({ start }) => start.embedded.socketFolder(folder),
    })
  }
  if (account) await chown(folder, account.uid, account.gid)
  await chmod(folder, 0o700)
}

function ignoreExisting(error: unknown): void {
  if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return
  throw error
}
