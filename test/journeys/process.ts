import { spawn, type ChildProcess } from 'node:child_process'

/** The built product as a process of its own; resolves when it listens. */
export async function startProcess(
  env: Record<string, string>,
): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, ['dist/main.js'], {
    env: { ...process.env, ...env, HEARD_LOG: 'info' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise<string>((resolve, reject) => {
    let seen = ''
    child.once('exit', (code) => reject(new Error(`the process ended (${code}): ${seen}`)))
    child.stdout.on('data', (chunk: Buffer) => {
      seen += chunk.toString()
      const running = seen
        .split('\n')
        .find((line) => line.endsWith('}') && line.includes('"Heard is running"'))
      if (running) resolve((JSON.parse(running) as { url: string | null }).url ?? '')
    })
  })
  return { child, url }
}

/** kill -9. */
export function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGKILL')
  })
}
