import { spawnSync } from 'node:child_process'
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
