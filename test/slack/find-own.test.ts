import { afterEach, describe, expect, it } from 'vitest'
import { openLog } from '../../src/logging/log.js'
import { messagesFor } from '../../src/messages/messages.js'
import { openSlackClient } from '../../src/slack/client.js'
import { buildSlackPort } from '../../src/slack/slack-port.js'
import { teamUrlOf } from '../../src/slack/team-url.js'
import { serveApi, type Answer, type FakeApi } from './fake-api.js'

let api: FakeApi | undefined
afterEach(async () => {
  await api?.close()
  api = undefined
})

async function portOver(answers: Record<string, Answer>) {
  const running = await serveApi(answers)
  api = running
  const client = openSlackClient('xoxb-1', { apiUrl: running.url }, openLog('silent'))
  return {
    port: buildSlackPort({
      client,
      language: 'en',
      messagesFor,
      teamUrl: teamUrlOf(client),
      botUserId: 'UBOT',
    }),
    calls: running.calls,
  }
}

const marker = { kind: 'card', id: 'loop-1' } as const
const mine = { event_type: 'heard_card', event_payload: { id: 'loop-1' } }
const sinceMs = Date.UTC(2026, 10, 20, 9)

describe('our own message', () => {
  it('is looked for from a minute before, with metadata, page by page', async () => {
    let page = 0
    const { port, calls } = await portOver({
      'conversations.history': (_, response) => {
        page += 1
        const last = page === 3
        const messages = last ? [{ ts: '9.9', user: 'UBOT', metadata: mine }] : [{ ts: '1.1', user: 'U1' }]
        response.end(JSON.stringify({ ok: true, messages, response_metadata: { next_cursor: `c${page}` } }))
      },
    })
    expect(await port.findOwn('C1', marker, sinceMs)).toEqual({ channel: 'C1', messageId: '9.9' })
    expect(calls.map((call) => call.args.cursor)).toEqual([undefined, 'c1', 'c2'])
    const oldest = `${sinceMs / 1000 - 60}.000000`
    expect(calls[0]?.args).toMatchObject({
      channel: 'C1',
      oldest,
      include_all_metadata: 'true',
      limit: '200',
    })
  })

  it('is not what others marked, nor ours of another kind or id', async () => {
    const { port } = await portOver({
      'conversations.history': {
        ok: true,
        messages: [
          { ts: '1.1', user: 'UEVIL', metadata: mine },
          { ts: '1.2', user: 'UBOT', metadata: { ...mine, event_type: 'heard_line' } },
          { ts: '1.3', user: 'UBOT', metadata: { ...mine, event_payload: { id: 'loop-2' } } },
          { ts: '1.4', user: 'UBOT', metadata: { event_type: 7 } },
          { ts: '1.5', user: 'UBOT' },
        ],
      },
    })
    expect(await port.findOwn('C1', marker, sinceMs)).toBeNull()
  })

  it('is looked for in its thread', async () => {
    const line = { event_type: 'heard_line', event_payload: { id: 'e1' } }
    const { port, calls } = await portOver({
      'conversations.replies': { ok: true, messages: [{ ts: '5.1', user: 'UBOT', metadata: line }] },
    })
    const found = await port.findOwn('C1', { kind: 'line', id: 'e1' }, sinceMs, '4.0')
    expect(found).toEqual({ channel: 'C1', messageId: '5.1' })
    expect(calls).toMatchObject([{ method: 'conversations.replies', args: { ts: '4.0' } }])
  })

  it('is not searched for without end', async () => {
    const answer = { ok: true, messages: [], response_metadata: { next_cursor: 'again' } }
    const { port, calls } = await portOver({ 'conversations.history': answer })
    expect(await port.findOwn('C1', marker, sinceMs)).toBeNull()
    expect(calls).toHaveLength(10)
  })

  it('cannot be found without the scope: then posting is at least once', async () => {
    const { port } = await portOver({ 'conversations.history': { ok: false, error: 'missing_scope' } })
    expect(await port.findOwn('C1', marker, sinceMs)).toBeNull()
  })

  it('other trouble is told, so that nothing is posted twice', async () => {
    const { port } = await portOver({ 'conversations.history': { ok: false, error: 'internal_error' } })
    await expect(port.findOwn('C1', marker, sinceMs)).rejects.toMatchObject({ code: 'unavailable' })
  })
})
