import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net'
import pg from 'pg'
import { z } from 'zod'
import { messageEnd } from './wire.js'

/**
 * What Heard is measured against: a plain server as a careful person writes it in an afternoon, with nothing of Heard's.
 * - trivial: answers every request at once, to see how much the sender itself can do
 * - verify: checks the signature over the raw bytes, parses the body, answers
 * - statement: the same, and one prepared INSERT of the delivery before it answers
 */
export interface FloorOrder {
  kind: 'trivial' | 'verify' | 'statement'
  secret: string
  databaseUrl: string
}

const Field = z.object({ id: z.string(), ref: z.string(), type: z.string(), title: z.string().optional() })
const Body = z.object({
  event_id: z.string(),
  event_type: z.literal('form_response'),
  form_response: z.object({
    token: z.string(),
    submitted_at: z.iso.datetime(),
    hidden: z.record(z.string(), z.string()),
    definition: z.object({ title: z.string(), fields: z.array(Field) }),
    answers: z.array(
      z.object({
        type: z.string(),
        number: z.number().optional(),
        text: z.string().optional(),
        email: z.string().optional(),
        field: Field,
      }),
    ),
  }),
})

type Keep = (eventId: string, bytes: Buffer) => Promise<unknown>

function keepIn(databaseUrl: string): Keep {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 10, idleTimeoutMillis: 0 })
  pool.on('error', () => undefined)
  const owner = randomUUID()
  const text = `INSERT INTO delivery (id, workspace_id, source_id, delivery_key, content_type, body, verdict, received_at)
    VALUES ($1, $2, $3, $4, 'application/json', $5, 'accepted', $6) ON CONFLICT (id) DO NOTHING`
  return (eventId, bytes) =>
    pool.query({ name: 'keep', text, values: [randomUUID(), owner, owner, eventId, bytes, new Date()] })
}

function bytesOf(req: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)))
    req.on('error', reject)
  })
}

async function take(order: FloorOrder, keep: Keep | null, req: IncomingMessage, res: ServerResponse) {
  const bytes = await bytesOf(req)
  const expected = createHmac('sha256', order.secret).update(bytes).digest()
  const header = String(req.headers['typeform-signature'] ?? '')
  const given = Buffer.from(header.slice('sha256='.length), 'base64')
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return say(res, 401, false)
  const body = Body.safeParse(JSON.parse(bytes.toString()))
  if (!body.success) return say(res, 400, false)
  if (keep) await keep(body.data.event_id, bytes)
  say(res, 200, true)
}

function say(res: ServerResponse, status: number, ok: boolean): void {
  const text = JSON.stringify({ ok })
  res.writeHead(status, { 'content-type': 'application/json', 'content-length': text.length }).end(text)
}

function trivial(): Server {
  const answer = Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n{"ok":true}')
  return createTcpServer((socket) => {
    let seen = ''
    socket.setNoDelay(true).on('error', () => undefined)
    socket.on('data', (chunk: Buffer) => {
      seen += chunk.toString('latin1')
      const found = messageEnd(seen)
      if (!found) return
      seen = seen.slice(found.end)
      socket.write(answer)
    })
  })
}

function serverFor(order: FloorOrder): Server {
  if (order.kind === 'trivial') return trivial()
  const keep = order.kind === 'statement' ? keepIn(order.databaseUrl) : null
  return createServer((req, res) => {
    take(order, keep, req, res).catch((error: unknown) => {
      process.stderr.write(`${String(error)}\n`)
      say(res, 500, false)
    })
  })
}

process.once('message', (order: FloorOrder) => {
  const server = serverFor(order).listen(0, '127.0.0.1', () => {
    process.send?.({ port: (server.address() as AddressInfo).port })
  })
})
process.send?.({ ready: true })
