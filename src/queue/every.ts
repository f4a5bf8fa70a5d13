import { codeOf } from '../database/failure.js'
import type { Log } from '../logging/log.js'

/** Does something again and again, never twice at once; a failure is logged and does not end it. */
export function every(
  ms: number,
  work: () => Promise<unknown>,
  log: Pick<Log, 'warn'>,
): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  let running: Promise<void> = Promise.resolve()
  function next(): void {
    running = work()
      .then(
        () => undefined,
        (error: unknown) => log.warn('a regular task failed; it goes on', { code: codeOf(error) }),
      )
      .then(() => {
        if (!stopped) timer = setTimeout(next, ms)
      })
  }
  timer = setTimeout(next, ms)
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
