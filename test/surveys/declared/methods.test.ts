import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openGround, type Feed, type IntakeGround } from '../intake-ground.js'

let ground: IntakeGround
let events: Feed
const address = ({ kind, token }: Feed): string => `${ground.server.url}/webhooks/${kind}/${token}`

beforeAll(async () => {
  ground = await openGround()
  events = await ground.connect('cloudevents')
})
afterAll(() => ground.close())

describe('how a tool may knock', () => {
  test('OPTIONS is answered as CloudEvents ask, where the file says so', async () => {
    const asked = { method: 'OPTIONS', headers: { 'webhook-request-origin': 'eventemitter.example.com' } }
    const welcome = await fetch(address(events), asked)
    expect(welcome.status).toBe(200)
    expect(welcome.headers.get('webhook-allowed-origin')).toBe('eventemitter.example.com')
    expect(welcome.headers.get('webhook-allowed-rate')).toBe('*')

    const rude = { method: 'OPTIONS', headers: { 'webhook-request-origin': 'a b <script>' } }
    expect((await fetch(address(events), rude)).headers.get('webhook-allowed-origin')).toBeNull()
    const canonical = await ground.connect('canonical')
    expect((await fetch(address(canonical), asked)).status).toBe(405)
  })

  test('PUT is refused where the file does not name it', async () => {
    const reply = await fetch(address(events), { method: 'PUT', body: '{}' })
    expect(reply.status).toBe(405)
    expect(reply.headers.get('allow')).toBe('POST, GET, HEAD')
  })

  test('what answers depend on is kept with the delivery; the secret is not', async () => {
    const wootric = await ground.connect('wootric')
    const response = {
      id: 1,
      score: 3,
      created_at: '2026-03-02T09:12:30Z',
      updated_at: '2026-03-02T09:12:30Z',
    }
    await ground.send(wootric, { response, event_name: 'created', survey_mode: 'NPS' })
    const data = { response_id: 'b', question_id: 'q', metric: 'nps', score: 1 }
    const headers = {
      'ce-id': 'B-7',
      'ce-source': '/app',
      'ce-time': '2026-03-02T09:12:30Z',
      'x-other': 'private',
    }
    expect((await ground.send(events, data, headers)).json).toMatchObject({ verdict: 'accepted' })

    const rows = await ground.rows<{ body: Buffer; headers: object; kind: string }>(
      `SELECT d.body, d.headers, s.kind FROM delivery d JOIN source s ON s.id = d.source_id ORDER BY s.kind`,
    )
    const kept = rows.map(({ body, headers, kind }) => ({
      kind,
      headers,
      secret: body.includes(wootric.secret),
    }))
    expect(kept).toEqual([
      {
        kind: 'cloudevents',
        headers: { 'ce-id': 'B-7', 'ce-source': '/app', 'ce-time': '2026-03-02T09:12:30Z' },
        secret: false,
      },
      { kind: 'wootric', headers: {}, secret: false },
    ])
  })
})
