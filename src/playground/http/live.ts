import type { ServerResponse } from 'node:http'

/** The pages that look on. Every change is told to all of them, as a number: each looks for itself what is new. */
export interface Live {
  /** Keeps the response open as a stream of server-sent events. */
  join(response: ServerResponse): void
  /** Something may have changed. */
  ring(): void
}

/** Soon after a break the browser comes again by itself. */
const comeAgainMs = 500
const stayAwakeMs = 15_000

export function makeLive(): Live {
  const looking = new Set<ServerResponse>()
  let changes = 0
  return {
    join(response) {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
      response.write(`retry: ${comeAgainMs}\nevent: change\ndata: ${changes}\n\n`)
      looking.add(response)
      const awake = setInterval(() => response.write(': still here\n\n'), stayAwakeMs).unref()
      response.on('close', () => {
        clearInterval(awake)
        looking.delete(response)
      })
    },
    ring() {
      changes += 1
      for (const response of looking) response.write(`event: change\ndata: ${changes}\n\n`)
    },
  }
}
