import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '../clock.js'
import { AppError } from '../errors.js'
import { readRawBody } from '../http/raw-body.js'
import { sendJson } from '../http/send-json.js'
import type { Route } from '../http/server.js'
import { isIssued, receive, type ReceiveDeps } from './receive.js'

export interface WebhookRouteDeps extends ReceiveDeps {
  clock: Clock
}

interface WebhookPath {
  kind: string
  token: string
}

/** Far above any survey answer: a body over it is not one. */
const maxBytes = 1024 * 1024

/**
 * POST /webhooks/<kind>/<token> takes a delivery; HEAD and GET answer 200 without a body when we issued the URL, since
 * some tools look before they post. The token is the only secret in a URL: it is neither logged nor repeated.
 */
export function webhookRoute(deps: WebhookRouteDeps): Route {
  return async (req, res) => {
    const path = pathOf(req.url ?? '')
    if (!path) return false
    if (req.method === 'POST') await takeDelivery(deps, path, req, res)
    else if (req.method === 'GET' || req.method === 'HEAD') await look(deps, path, res)
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
    deps.refusals.note({
      at: deps.clock(),
      reason: 'unknown_token',
      sourceId: null,
      detail: 'no source has this URL',
    })
    return sendJson(res, 404, { error: 'no source has this URL' }, { connection: 'close' })
  }
  const body = await readRawBody(req, maxBytes)
  if (body.kind === 'aborted') return void res.destroy()
  if (body.kind === 'too_large') {
    return sendJson(res, 413, { error: `the body is over ${maxBytes} bytes` }, { connection: 'close' })
  }
  const headers = singleHeaders(req)
  const contentType = headers['content-type'] ?? ''
  const reply = await receive(deps, { ...path, headers, contentType, body: body.bytes, now: deps.clock() })
  sendJson(res, reply.status, reply.json, reply.headers)
}

/** A database that is away is told by `receive`, which answers 503. */
async function isKnown(deps: WebhookRouteDeps, { kind, token }: WebhookPath): Promise<boolean> {
  try {
    return await isIssued(deps, kind, token)
  } catch (error) {
    if (error instanceof AppError) return true
    throw error
  }
}

async function look(
  deps: WebhookRouteDeps,
  { kind, token }: WebhookPath,
  res: ServerResponse,
): Promise<void> {
  try {
    if (!(await isIssued(deps, kind, token))) return sendJson(res, 404, { error: 'no source has this URL' })
    res.writeHead(200, { 'content-length': 0, 'cache-control': 'no-store' }).end()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    sendJson(res, 503, { error: 'busy, please try again' }, { 'retry-after': '5' })
  }
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
