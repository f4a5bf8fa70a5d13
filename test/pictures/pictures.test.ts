import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { withoutBrowser } from '../support/browser.js'
import { freshDatabase } from '../support/database.js'
import { takePictures } from './take.js'

const mostBytes = 150_000

/** Width and height stand at the beginning of a PNG. */
function sizeOf(png: Buffer): { width: number; height: number } {
  expect(png.subarray(1, 4).toString()).toBe('PNG')
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) }
}

describe.skipIf(withoutBrowser())('npm run pictures', () => {
  it('makes every kind of picture, cropped and small', async () => {
    const into = await mkdtemp(path.join(os.tmpdir(), 'heard-pictures-test-'))
    const database = await freshDatabase()
    const home = /^app-home\.png$/
    await takePictures({ into, states: ['working', 'new'], databaseUrl: database.url })

    const made = (await readdir(into)).filter((name) => !home.test(name)).toSorted()
    const wanted = [
      'card-new.png',
      'card-working.png',
      'form.png',
      'nps.png',
      'overview-dark.png',
      'overview.png',
    ]
    expect(made).toEqual(wanted)
    for (const name of made) {
      const png = await readFile(path.join(into, name))
      const { width, height } = sizeOf(png)
      expect({ name, small: png.length < mostBytes }).toEqual({ name, small: true })
      if (name.startsWith('overview')) expect([width, height]).toEqual([1040, 620])
      else
        expect({ name, wide: width > 400 && width < 1000, high: height > 200 && height < 820 }).toEqual({
          ...{ name, wide: true, high: true },
        })
    }
    await database.drop()
    await rm(into, { recursive: true })
  })

  it('has a help text', () => {
    const args = ['--import', 'tsx', 'test/pictures/pictures.ts', '--help']
    const { stdout, status } = spawnSync(process.execPath, args, { encoding: 'utf8' })

    expect(status).toBe(0)
    expect(stdout).toContain('npm run pictures -- --into FOLDER')
  })
})

describe('the pictures of the README', () => {
  it('are there, and small', async () => {
    const readme = await readFile('README.md', 'utf8')
    const named = [...readme.matchAll(/docs\/pictures\/[\w-]+\.png/g)].map(([name]) => name)
    expect(named).toContain('docs/pictures/overview.png')
    for (const name of new Set(named)) expect((await readFile(name)).length).toBeLessThan(mostBytes)
  })
})
