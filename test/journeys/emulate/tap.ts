import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SlackMessage, SlackView } from '../../../src/demo/outsider/slack-person.js'

export interface Tap {
  url: string
  /** The form that stands open, as emulate gave it back. */
  view: SlackView | null
  replies: SlackMessage[]
  close(): Promise<void>
}

/** Passes everything on, and keeps the form that was opened: emulate shows forms on an HTML page only. */
export async function openTap(target: string): Promise<Tap> {
  const tap: Tap = { url: '', view: null, replies: [], close: () => Promise.resolve() }
  const server: Server = createServer((request, response) => {
    void pass(tap, target, request, response).catch((error: unknown) => {
      response.writeHead(502).end(String(error))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  tap.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  tap.close = () =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return tap
}

async function pass(tap: Tap, target: string, request: IncomingMessage, response: ServerResponse) {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks)
  const path = request.url ?? '/'
  if (path.startsWith('/response/')) {
    tap.replies.push(JSON.parse(body.toString()) as SlackMessage)
    response.end('ok')
    return
  }
  const { authorization = '', 'content-type': type = '' } = request.headers
  const reply = await fetch(target + path, {
    method: request.method ?? 'POST',
    headers: { authorization, 'content-type': type },
    ...(body.length > 0 && { body }),
  })
  const text = await reply.text()
  if (path === '/api/views.open' || path === '/api/views.update') {
    const opened = JSON.parse(text) as { ok: boolean; view?: SlackView }
    if (opened.ok && opened.view) tap.view = opened.view
  }
  response
    .writeHead(reply.status, { 'content-type': reply.headers.get('content-type') ?? 'application/json' })
    .end(text)
}
