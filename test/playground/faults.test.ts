import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { actions, button, section } from './payloads.js'
import { stand, type Stand } from './stand.js'
import { soon } from '../support/soon.js'

const hello = { channel: 'C1', text: 'hello' }

let t: Stand
beforeEach(async () => {
  t = await stand()
})
afterEach(() => t.close())

const post = () => t.api('chat.postMessage', hello)

describe('a call of the Web API that meets a fault', () => {
  it('is late', async () => {
    await t.fault({ kind: 'slow', ms: 5_000 })
    const posted = post()
    await soon(() => expect(t.fire(5_000)).toBe(1))

    expect((await posted).status).toBe(200)
    expect(await t.messages()).toHaveLength(1)
  })

  it('is never answered, and nothing is done', async () => {
    await t.fault({ kind: 'time_out' })
    const answer = fetch(`${t.slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: 'Bearer xoxb-acme', 'content-type': 'application/json' },
      body: JSON.stringify(hello),
      signal: AbortSignal.timeout(300),
    })

    await expect(answer).rejects.toMatchObject({ name: 'TimeoutError' })
    expect(await t.messages()).toEqual([])
    expect(await t.faults()).toMatchObject([{ hits: 1 }])
  })

  it('is done, and its answer lost', async () => {
    await t.fault({ kind: 'reply_lost' })

    await expect(post()).rejects.toThrow()
    expect(await t.messages()).toHaveLength(1)
  })

  it('is done, and its answer held until the fault is ended', async () => {
    const { body } = await t.fault({ kind: 'hold_reply' })
    const posted = post()
    await soon(async () => expect(await t.faults()).toMatchObject([{ held: 1 }]))
    expect(await t.messages()).toHaveLength(1)
    expect(await Promise.race([posted, Promise.resolve('held')])).toBe('held')
    await t.endFaults(body.fault.id)

    expect((await posted).body.ok).toBe(true)
  })

  it('meets it where it was set, and nowhere else', async () => {
    await t.fault({ kind: 'server_error', team: 'T1', method: 'chat.postMessage', channel: 'C1' })

    expect((await post()).status).toBe(500)
    expect((await t.api('auth.test')).status).toBe(200)
    expect((await t.api('chat.postMessage', { ...hello, channel: 'C3' })).body.error).toBe('is_archived')
    const other = { token: 'xoxb-other' }
    expect((await t.api('chat.postMessage', { ...hello, channel: 'C9' }, other)).status).toBe(200)
  })

  it('meets it so many times, or as often as a seed says', async () => {
    await t.fault({ kind: 'server_error', method: 'auth.test', times: 2 })
    const twice = [await t.api('auth.test'), await t.api('auth.test'), await t.api('auth.test')]
    expect(twice.map(({ status }) => status)).toEqual([500, 500, 200])
    await t.endFaults()

    const statuses = async (seed: number): Promise<number[]> => {
      await t.fault({ kind: 'server_error', method: 'auth.test', probability: 0.3, seed })
      const seen: number[] = []
      for (let call = 0; call < 30; call += 1) seen.push((await t.api('auth.test')).status)
      await t.endFaults()
      return seen
    }
    const first = await statuses(7)
    expect(new Set(first)).toEqual(new Set([200, 500]))
    expect(await statuses(7)).toEqual(first)
    expect(await statuses(8)).not.toEqual(first)
  })
})

describe('how things stand', () => {
  const botSees = async (channel: string) =>
    (await t.ok('conversations.info', { channel })).channel as unknown as Record<string, unknown>

  it.each([
    ['channel_archived', 'is_archived', { is_archived: true }],
    ['bot_removed', 'not_in_channel', { is_member: false }],
  ])('%s: posts are refused until it is as before', async (kind, error, shown) => {
    await t.fault({ kind, team: 'T1', channel: 'C1' })
    expect((await post()).body.error).toBe(error)
    expect(await botSees('C1')).toMatchObject(shown)
    await t.endFaults()

    expect((await post()).body.ok).toBe(true)
  })

  it('token_revoked: no call passes until it is as before', async () => {
    await t.fault({ kind: 'token_revoked', team: 'T1' })
    expect((await post()).body.error).toBe('token_revoked')
    expect((await t.api('auth.test')).body.error).toBe('token_revoked')
    await t.endFaults()

    expect((await post()).body.ok).toBe(true)
  })

  it('refuses what it does not know', async () => {
    expect(await t.fault({ kind: 'bot_removed', team: 'T1', channel: 'C404' })).toMatchObject({ status: 404 })
    expect(await t.fault({ kind: 'token_revoked', team: 'T404' })).toMatchObject({ status: 404 })
    expect(await t.fault({ kind: 'earthquake' })).toMatchObject({ status: 400 })
    expect(await t.endFaults('F404')).toMatchObject({ status: 404 })
  })
})

describe('what the app is sent', () => {
  async function card(): Promise<string> {
    const blocks = [section(), actions(button())]
    return (await t.ok('chat.postMessage', { channel: 'C1', text: 'card', blocks })).ts
  }

  it('comes twice as the same payload, once the fault is there', async () => {
    const app = await t.app({ body: '' })
    const ts = await card()
    await t.fault({ kind: 'duplicate_event', times: 1 })
    await t.does('click', { user: 'U1', channel: 'C1', ts, action_id: 'go' })
    await t.does('click', { user: 'U1', channel: 'C1', ts, action_id: 'go' })

    expect(app.requests).toHaveLength(3)
    expect(app.payload(1).trigger_id).toBe(app.payload(0).trigger_id)
    expect(app.payload(2).trigger_id).not.toBe(app.payload(0).trigger_id)
  })

  it('comes again as a retry when it is an event', async () => {
    const app = await t.app({ body: '' })
    await t.fault({ kind: 'duplicate_event', of: 'events_api' })
    await t.does('say', { user: 'U1', channel: 'C1', text: 'hello' })

    const ids = app.requests.map(({ body }) => (JSON.parse(body) as { event_id: string }).event_id)
    expect(ids).toHaveLength(2)
    expect(ids[0]).toBe(ids[1])
    expect(app.requests.map(({ headers }) => headers['x-slack-retry-num'])).toEqual([undefined, '1'])
  })

  it('is two clicks, each with a trigger of its own', async () => {
    const app = await t.app({ body: '' })
    const ts = await card()
    await t.fault({ kind: 'double_click' })
    const { body } = await t.does('click', { user: 'U1', channel: 'C1', ts, action_id: 'go' })

    expect(body).toMatchObject({ acked: true, second: { acked: true } })
    expect(app.requests).toHaveLength(2)
    expect(app.payload(0).trigger_id).not.toBe(app.payload(1).trigger_id)
  })
})
