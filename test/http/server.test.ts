import { connect } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { AppError } from '../../src/errors.js'
import { healthRoute } from '../../src/http/health.js'
import { sendJson } from '../../src/http/send-json.js'
import { startHttpServer, type HttpServer, type Route } from '../../src/http/server.js'
import { recordingLog } from '../support/recording-log.js'

let server: HttpServer | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})

async function start(
  routes: Route[],
  drainMs = 1_000,
): Promise<{ url: string; log: ReturnType<typeof recordingLog> }> {
  const log = recordingLog()
  server = await startHttpServer({ host: '127.0.0.1', port: 0, routes, log, drainMs })
  return { url: server.url, log }
}

describe('routes', () => {
  test('are tried in order; the first that says true has answered', async () => {
    const seen: string[] = []
    const route =
      (name: string, answers: boolean): Route =>
      async (_req, res) => {
        seen.push(name)
        if (answers) sendJson(res, 200, { name })
        return answers
      }
    const { url } = await start([route('a', false), route('b', true), route('c', true)])

    const response = await fetch(url)

    expect(await response.json()).toEqual({ name: 'b' })
    expect(seen).toEqual(['a', 'b'])
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  test('nobody answers: 404 in JSON; HEAD has no body', async () => {
    const { url } = await start([])

    const got = await fetch(`${url}/anything`)
    expect([got.status, await got.json()]).toEqual([404, { error: 'there is nothing here' }])
    expect(await (await fetch(url, { method: 'HEAD' })).text()).toBe('')
  })

  test('what a route throws is a 500 with an id that the log has too, without URL or message', async () => {
    const { url, log } = await start([
      () => {
        throw new Error('ada@example.com said no')
      },
    ])

    const response = await fetch(`${url}/webhooks/typeform/secret-token`)
    const { requestId } = (await response.json()) as { requestId: string }

    expect(response.status).toBe(500)
    expect(log.lines).toHaveLength(1)
    expect(log.lines[0]).toMatchObject({
      level: 'error',
      message: 'a request failed',
      fields: { requestId, method: 'GET', kind: 'Error' },
    })
    expect(JSON.stringify(log.lines)).not.toMatch(/secret-token|ada@example/)
  })

  test('an AppError is logged by its code and message, which are free of data', async () => {
    const { url, log } = await start([
      () => Promise.reject(new AppError({ code: 'conflict', message: 'somebody was first' })),
    ])

    expect((await fetch(url)).status).toBe(500)
    expect(log.lines[0]?.fields).toMatchObject({ code: 'conflict', reason: 'somebody was first' })
  })

  test('a failure in the middle of an answer cuts the connection, and the next request is served', async () => {
    let calls = 0
    const { url } = await start([
      (_req, res) => {
        calls += 1
        if (calls > 1) return false
        res.writeHead(200, { 'content-length': 100 }).write('half')
        throw new Error('broken')
      },
    ])

    await expect(fetch(url).then((response) => response.text())).rejects.toThrow()
    expect((await fetch(url)).status).toBe(404)
  })
})

describe('closing', () => {
  test('lets a request in flight finish and takes no new one', async () => {
    const { arrived, release, route } = held()
    const { url } = await start([route], 60_000)
    const pending = fetch(url)
    await arrived

    const closed = server?.close()
    await expect(fetch(url)).rejects.toThrow()
    release()

    expect((await pending).status).toBe(200)
    await closed
  })

  test('cuts off what is not done by the deadline', async () => {
    const { arrived, route } = held()
    const { url } = await start([route], 50)
    const pending = fetch(url)
    await arrived

    await Promise.all([server?.close(), expect(pending).rejects.toThrow()])
  })

  test('does not wait for kept-alive connections', async () => {
    const { url } = await start([], 60_000)
    const { port } = new URL(url)
    const socket = connect(Number(port), '127.0.0.1')
    await new Promise<void>((resolve) => socket.once('connect', resolve))
    socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n')
    await new Promise<void>((resolve) => socket.once('data', () => resolve()))

    const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()))
    await Promise.all([server?.close(), ended])
  })
})

test('an address in use is a clear refusal', async () => {
  const { url, log } = await start([])
  const port = Number(new URL(url).port)

  const second = startHttpServer({ host: '127.0.0.1', port, routes: [], log })

  await expect(second).rejects.toMatchObject({
    code: 'misconfigured',
    message: `cannot listen on 127.0.0.1:${port} (EADDRINUSE)`,
  })
})

describe('health', () => {
  test('healthz is about the process, readyz about the database too', async () => {
    let up = true
    const { url } = await start([
      healthRoute({ ping: () => (up ? Promise.resolve(1) : Promise.reject(new Error('away'))) }),
    ])
    const status = async (path: string, method = 'GET'): Promise<number> =>
      (await fetch(url + path, { method })).status

    expect([await status('/healthz'), await status('/readyz?x=1'), await status('/readyz', 'HEAD')]).toEqual([
      200, 200, 200,
    ])
    up = false
    expect([await status('/healthz'), await status('/readyz')]).toEqual([200, 503])
    expect([await status('/healthz', 'POST'), await status('/health')]).toEqual([405, 404])
  })
})

/** A route that answers only when it is released. */
function held(): { arrived: Promise<void>; release: () => void; route: Route } {
  let arrive = (): void => undefined
  let release = (): void => undefined
  const arrived = new Promise<void>((resolve) => (arrive = resolve))
  const released = new Promise<void>((resolve) => (release = resolve))
  const route: Route = async (_req, res) => {
    arrive()
    await released
    sendJson(res, 200, {})
    return true
  }
  return { arrived, release: () => release(), route }
}
