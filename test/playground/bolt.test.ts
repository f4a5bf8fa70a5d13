import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { card, httpApp, socketApp } from './bolt-app.js'
import { stand, type Stand } from './stand.js'
import { soon } from '../support/soon.js'

let t: Stand
beforeEach(async () => {
  t = await stand()
})
afterEach(() => t.close())

const modes = { 'HTTP mode': httpApp, 'Socket Mode': socketApp }

describe.each(Object.entries(modes))('a Bolt app in %s', (_mode, start) => {
  beforeEach(() => start(t))

  /** Clicks the card's button and gives the form that opens. */
  async function openForm(): Promise<{ ts: string; id: string }> {
    const ts = await card(t)
    const { body } = await t.does('click', { user: 'U1', channel: 'C1', ts, action_id: 'go' })
    expect(body).toMatchObject({ ok: true, acked: true })
    const id = await soon(async () => {
      const [view] = (await t.sees('views', { user: 'U1' })).views
      expect(view?.title.text).toBe('Hear')
      return view?.id ?? ''
    })
    return { ts, id }
  }

  const submit = async (id: string, value: string) =>
    (await t.does('submit', { user: 'U1', view_id: id, values: { field: { entry: value } } })).body

  it('opens a form at a click, is told what is wrong, and edits the card', async () => {
    const { ts, id } = await openForm()
    expect(await submit(id, 'bad')).toMatchObject({
      acked: true,
      responseAction: 'errors',
      errors: { field: 'Say more.' },
    })
    expect(await submit(id, 'They waited a week')).toMatchObject({ acked: true, responseAction: 'close' })
    expect((await t.sees('views', { user: 'U1' })).views).toEqual([])
    await soon(async () => {
      const [message] = await t.messages()
      expect(message).toMatchObject({
        ts,
        rendered: { text: 'heard by ana: They waited a week', actions: [] },
      })
    })
  })

  it('pushes a second form and clears both', async () => {
    const { id } = await openForm()
    const pushed = await submit(id, 'next')
    expect(pushed).toMatchObject({ responseAction: 'push' })
    expect((await t.sees('views', { user: 'U1' })).views).toHaveLength(2)
    expect(await submit(pushed.view_id, 'done')).toMatchObject({ responseAction: 'clear' })
    expect((await t.sees('views', { user: 'U1' })).views).toEqual([])
  })

  it('answers a command in its ack, for the channel', async () => {
    const { body } = await t.does('slash', { user: 'U1', channel: 'C1', command: '/nps', text: 'last30d' })
    expect(body).toMatchObject({ acked: true, text: 'NPS for last30d', ephemeral: false })
    const texts = (await t.messages('C1', 'U2')).map((message) => message.text)
    expect(texts).toEqual(['/nps last30d', 'NPS for last30d'])
  })

  it('answers a command later, for one person only', async () => {
    const { body } = await t.does('slash', { user: 'U1', channel: 'C1', command: '/nps', text: 'later' })
    expect(body).toMatchObject({ acked: true })
    await soon(async () => expect(await t.messages()).toMatchObject([{ text: 'NPS 31', ephemeral: true }]))
    expect(await t.messages('C1', 'U2')).toEqual([])
    expect((await t.ok('conversations.history', { channel: 'C1' })).messages).toEqual([])
  })

  it('hears what people say', async () => {
    await t.does('say', { user: 'U1', channel: 'C1', text: 'ping' })
    await soon(async () => expect((await t.messages()).map((one) => one.text)).toEqual(['ping', 'pong']))
  })

  it('breaks no rule and raises no warning', async () => {
    const { id } = await openForm()
    await submit(id, 'fine')
    await soon(() => expect(t.calls.at(-1)?.method).toBe('chat.update'))
    expect(t.calls.filter((call) => !call.ok || call.warnings.length > 0)).toEqual([])
  })
})

describe('Slack and the app', () => {
  it('says operation_timeout when nobody acks within 3 seconds', async () => {
    await socketApp(t)
    const waiting = t.does('slash', { user: 'U1', channel: 'C1', command: '/nps', text: 'slow' })
    await soon(() => expect(t.fire(3000)).toBeGreaterThan(0))
    expect((await waiting).body).toMatchObject({ acked: false, shown: 'operation_timeout' })
  })

  it('has its request URL verified, and is not believed with another secret', async () => {
    await httpApp(t)
    expect(await t.slack.verifyRequestUrl('T1')).toBe(true)
    const stranger = await stand({ team: { signingSecret: 'another' } })
    t.closing.push(stranger.close)
    await httpApp(stranger)
    expect(await stranger.slack.verifyRequestUrl('T1')).toBe(false)
    const { body } = await stranger.does('slash', { user: 'U1', channel: 'C1', command: '/nps', text: 'x' })
    expect(body).toMatchObject({ acked: false, shown: 'http_service_error' })
  })

  it('comes again when Slack refreshes its connection', async () => {
    await socketApp(t)
    t.slack.refreshSockets('A1')
    await soon(() => {
      expect(t.calls.filter((call) => call.method === 'apps.connections.open')).toHaveLength(2)
    })
    await soon(async () => {
      const { body } = await t.does('slash', { user: 'U1', channel: 'C1', command: '/nps', text: 'again' })
      expect(body).toMatchObject({ acked: true })
    })
  })

  it('gets an event again under the same id, at most three times', async () => {
    const app = await t.app({ status: 500 })
    await t.does('say', { user: 'U1', channel: 'C1', text: 'anyone?' })
    for (const wait of [0, 60_000, 300_000]) await soon(() => expect(t.fire(wait)).toBe(1))
    await soon(() => expect(app.requests).toHaveLength(4))
    const ids = app.requests.map((request) => (JSON.parse(request.body) as { event_id: string }).event_id)
    expect(new Set(ids).size).toBe(1)
    expect(app.requests.map((request) => request.headers['x-slack-retry-num'])).toEqual([
      undefined,
      '1',
      '2',
      '3',
    ])
  })
})
