import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { AppError } from '../errors.js'
import type { Log } from '../logging/log.js'
import { sendJson } from './send-json.js'

/** Answers a request and says true, or leaves it untouched and says false. */
export type Route = (req: IncomingMessage, res: ServerResponse) => Promise<boolean> | boolean

export interface HttpServerOptions {
  host: string
  /** 0: any free one. */
  port: number
  /** Tried in order. */
  routes: readonly Route[]
  log: Pick<Log, 'error'>
  /** How long close waits for requests in flight. Default 10 s. */
  drainMs?: number
}

export interface HttpServer {
  /** Without a path or slash at the end. */
  url: string
  port: number
  /** Takes no new connections, lets requests in flight finish until the deadline, then closes what is left. */
  close(): Promise<void>
}

/**
 * The one HTTP server of a process. Nothing that a request holds can end the process: what a route throws is answered
 * 500 and logged with a request id, without URL, headers or body, since they hold tokens and customers' words.
 * @throws AppError misconfigured when the address cannot be listened on
 */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const server = createServer({ keepAlive: true }, (req, res) => {
    // While draining, a connection ends with the answer that it waited for.
    res.once('close', () => server.listening || setImmediate(() => server.closeIdleConnections()))
    void answer(options, req, res)
  })
  // Slow senders are cut off; kept-alive connections outlive a balancer's own idle time of 60 s.
  server.headersTimeout = 10_000
  server.requestTimeout = 30_000
  server.keepAliveTimeout = 65_000
  // Each may make us hold a body of up to 1 MB before we know who it is.
  server.maxConnections = 500
  server.on('clientError', refuseGarbage)
  await listen(server, options)
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : options.port
  const host = options.host.includes(':') ? `[${options.host}]` : options.host
  return { url: `http://${host}:${port}`, port, close: () => drain(server, options.drainMs ?? 10_000) }
}

async function answer(options: HttpServerOptions, req: IncomingMessage, res: ServerResponse): Promise<void> {
  try {
    for (const route of options.routes) {
      if (await route(req, res)) return
    }
    sendJson(res, 404, { error: 'there is nothing here' })
  } catch (error) {
    const requestId = randomUUID()
    options.log.error('a request failed', { requestId, method: req.method, ...describe(error) })
    if (res.headersSent) res.destroy()
    else sendJson(res, 500, { error: 'this is our fault', requestId })
  }
}

/** Only AppError messages are known to be free of data; of anything else, its kind and where it came from. */
function describe(error: unknown): Record<string, unknown> {
  if (error instanceof AppError) return { code: error.code, reason: error.message }
  if (!(error instanceof Error)) return { kind: typeof error }
  const stack = error.stack?.split('\n').filter((line) => line.startsWith('    at '))
  return { kind: error.constructor.name, code: Reflect.get(error, 'code') as unknown, stack }
}

function refuseGarbage(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const status =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? '431 Request Header Fields Too Large'
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? '408 Request Timeout'
        : '400 Bad Request'
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

function listen(server: Server, { host, port }: HttpServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(
        new AppError({
          code: 'misconfigured',
          message: `cannot listen on ${host}:${port} (${cause.code ?? 'unknown'})`,
          tellUser: ({ start }) => start.cannotListen(`${host}:${port}`, cause.code ?? 'unknown'),
          cause,
        }),
      )
    })
    server.listen(port, host, resolve)
  })
}

function drain(server: Server, drainMs: number): Promise<void> {
  return new Promise((resolve) => {
    const deadline = setTimeout(() => server.closeAllConnections(), drainMs)
    server.close(() => {
      clearTimeout(deadline)
      resolve()
    })
    server.closeIdleConnections()
  })
}
