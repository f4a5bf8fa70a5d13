import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { queueBackends } from '../support/redis.js'
import type { Figures } from './figures.js'

const seed = 20_261_122

function run(args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/bench/ingest.ts', ...args])
  const seen = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => (seen.out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (seen.err += chunk.toString()))
  return new Promise((resolve) => child.once('exit', (code) => resolve({ code, ...seen })))
}

describe('npm run bench:ingest', () => {
  it('measures every server at every load, and the way to the card; all that was acknowledged is stored', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'heard-bench-test-'))
    const file = path.join(folder, 'figures.json')
    const { code, out, err } = await run(['--quick', '--seed', String(seed), '--json', file])
    expect(code, err).toBe(0)
    const figures = JSON.parse(await readFile(file, 'utf8')) as Figures
    await rm(folder, { recursive: true, force: true })

    const heard = queueBackends().map((backend) => `heard on ${backend}`)
    const servers = ['trivial', 'verify', 'insert', 'statement', ...heard]
    expect(figures.ingest.map(({ connections, server }) => [connections, server])).toEqual(
      [1, 16].flatMap((connections) => servers.map((server) => [connections, server])),
    )
    for (const row of figures.ingest) {
      expect(row.perSecond).toBeGreaterThan(0)
      expect(row.p99).toBeGreaterThanOrEqual(row.p50)
      if (process.platform === 'linux') expect(row.memoryMb).toBeGreaterThan(10)
    }
    expect(figures.cards.map(({ backend, cards }) => [backend, cards])).toEqual(
      queueBackends().map((backend) => [backend, 2]),
    )
    for (const row of figures.cards) {
      expect(row.bareP50).toBeGreaterThan(0)
      expect(row.cardP50).toBeGreaterThan(0)
    }
    expect(figures.kept.map(({ server }) => server)).toEqual(['insert', 'statement', ...heard])
    for (const row of figures.kept) {
      expect(row.acknowledged).toBeGreaterThan(0)
      expect(row.stored).toBe(row.acknowledged)
    }
    for (const line of ['synchronous_commit=on', '16 connections', 'Webhook to card', 'nothing lost'])
      expect(out).toContain(line)
  }, 150_000)

  it('explains itself, and says which option is wrong', async () => {
    const [help, wrong] = await Promise.all([run(['--help']), run(['--rounds', 'many'])])
    expect(help).toMatchObject({ code: 0, err: '' })
    expect(help.out).toContain('npm run bench:ingest -- --quick')
    expect(wrong.code).toBe(1)
    expect(wrong.err).toContain('--rounds: "many" is not a number')
  })
})
