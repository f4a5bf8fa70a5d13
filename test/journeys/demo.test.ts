import { spawn, spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'

describe('npm run demo -- --once', () => {
  it('closes a loop by itself, and /nps agrees with the webhooks sent', () => {
    const demo = spawnSync(process.execPath, ['dist/demo/demo.js', '--once'], {
      encoding: 'utf8',
      timeout: 110_000,
    })

    expect(demo.stderr).toBe('')
    expect(demo.stdout).toContain('A loop was closed.')
    expect(demo.stdout).not.toContain('NO ')
    expect(demo.status).toBe(0)
  }, 120_000)
})

describe('npm run demo', () => {
  /** Runs it until it says that it is up, then ends it as Ctrl-C does. */
  async function upAndDown(): Promise<{ out: string; code: number | null }> {
    const child = spawn(process.execPath, ['dist/demo/demo.js'], { stdio: ['ignore', 'pipe', 'inherit'] })
    let out = ''
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString()
      if (out.includes('Ctrl-C ends')) child.kill('SIGINT')
    })
    const code = await new Promise<number | null>((resolve) => child.once('exit', resolve))
    return { out, code }
  }

  it('can be run again and again', async () => {
    const runs = [await upAndDown(), await upAndDown()]

    for (const { out, code } of runs) {
      expect(out).toContain('Try it')
      expect(code).toBe(0)
    }
  }, 120_000)
})
