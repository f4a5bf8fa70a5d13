import { connect as connectSocket } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answered, openGround, type Feed, type IntakeGround } from './intake-ground.js'

let ground: IntakeGround
let feed: Feed

beforeAll(async () => {
  ground = await openGround()
  feed = await ground.connect('canonical')
})
afterAll(() => ground.close())

const deliveries = async (): Promise<number> =>
  (await ground.rows<{ n: number }>('SELECT count(*)::int AS n FROM delivery'))[0]?.n ?? 0

const refused = (reason: string): object[] =>
  ground.log
    .filter(({ fields }) => fields?.['reason'] === reason)
    .map(({ fields }) => ({ sourceId: fields?.['sourceId'], count: fields?.['count'] }))

function address(path: string): string {
  return `${ground.server.url}${path}`
}

describe('what is turned away leaves nothing but a count', () => {
  test('404: a token that was never issued, another kind, an unknown kind', async () => {
    const before = await deliveries()

    for (const other of [
      { ...feed, token: 'x'.repeat(32) },
      { ...feed, token: 'short' },
      { ...feed, token: '%00%ff%2e%2e' },
      { ...feed, kind: 'typeform' },
      { ...feed, kind: 'constructor' },
    ]) {
      expect((await ground.send(other, answered())).status).toBe(404)
    }
    expect(await deliveries()).toBe(before)
    expect(refused('unknown_token')).toEqual([{ sourceId: null, count: 1 }])
  })

  test('401: no signature, a wrong secret, an old timestamp', async () => {
    const before = await deliveries()
    const stranger = { ...feed, secret: `whsec_${Buffer.alloc(32, 9).toString('base64')}` }
    const old = String(Math.floor(ground.clock.now / 1000) - 301)

    const unsigned = await ground.send(feed, answered(), { 'webhook-signature': '' })
    const wrong = await ground.send(stranger, answered())
    const late = await ground.send(feed, answered(), { 'webhook-timestamp': old })

    expect([unsigned.status, wrong.status, late.status]).toEqual([401, 401, 401])
    expect(unsigned.json).toEqual({ error: 'webhook-signature is missing' })
    expect(wrong.json).toEqual({ error: 'webhook-signature does not match' })
    expect(late.json.error).toMatch(/five minutes/)
    expect(await deliveries()).toBe(before)
    expect(refused('bad_signature')).toEqual([{ sourceId: feed.id, count: 1 }])
  })

  test('415: another content type, whatever its parameters', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', '']) {
      expect((await ground.send(feed, answered(), { 'content-type': type })).status, type).toBe(415)
    }
    const withParameter = await ground.send(
      feed,
      { type: 'ping' },
      { 'content-type': 'Application/JSON; charset=UTF-8' },
    )
    expect(withParameter.status).toBe(200)
  })

  test('413: a body that declares itself too large, and one that turns out so', async () => {
    const before = await deliveries()
    const declared = await ground.send(feed, Buffer.alloc(1024 * 1024 + 1, 0x20))
    const streamed = await fetch(address(`/webhooks/canonical/${feed.token}`), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: new ReadableStream({
        pull: (controller) => controller.enqueue(new Uint8Array(256 * 1024)),
      }),
      duplex: 'half',
    }).then(
      ({ status }) => status,
      // The server answers and closes; a client that is still sending may see only the close.
      () => 'closed',
    )

    expect(declared.status).toBe(413)
    expect(declared.headers.get('connection')).toBe('close')
    expect([413, 'closed']).toContain(streamed)
    expect(await deliveries()).toBe(before)
  })

  test('405: only POST, GET and HEAD', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const response = await fetch(address(`/webhooks/canonical/${feed.token}`), { method })
      expect(response.status).toBe(405)
      expect(response.headers.get('allow')).toBe('POST, GET, HEAD')
    }
  })

  test('GET and HEAD: 200 without a body for a URL that we issued, else 404', async () => {
    for (const method of ['GET', 'HEAD']) {
      const known = await fetch(address(`/webhooks/canonical/${feed.token}/?challenge=1`), { method })
      expect([known.status, await known.text()]).toEqual([200, ''])
      expect((await fetch(address(`/webhooks/typeform/${feed.token}`), { method })).status).toBe(404)
    }
  })

  test('broken request lines and URLs never end the process', async () => {
    const lines = [
      'GET /%%%/%zz HTTP/1.1',
      'POST //webhooks//canonical HTTP/1.1',
      'GET http://[::1 HTTP/1.1',
      `GET /webhooks/canonical/${'a'.repeat(9_000)} HTTP/1.1`,
      `GET /${'a'.repeat(20_000)} HTTP/1.1`,
      'GARBAGE',
      'GET /webhooks/canonical/\u0000 HTTP/1.1',
      'OPTIONS * HTTP/1.1',
    ]
    for (const line of lines) expect(await rawStatus(line), line.slice(0, 40)).toMatch(/^HTTP\/1\.1 4\d\d/)
    expect((await ground.send(feed, { type: 'ping' })).status).toBe(200)
  })

  test('a client that leaves in the middle of its body is forgotten', async () => {
    const before = await deliveries()
    await new Promise<void>((resolve) => {
      const socket = connectSocket(ground.server.port, '127.0.0.1', () => {
        const head = `POST /webhooks/canonical/${feed.token} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n`
        socket.write(`${head}content-length: 500\r\n\r\n{"type":`, () => socket.destroy())
      })
      socket.on('close', () => resolve())
    })

    expect((await ground.send(feed, { type: 'ping' })).status).toBe(200)
    expect(await deliveries()).toBe(before + 1)
    expect(ground.log.filter(({ level }) => level === 'error')).toEqual([])
  })
})

