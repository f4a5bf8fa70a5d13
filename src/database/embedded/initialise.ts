import { randomBytes } from 'node:crypto'
import { chown, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '../../errors.js'
import { run, type Account } from './account.js'
import type { Binaries } from './binaries.js'
import type { Place } from './place.js'

const freshPrefix = 'postgres-new-'

/** @returns null when there is no data yet */
export async function existingMajor(place: Place): Promise<number | null> {
  try {
    return Number((await readFile(path.join(place.data, 'PG_VERSION'), 'utf8')).trim())
  } catch (cause) {
    if (!(await stat(place.data).catch(() => null))) return null
    throw new AppError({
      code: 'misconfigured',
      message: 'the embedded data folder cannot be read',
      tellUser: ({ start }) => start.embedded.unreadable(place.data),
      cause,
    })
  }
}

/** Only where there are no unix sockets. */
export const passwordFile = (place: Place): string => path.join(place.home, 'postgres-password')

/**
 * Makes the data in a folder beside its place and moves it there when it is complete, so that a kill leaves nothing
 * half-made and of several first starts one wins. The others find the winner's data.
 */
export async function initialise(
  place: Place,
  account: Account,
  binaries: Binaries,
  transport: string,
): Promise<void> {
  const fresh = await mkdtemp(path.join(place.home, freshPrefix))
  let failure: unknown
  try {
    await makeData(fresh, place, account, binaries, transport)
    await rename(fresh, place.data)
  } catch (error) {
    failure = error
  }
  if (failure === undefined) return removeLeftovers(place)
  await rm(fresh, { recursive: true, force: true })
  if ((await existingMajor(place)) !== null) return
  const reason = failure instanceof Error ? failure.message : 'unknown reason'
  throw new AppError({
    code: 'misconfigured',
    message: 'initdb failed',
    tellUser: ({ start }) => start.embedded.notMade(place.data, reason),
    cause: failure,
  })
}

async function makeData(
  fresh: string,
  place: Place,
  account: Account,
  binaries: Binaries,
  transport: string,
): Promise<void> {
  if (account) await chown(fresh, account.uid, account.gid)
  const auth =
    transport === 'tcp'
      ? ['-A', 'scram-sha-256', '--pwfile', await makePassword(place, account)]
      : ['-A', 'trust']
  const basics = ['-D', fresh, '-U', 'postgres', '-E', 'UTF8', '--no-instructions', ...auth]
  const initdb = path.join(binaries.folder, 'initdb')
  let made = await run(account, initdb, [...basics, '--locale=C.UTF-8'])
  if (made.code !== 0 && /locale/.test(made.output)) {
    // A system without that locale; PostgreSQL 17 and later carry their own.
    made = await run(account, initdb, [
      ...basics,
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
    ])
  }
  if (made.code !== 0) throw new Error(made.output)
  await writeFile(path.join(fresh, 'postgresql.conf'), "include 'heard.conf'\n", { flag: 'a' })
}

/** What killed or beaten first starts left. One that is still at it fails, and finds the data that is there. */
async function removeLeftovers(place: Place): Promise<void> {
  for (const name of await readdir(place.home)) {
    if (!name.startsWith(freshPrefix)) continue
    await rm(path.join(place.home, name), { recursive: true, force: true }).catch(() => undefined)
  }
}

async function makePassword(place: Place, account: Account): Promise<string> {
  const file = passwordFile(place)
  await writeFile(file, randomBytes(24).toString('hex'), { mode: 0o600, flag: 'wx' }).catch(() => undefined)
  if (account) await chown(file, account.uid, account.gid)
  return file
}
