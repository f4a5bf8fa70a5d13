import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net'
import pg from 'pg'
import { z } from 'zod'
import { npsRef } from './webhooks.js'
import { messageEnd } from './wire.js'

/**
 * What Heard is measured against: a plain server as a careful person writes it in an afternoon, with nothing of Heard's.
 * - trivial: answers every request at once, to see how much the sender itself can do
 * - verify: checks the signature over the raw bytes, parses the body, answers
 * - insert: the same, and one prepared INSERT of the raw delivery before it answers: the least that a 200 may promise
 * - statement: the same, and one prepared statement that stores what Heard stores: delivery, customer, response, alert,
 *   and the score counts that the schema's triggers keep. Heard without its group commit, so to say
 */
export interface FloorOrder {
  kind: 'trivial' | 'verify' | 'insert' | 'statement'
  /** Of the kinds that store. */
  databaseUrl: string
  secret: string
  /** Rows that the schema wants to be there: a workspace, a source and a question bound to NPS. */
  ids: { workspace: string; source: string; question: string }
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

type Body = z.infer<typeof Body>

type Keep = (body: Body, bytes: Buffer) => Promise<unknown>

const insert = `INSERT INTO delivery (id, workspace_id, source_id, delivery_key, content_type, body, verdict, received_at)
  VALUES ($1, $2, $3, $4, 'application/json', $5, 'accepted', $6) ON CONFLICT (id) DO NOTHING`

const statement = `WITH kept AS (${insert}),
known AS (
  INSERT INTO customer AS c (id, workspace_id, key, external_id, email, name, created_at, updated_at)
  VALUES (md5($7)::uuid, $2, 'id:' || $7, $7, $8, $9, $6, $6)
  ON CONFLICT (workspace_id, key) DO UPDATE SET email = excluded.email, name = excluded.name, updated_at = excluded.updated_at
  RETURNING c.id),
written AS (
  INSERT INTO response (id, workspace_id, source_id, question_key, response_key, question_id, delivery_id, customer_id,
    version, state, score, comment, answered_at, day, survey, segments, received_at)
  SELECT gen_random_uuid(), $2, $3, '${npsRef}', $10, $11, $1, known.id, 1, 'scored', $12, $13, $14,
    ($14::timestamptz AT TIME ZONE 'UTC')::date, $15, $16, $6 FROM known
  ON CONFLICT (source_id, response_key, question_key) DO NOTHING RETURNING id)
INSERT INTO alert (id, workspace_id, response_id, rule, severity, version, created_at, next_try_at)
SELECT gen_random_uuid(), $2, id, 'nps_detractor', 'normal', 1, $6, $6 FROM written WHERE $12::float8 <= 6`

function keepIn(order: FloorOrder): Keep {
  const pool = new pg.Pool({ connectionString: order.databaseUrl, max: 10, idleTimeoutMillis: 0 })
  pool.on('error', () => undefined)
  const { workspace, source, question } = order.ids
  const delivery = (body: Body, bytes: Buffer): unknown[] => [
    randomUUID(),
    workspace,
    source,
    body.event_id,
    bytes,
    new Date(),
  ]
  if (order.kind === 'insert') {
    return (body, bytes) => pool.query({ name: 'insert', text: insert, values: delivery(body, bytes) })
  }
  return (body, bytes) => {
    const { answers, definition, hidden, submitted_at: at, token } = body.form_response
    const { user_id: customer, name, ...segments } = hidden
    const answer = (type: string) => answers.find((one) => one.type === type)
    const rest = [
      token,
      question,
      answer('number')?.number,
      answer('text')?.text,
      at,
      definition.title,
      segments,
    ]
    const values = [...delivery(body, bytes), customer, answer('email')?.email, name, ...rest]
    return pool.query({ name: 'statement', text: statement, values })
  }
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
  if (keep) await keep(body.data, bytes)
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
  const keep = order.kind === 'insert' || order.kind === 'statement' ? keepIn(order) : null
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