describe('what is authentic is kept', () => {
  test('400 names the field, and the delivery is kept as rejected', async () => {
    const reply = await ground.send(feed, answered({ score: 'secret words' }))
    const rows = await ground.rows<{ verdict: string; reason: string; body: Buffer }>(
      "SELECT verdict, reason, body FROM delivery WHERE verdict = 'rejected'",
    )

    expect(reply.status).toBe(400)
    expect(reply.json).toEqual({ error: 'canonical: score must be a number' })
    expect(rows).toHaveLength(1)
    expect(rows[0]?.reason).toBe('canonical: score must be a number')
    expect(JSON.parse(rows[0]?.body.toString() ?? '')).toEqual(answered({ score: 'secret words' }))
  })

  test('400: not JSON, under a right signature', async () => {
    expect((await ground.send(feed, Buffer.from('{"type":'))).json).toEqual({
      error: 'canonical: the body is not JSON',
    })
  })

  test('200 ignored: kept with the reason', async () => {
    const reply = await ground.send(feed, { type: 'ping' }, {})
    const [row] = await ground.rows<{ n: number }>(
      "SELECT count(*)::int AS n FROM delivery WHERE verdict = 'ignored' AND reason = 'a test ping'",
    )

    expect(reply.json).toEqual({ verdict: 'ignored', reason: 'a test ping', responses: [] })
    expect(row?.n).toBeGreaterThan(0)
  })

  test('a source that is switched off answers 200 and keeps nothing', async () => {
    const resting = await ground.connect('canonical', 'resting')
    expect((await ground.send(resting, answered())).json.verdict).toBe('accepted')
    await ground.rows('UPDATE source SET disabled_at = $2 WHERE id = $1', [
      resting.id,
      new Date(ground.clock.now),
    ])
    const before = await deliveries()

    const stillSeen = await ground.send(resting, answered({ id: 'r-2' }))
    ground.clock.now += 1_000
    const reply = await ground.send(resting, answered({ id: 'r-3' }))

    expect(stillSeen.json.verdict).toBe('accepted')
    expect([reply.status, reply.json.verdict]).toEqual([200, 'ignored'])
    expect(await deliveries()).toBe(before + 1)
  })
})

test('no log line holds a token, a secret or a word of a customer', () => {
  const text = JSON.stringify(ground.log)

  expect(text).not.toContain(feed.token)
  expect(text).not.toContain(feed.secret)
  expect(text).not.toContain('secret words')
})

function rawStatus(line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const socket = connectSocket(ground.server.port, '127.0.0.1', () => {
      socket.write(`${line}\r\nhost: x\r\nconnection: close\r\n\r\n`)
    })
    socket.on('data', (chunk) => (text += chunk.toString()))
    socket.on('close', () => resolve(text.split('\r\n', 1)[0] ?? ''))
    socket.on('error', reject)
  })
}
