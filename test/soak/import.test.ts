import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { SoakFigures } from './soak.js'

const seed = Number(process.env['HEARD_SEED'] ?? 20_261_122)
const rows = 20_000

function run(args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/soak/soak.ts', ...args])
  const seen = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => (seen.out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (seen.err += chunk.toString()))
  return new Promise((resolve) => child.once('exit', (code) => resolve({ code, ...seen })))
}

describe(`npm run soak (HEARD_SEED=${seed})`, () => {
  it('imports 20,000 rows, killed half-way and run again, with the counts of one clean run', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'heard-soak-test-'))
    const file = path.join(folder, 'figures.json')
    const { code, out, err } = await run(['--rows', String(rows), '--seed', String(seed), '--json', file])
    expect(code, out + err).toBe(0)
    const figures = JSON.parse(await readFile(file, 'utf8')) as SoakFigures
    await rm(folder, { recursive: true, force: true })

    expect(figures.same).toBe(true)
    expect(figures.storedAgain).toEqual(figures.stored)
    expect(figures.killedAfter).toBeGreaterThanOrEqual(rows / 2)
    expect(figures.killedAfter).toBeLessThan(rows)
    expect(figures.wentOnAfter).toBe(figures.killedAfter)
    const { stored } = figures
    for (const state of ['scored', 'quarantined', 'unscored', 'unbound']) {
      expect(stored.states[state], state).toBeGreaterThan(0)
    }
    expect(stored.scores).toBe(stored.states['scored'])
    expect(stored.questions['recommend']).toBeGreaterThan(rows * 0.9)
    expect(stored.customers).toBeGreaterThan(rows / 10)
    // One question waits, and is asked about once; nothing of the past raises a card.
    expect([stored.notices, stored.alerts]).toEqual([1, 0])
    expect(out).toContain(`seed ${seed}`)
    expect(out).toMatch(/rows\/s, \d+ MB at most|rows\/s, memory unknown/)
  }, 240_000)

  it('explains itself, and says which option is wrong', async () => {
    const [help, wrong] = await Promise.all([run(['--help']), run(['--rows', 'many'])])
    expect(help).toMatchObject({ code: 0, err: '' })
    expect(help.out).toContain('npm run soak -- --rows 20000')
    expect(wrong.code).toBe(1)
    expect(wrong.err).toContain('--rows: "many" is not a whole number')
  })
})
