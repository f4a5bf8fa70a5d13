import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

export interface ImportRun {
  status: number | null
  signal: NodeJS.Signals | null
  out: string
  seconds: number
  /** The most that the process ever held; null where there is no /proc. */
  peakMb: number | null
}

export interface ImportArgs {
  env: Record<string, string>
  args: readonly string[]
  /** Told again and again while it runs; true: kill -9, now. */
  isEnough?: () => Promise<boolean>
}

/** `heard import` as it is built, as a process of its own; its progress goes to our error stream. */
export async function runImport({ env, args, isEnough }: ImportArgs): Promise<ImportRun> {
  const started = performance.now()
  const child = spawn(process.execPath, ['dist/cli/heard.js', 'import', ...args], {
    env: { PATH: process.env['PATH'] ?? '', HEARD_LANGUAGE: 'en', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  let peakMb: number | null = null
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  const ended = new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (status, signal) => resolve([status, signal]))
  })
  const looking = setInterval(() => (peakMb = peakOf(child.pid ?? 0) ?? peakMb), 100)
  let over = false
  const watching = isEnough === undefined ? Promise.resolve() : watch()
  async function watch(): Promise<void> {
    while (!over) {
      if (await isEnough?.()) return void child.kill('SIGKILL')
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  const [status, signal] = await ended
  over = true
  clearInterval(looking)
  await watching
  return { status, signal, out, peakMb, seconds: (performance.now() - started) / 1_000 }
}

function peakOf(pid: number): number | null {
  try {
    const kb = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return kb === undefined ? null : Math.round(Number(kb) / 1024)
  } catch {
    return null
  }
}
