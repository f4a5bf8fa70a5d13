import { fork, spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** A process of the bench: a TypeScript file beside this one that answers each message with one. */
export interface Helper {
  pid: number
  ask<Answer>(question: object): Promise<Answer>
  /** Hears what it says unasked. */
  hear(listener: (message: unknown) => void): void
  stop(): Promise<void>
}

export async function startHelper(file: 'floor' | 'sender' | 'slack'): Promise<Helper> {
  const script = fileURLToPath(new URL(`./${file}.ts`, import.meta.url))
  const child = fork(script, [], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const answer = <Answer>(): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const ended = (): void => reject(new Error(`${file} ended`))
      child.once('exit', ended)
      child.once('message', (message) => {
        child.off('exit', ended)
        resolve(message as Answer)
      })
    })
  await answer()
  return {
    pid: child.pid ?? 0,
    ask(question) {
      const answered = answer<never>()
      child.send(question)
      return answered
    },
    hear: (listener) => void child.on('message', listener),
    stop: () => stopped(child),
  }
}

/** The built product as a process of its own. */
export interface HeardProcess {
  pid: number
  /** Null for a worker. */
  port: number | null
  stop(): Promise<void>
}

export async function startHeard(
  env: Record<string, string>,
  profileFolder: string | null,
): Promise<HeardProcess> {
  const profiling = profileFolder ? ['--cpu-prof', '--cpu-prof-dir', profileFolder] : []
  const child = spawn(process.execPath, [...profiling, 'dist/main.js'], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const port = await new Promise<number | null>((resolve, reject) => {
    let seen = ''
    child.once('exit', (code) => reject(new Error(`Heard ended (${code}): ${seen.slice(-500)}`)))
    child.stdout.on('data', (chunk: Buffer) => {
      if (seen.length > 10_000) return
      seen += chunk.toString()
      const line = seen.split('\n').find((text) => text.endsWith('}') && text.includes('"Heard is running"'))
      if (line === undefined) return
      const { url } = JSON.parse(line) as { url: string | null }
      resolve(url === null ? null : Number(new URL(url).port))
    })
  })
  return { pid: child.pid ?? 0, port, stop: () => stopped(child) }
}

function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}
