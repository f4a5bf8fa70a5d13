import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '../clock.js'
import { AppError } from '../errors.js'
import { readRawBody } from '../http/raw-body.js'
import { sendJson } from '../http/send-json.js'
import type { Route } from '../http/server.js'
import { receive, type ReceiveDeps } from './receive.js'
import { methodsOf, type RawRequest } from './source.js'
import type { ActiveSource } from './source-book.js'
import { noSuchUrl, tryAgain } from './webhook-words.js'

export interface WebhookRouteDeps extends ReceiveDeps {
  clock: Clock
  /** How the outside world reaches us, without a slash at the end; null: as the request says. */
  publicUrl: string | null
}

interface WebhookPath {
  kind: string
  token: string
}

/** A name in the DNS, as CloudEvents asks for. */
const originShape = /^[\w.:-]{1,255}$/

/** Far above any survey answer: a body over it is not one. */
const maxBytes = 1024 * 1024

const takesDeliveries: ReadonlySet<string | undefined> = new Set(['POST', 'PUT', 'PATCH'])

/**
 * POST /webhooks/<kind>/<token> takes a delivery (PUT and PATCH where the tool sends so); HEAD and GET answer 200 without a
 * body when we issued the URL, since some tools look before they post, and OPTIONS greets those that ask first. The token
 * stands in the URL, and a tool may put its secret there too: it is neither logged nor repeated.
 */
export function webhookRoute(deps: WebhookRouteDeps): Route {
  return async (req, res) => {
    const path = pathOf(req.url ?? '')
    if (!path) return false
    if (takesDeliveries.has(req.method)) await takeDelivery(deps, path, req, res)
    else if (req.method === 'GET' || req.method === 'HEAD') await look(deps, path, res)
    else if (req.method === 'OPTIONS') await greet(deps, path, req, res)
    else sendJson(res, 405, { error: 'method not allowed' }, { allow: 'POST, GET, HEAD' })
    return true
  }
}

async function takeDelivery(
  deps: WebhookRouteDeps,
  path: WebhookPath,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  // Before the body: who does not know the URL must not make us hold a megabyte.
  if (!(await isKnown(deps, path))) {
    deps.refusals.note({ at: deps.clock(), reason: 'unknown_token', sourceId: null, detail: noSuchUrl })
    return sendJson(res, 404, { error: noSuchUrl }, { connection: 'close' })
  }
  const body = await readRawBody(req, maxBytes)
  if (body.kind === 'aborted') return void res.destroy()
  if (body.kind === 'too_large') {
    return sendJson(res, 413, { error: `the body is over ${maxBytes} bytes` }, { connection: 'close' })
  }
  const headers = singleHeaders(req)
  const contentType = headers['content-type'] ?? ''
  const reply = await receive(deps, {
    ...path,
    headers,
    contentType,
    body: body.bytes,
    now: deps.clock(),
    method: req.method ?? 'POST',
    ...addressOf(deps.publicUrl, req),
  })
  sendJson(res, reply.status, reply.json, reply.headers)
}

/** A database that is away is told by `receive`, which answers 503. */
async function isKnown(deps: WebhookRouteDeps, { kind, token }: WebhookPath): Promise<boolean> {
  try {
    return (await deps.book.find(kind, token)) !== null
  } catch (error) {
    if (error instanceof AppError) return true
    throw error
  }
}

async function look(deps: WebhookRouteDeps, path: WebhookPath, res: ServerResponse): Promise<void> {
  if ((await found(deps, path, res)) === null) return
  res.writeHead(200, { 'content-length': 0, 'cache-control': 'no-store' }).end()
}

/** CloudEvents' HTTP webhooks, section 4: who may send, and that we name no rate. */
async function greet(
  deps: WebhookRouteDeps,
  path: WebhookPath,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const source = await found(deps, path, res)
  if (source === null) return
  const allow = [...methodsOf(source.tool), 'GET', 'HEAD'].join(', ')
  if (source.tool.handshake !== true) return sendJson(res, 405, { error: 'method not allowed' }, { allow })
  const origin = req.headers['webhook-request-origin']
  const welcome =
    typeof origin === 'string' && originShape.test(origin)
      ? { 'webhook-allowed-origin': origin, 'webhook-allowed-rate': '*' }
      : {}
  res.writeHead(200, { allow, 'content-length': 0, ...welcome }).end()
}

/** The source of a URL; null: it has none, or cannot be looked up, and that is answered. */
async function found(
  deps: WebhookRouteDeps,
  { kind, token }: WebhookPath,
  res: ServerResponse,
): Promise<ActiveSource | null> {
  try {
    const source = await deps.book.find(kind, token)
    if (source === null) sendJson(res, 404, { error: noSuchUrl })
    return source
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    sendJson(res, 503, { error: tryAgain }, { 'retry-after': '5' })
    return null
  }
}

const noQuery = {}

/** The address as its sender knows it, for those who sign it. */
function addressOf(publicUrl: string | null, req: IncomingMessage): Pick<RawRequest, 'url' | 'query'> {
  const target = req.url ?? ''
  const url = (publicUrl ?? `http://${req.headers.host ?? ''}`) + target
  const at = target.indexOf('?')
  if (at < 0) return { url, query: noQuery }
  // Without a prototype: a parameter may be called anything.
  const query = Object.create(null) as Record<string, string>
  for (const [name, value] of new URLSearchParams(target.slice(at + 1))) query[name] ??= value
  return { url, query }
}

/** By hand: a URL parser would throw on what the internet sends, and would decode what must not be decoded. */
function pathOf(url: string): WebhookPath | null {
  const [path = ''] = url.split(/[?#]/, 1)
  const [before, root, kind, token, ...more] = path.split('/')
  if (before !== '' || root !== 'webhooks' || !kind || !token) return null
  // One slash at the end is a common slip of whoever pastes the URL.
  return more.length === 0 || (more.length === 1 && more[0] === '') ? { kind, token } : null
}

function singleHeaders(req: IncomingMessage): Record<string, string | undefined> {
  const headers: Record<string, string | undefined> = {}
  for (const [name, value] of Object.entries(req.headers)) {
    headers[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return headers
}
