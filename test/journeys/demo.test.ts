import { spawn, spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { realSlackSettings } from '../../src/demo/real-slack.js'

describe('npm run demo -- --once', () => {
  it('closes a loop by itself, and /nps agrees with the webhooks sent', () => {
    const demo = spawnSync(process.execPath, ['dist/demo/demo.js', '--once'], {
      encoding: 'utf8',
      timeout: 230_000,
    })

    expect(demo.stderr).toBe('')
    expect(demo.stdout).toContain('A loop was closed.')
    expect(demo.stdout).not.toContain('NO ')
    expect(demo.status).toBe(0)
  }, 240_000)
})

describe('npm run demo beside a real Slack', () => {
  const start = (env: Record<string, string | undefined>, ...more: string[]) =>
    spawnSync(process.execPath, [path.resolve('dist/demo/demo.js'), '--once', ...more], {
      encoding: 'utf8',
      timeout: 60_000,
      env: { ...process.env, ...env },
    })

  it.each([
    { SLACK_BOT_TOKEN: 'xoxb-planted-secret' },
    { SLACK_APP_TOKEN: 'xapp-planted-secret', SLACK_API_URL: 'https://slack.com/api/' },
    { SLACK_BOT_TOKEN: 'xoxb-planted-secret', SLACK_API_URL: 'http://127.0.0.1.example.com/api/' },
  ])('does not start, and says what to do (%o)', (env) => {
    const { status, stdout, stderr } = start(env)

    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toContain(Object.keys(env)[0])
    expect(stderr).toContain('--ignore-slack-settings')
    expect(stderr).not.toContain('planted-secret')
  })

  it('reads .env too', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'heard-demo-env-'))
    await writeFile(path.join(folder, '.env'), 'SLACK_BOT_TOKEN=xoxb-planted-secret\n')
    const demo = path.resolve('dist/demo/demo.js')
    const { status, stderr } = spawnSync(process.execPath, [demo, '--once'], {
      encoding: 'utf8',
      cwd: folder,
    })

    expect(status).toBe(1)
    expect(stderr).toContain('SLACK_BOT_TOKEN')
    await rm(folder, { recursive: true })
  })

  it.each([
    [{ SLACK_BOT_TOKEN: 'x', SLACK_API_URL: 'http://127.0.0.1:4000/api/' }, []],
    [{ SLACK_BOT_TOKEN: 'x', SLACK_API_URL: 'http://[::1]:4000/api/' }, []],
    [{ SLACK_BOT_TOKEN: ' ', OTHER: 'x' }, []],
    [{ SLACK_CLIENT_SECRET: 'x' }, ['SLACK_CLIENT_SECRET']],
  ])('takes only a Slack of elsewhere for a real one (%o)', (env, names) => {
    expect(realSlackSettings(env)).toEqual(names)
  })
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
      expect(out).toMatch(/Try it\n +Open the page: +http:\/\/127\.0\.0\.1:\d+\n/)
      expect(code).toBe(0)
    }
  }, 240_000)
})
