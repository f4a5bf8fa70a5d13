import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { isObject, type JsonObject, parseJson, stringAt } from '../json.js'
import { limitOf } from '../rules/rules.js'
import type { Kind, Reply, Retry } from './ack.js'

export interface SocketMode {
  /** A WebSocket URL that opens one connection. */
  issueUrl(appId: string): string
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Undefined when the app has no connection. */
  send(appId: string, kind: Kind, payload: JsonObject, retry?: Retry): Promise<Reply> | undefined
  /** Tells every connection of the app to go and come again. */
  refresh(appId: string): void
  close(): Promise<void>
}

interface Ticket {
  appId: string
  givenAt: number
}

interface Shared {
  clock: () => number
  newId: () => string
  server: WebSocketServer
  tickets: Map<string, Ticket>
  connections: Map<string, Set<WebSocket>>
  waiting: Map<string, (reply: Reply) => void>
}

const pingEveryMs = 10_000
const hangUpMs = 1000

function settle(shared: Shared, raw: string): void {
  const message = parseJson(raw)
  if (!isObject(message)) return
  const id = stringAt(message, 'envelope_id') ?? ''
  const payload = message['payload']
  const empty = isObject(payload) && Object.keys(payload).length === 0
  shared.waiting.get(id)?.({ body: empty ? undefined : payload })
  shared.waiting.delete(id)
}

const tell = (socket: WebSocket, message: JsonObject): void => socket.send(JSON.stringify(message))

function welcome(shared: Shared, socket: WebSocket, appId: string): void {
  const known = shared.connections.get(appId) ?? new Set<WebSocket>()
  if (known.size >= limitOf('socket.connections')) {
    tell(socket, { type: 'disconnect', reason: 'too_many_websockets', debug_info: { host: 'stand-in' } })
    socket.close()
    return
  }
  known.add(socket)
  shared.connections.set(appId, known)
  const ping = setInterval(() => socket.ping(), pingEveryMs).unref()
  socket.on('message', (data) => settle(shared, Buffer.isBuffer(data) ? data.toString('utf8') : ''))
  socket.on('error', () => socket.terminate())
  socket.on('close', () => {
    clearInterval(ping)
    known.delete(socket)
  })
  tell(socket, {
    type: 'hello',
    num_connections: known.size,
    debug_info: { host: 'stand-in', build_number: 1, approximate_connection_time: 3600 },
    connection_info: { app_id: appId },
  })
}

/** The app that this ticket lets in, once. */
function spend(shared: Shared, url: string): string | null {
  const id = new URL(url, 'ws://stand-in').searchParams.get('ticket') ?? ''
  const ticket = shared.tickets.get(id)
  shared.tickets.delete(id)
  if (!ticket || shared.clock() - ticket.givenAt > limitOf('socket.ticket')) return null
  return ticket.appId
}

function sendEnvelope(shared: Shared, socket: WebSocket, kind: Kind, payload: JsonObject, retry?: Retry) {
  const id = shared.newId()
  const event = kind === 'events_api'
  const again = retry ? { retry_attempt: retry.num, retry_reason: retry.reason } : {}
  return new Promise<Reply>((resolve) => {
    shared.waiting.set(id, resolve)
    const envelope = { envelope_id: id, type: kind, accepts_response_payload: !event, payload }
    tell(socket, { ...envelope, ...(event ? { retry_attempt: 0, retry_reason: '', ...again } : {}) })
  })
}

/** Closes in order, and without the other side's consent after a while. */
function hangUp(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const patience = setTimeout(() => socket.terminate(), hangUpMs)
    socket.once('close', () => {
      clearTimeout(patience)
      resolve()
    })
    socket.close(1001)
  })
}

/** Announces the end; the client closes and comes again, as Slack's own clients do. */
function refresh(shared: Shared, appId: string): void {
  for (const socket of shared.connections.get(appId) ?? []) {
    tell(socket, { type: 'disconnect', reason: 'refresh_requested', debug_info: { host: 'stand-in' } })
  }
}

/** Slack's Socket Mode: tickets, hello, envelopes and their acks. `url` is known once the server listens. */
export function makeSocketMode(clock: () => number, newId: () => string, url: () => string): SocketMode {
  const shared: Shared = {
    clock,
    newId,
    server: new WebSocketServer({ noServer: true }),
    tickets: new Map(),
    connections: new Map(),
    waiting: new Map(),
  }
  return {
    issueUrl(appId) {
      const ticket = newId()
      shared.tickets.set(ticket, { appId, givenAt: clock() })
      return `${url().replace('http:', 'ws:')}/link/?ticket=${ticket}&app_id=${appId}`
    },
    upgrade(request, socket, head) {
      const appId = spend(shared, request.url ?? '')
      if (appId) shared.server.handleUpgrade(request, socket, head, (ws) => welcome(shared, ws, appId))
      else socket.end('HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\nconnection: close\r\n\r\n')
    },
    send(appId, kind, payload, retry) {
      const open = [...(shared.connections.get(appId) ?? [])].filter(
        (socket) => socket.readyState === socket.OPEN,
      )
      const [socket] = open
      return socket && sendEnvelope(shared, socket, kind, payload, retry)
    },
    refresh: (appId) => refresh(shared, appId),
    async close() {
      await Promise.all([...shared.connections.values()].flatMap((sockets) => [...sockets].map(hangUp)))
      shared.server.close()
    },
  }
}
