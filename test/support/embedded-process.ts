import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface Reply {
  url?: string
  how?: string
  code?: string
  tellUser?: string
}

/** Another process that starts the embedded server of a folder: "bot" or "visitor". It lives until told to close or killed. */
export interface OtherProcess {
  child: ChildProcess
  reply: Reply
  close: () => Promise<void>
  /** kill -9, and waits until it is gone. */
  kill: () => Promise<void>
}

const script = fileURLToPath(new URL('./embedded-child.ts', import.meta.url))

export async function inOtherProcess(folder: string, guest: 'bot' | 'visitor'): Promise<OtherProcess> {
  const child = fork(script, [folder, guest], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const reply = await new Promise<Reply>((resolve, reject) => {
    child.once('message', (message) => resolve(message as Reply))
    void gone.then(() => reject(new Error('the other process ended')))
  })
  return {
    child,
    reply,
    async close() {
      child.send('close')
      await gone
    },
    async kill() {
      child.kill('SIGKILL')
      await gone
    },
  }
}
