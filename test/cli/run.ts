import { spawn } from 'node:child_process'

export interface Ran {
  status: number | null
  out: string
  err: string
}

/** The built command line, as a process of its own beside a running bot. */
export function runHeard(env: Record<string, string>, ...args: string[]): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['dist/cli/heard.js', ...args], { env: { ...process.env, ...env } })
    let out = ''
    let err = ''
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
    child.once('error', reject)
    child.once('exit', (status) => resolve({ status, out, err }))
  })
}
