import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openModal } from './cases/case.js'
import { type Json, actions, inputBlock, modal, plain, section } from './payloads.js'
import { stand, type Stand } from './stand.js'

let t: Stand
beforeEach(async () => {
  t = await stand()
})
afterEach(() => t.close())

const post = (text: string, more: Json = {}) => t.ok('chat.postMessage', { channel: 'C1', text, ...more })

describe('messages', () => {
  it('say who the token is', async () => {
    expect(await t.ok('auth.test')).toMatchObject({ team_id: 'T1', user_id: 'UBOT1', bot_id: 'B1' })
  })

  it('are found again by their metadata, newest first, after `oldest`', async () => {
    const metadata = { event_type: 'card', event_payload: { id: 'a1' } }
    const first = await post('one')
    await post('two', { metadata })
    const range = { channel: 'C1', oldest: first.ts, include_all_metadata: true }
    const { messages, has_more: more } = await t.ok('conversations.history', range)
    expect(messages).toMatchObject([{ text: 'two', metadata, bot_id: 'B1', user: 'UBOT1' }])
    expect(more).toBe(false)
    const all = await t.ok('conversations.history', {
      ...range,
      inclusive: true,
      include_all_metadata: false,
    })
    expect(all.messages.map((one) => [one.text, one.metadata])).toEqual([
      ['two', undefined],
      ['one', undefined],
    ])
  })

  it('come in pages', async () => {
    for (const text of ['one', 'two', 'three']) await post(text)
    const first = await t.ok('conversations.history', { channel: 'C1', limit: 2 })
    const cursor = first.response_metadata.next_cursor
    const second = await t.ok('conversations.history', { channel: 'C1', limit: 2, cursor })
    expect([...first.messages, ...second.messages].map((one) => one.text)).toEqual(['three', 'two', 'one'])
    expect(second.response_metadata.next_cursor).toBe('')
  })

  it('keep replies in their thread', async () => {
    const { ts } = await post('root')
    await post('reply', { thread_ts: ts })
    const history = await t.ok('conversations.history', { channel: 'C1' })
    expect(history.messages).toMatchObject([{ text: 'root', reply_count: 1 }])
    const thread = await t.ok('conversations.replies', { channel: 'C1', ts })
    expect(thread.messages.map((one) => one.text)).toEqual(['root', 'reply'])
  })

  it('lose their blocks when an update brings none, and are marked as edited', async () => {
    const { ts } = await post('card', { blocks: [section()] })
    await t.ok('chat.update', { channel: 'C1', ts, text: 'gone' })
    const [message] = await t.messages()
    expect(message).toMatchObject({ text: 'gone', edited: { user: 'UBOT1' } })
    expect(message?.blocks).toBeUndefined()
  })

  it('warn when blocks have no text', async () => {
    expect(await t.ok('chat.postMessage', { channel: 'C1', blocks: [section()] })).toMatchObject({
      warning: 'missing_text_in_message',
    })
  })

  it('go to one person alone, to a direct message, and away', async () => {
    await t.ok('chat.postEphemeral', { channel: 'C1', user: 'U1', text: 'psst' })
    expect(await t.messages('C1', 'U1')).toMatchObject([{ text: 'psst', ephemeral: true }])
    expect(await t.messages('C1', 'U2')).toEqual([])
    const { channel } = await t.ok('conversations.open', { users: 'U1' })
    await t.ok('chat.postMessage', { channel: channel.id, text: 'hi' })
    await t.ok('chat.postMessage', { channel: 'U1', text: 'again' })
    expect((await t.messages(channel.id)).map((one) => one.text)).toEqual(['hi', 'again'])
    const { ts } = await post('oops')
    await t.ok('chat.delete', { channel: 'C1', ts })
    expect(await t.messages('C1', 'U2')).toEqual([])
  })

  it('have a permalink, over GET too', async () => {
    const { ts } = await post('here')
    const { body } = await t.api('chat.getPermalink', { channel: 'C1', message_ts: ts }, { verb: 'GET' })
    expect(body.permalink).toBe(`https://acme.slack.com/archives/C1/p${ts.replace('.', '')}`)
  })

  it('are taken as JSON as well', async () => {
    const json = { type: 'application/json' }
    await t.ok('chat.postMessage', { channel: 'C1', text: 'json', blocks: [section()] }, json)
    expect(await t.messages()).toMatchObject([{ text: 'json' }])
  })

  it('of one team are not seen by the other', async () => {
    const { body } = await t.api('chat.postMessage', { channel: 'C1', text: 'x' }, { token: 'xoxb-other' })
    expect(body.error).toBe('channel_not_found')
  })
})

describe('channels and people', () => {
  it('are listed, described, and left out when the app cannot see them', async () => {
    const types = 'public_channel,private_channel'
    const { channels } = await t.ok('conversations.list', { types, exclude_archived: true })
    expect(channels.map((one) => [one.id, one.is_member])).toEqual([
      ['C1', true],
      ['C2', false],
    ])
    expect((await t.ok('conversations.info', { channel: 'C1' })).channel.name).toBe('care')
    expect((await t.ok('conversations.members', { channel: 'C1' })).members).toEqual(['U1', 'U2', 'UBOT1'])
    expect((await t.ok('users.info', { user: 'U1' })).user.real_name).toBe('Ana Ito')
  })

  it('can throw the app out, archive, and take it in again', async () => {
    await t.does('remove-app', { user: 'U1', channel: 'C1' })
    expect((await t.api('chat.postMessage', { channel: 'C1', text: 'x' })).body.error).toBe('not_in_channel')
    await t.does('invite-app', { user: 'U1', channel: 'C1' })
    await post('back')
    expect((await t.sees('channels', { user: 'U1' })).channels).toMatchObject([{ id: 'C1' }, { id: 'C3' }])
  })
})

describe('forms', () => {
  const option = (value: string) => ({ text: plain(value.toUpperCase()), value })
  const fields = [
    inputBlock({ type: 'plain_text_input' }),
    inputBlock({ type: 'static_select', options: [option('a'), option('b')] }, { block_id: 'menu' }),
    inputBlock({ type: 'radio_buttons', options: [option('c')] }, { block_id: 'radio', optional: true }),
    inputBlock({ type: 'datepicker', initial_date: '2026-11-02' }, { block_id: 'date' }),
  ]

  it('are sent as Slack sends them', async () => {
    const { id } = await openModal(t, modal(fields, { callback_id: 'hear', private_metadata: 'm' }))
    const app = await t.app({ body: '' })
    const values = { field: { entry: 'text' }, menu: { entry: 'b' } }
    await t.does('submit', { user: 'U1', view_id: id, values })
    expect(app.requests[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded')
    expect(app.payload()).toMatchObject({
      type: 'view_submission',
      api_app_id: 'A1',
      team: { id: 'T1', domain: 'acme' },
      user: { id: 'U1', name: 'ana', team_id: 'T1' },
      view: {
        id,
        callback_id: 'hear',
        private_metadata: 'm',
        state: {
          values: {
            field: { entry: { type: 'plain_text_input', value: 'text' } },
            menu: { entry: { type: 'static_select', selected_option: { text: plain('B'), value: 'b' } } },
            radio: { entry: { type: 'radio_buttons', selected_option: null } },
            date: { entry: { type: 'datepicker', selected_date: '2026-11-02' } },
          },
        },
      },
    })
  })

  it('tell the app when they are closed only if it asked', async () => {
    const { id } = await openModal(t, modal([section()], { notify_on_close: true }))
    const app = await t.app({ body: '' })
    expect((await t.does('close-view', { user: 'U1', view_id: id })).body).toMatchObject({ notified: true })
    expect(app.payload()).toMatchObject({ type: 'view_closed', is_cleared: false, view: { id } })
  })

  it('have elements of their own, and a home tab too', async () => {
    const menu = { type: 'static_select', action_id: 'pick', options: [option('a'), option('b')] }
    await t.ok('views.publish', { user_id: 'U1', view: { type: 'home', blocks: [actions(menu)] } })
    const { home } = await t.sees('views', { user: 'U1' })
    const app = await t.app({ body: '' })
    await t.does('click', { user: 'U1', view_id: home.id, action_id: 'pick', value: 'b' })
    expect(app.payload()).toMatchObject({
      type: 'block_actions',
      container: { type: 'view', view_id: home.id },
      actions: [
        { type: 'static_select', action_id: 'pick', block_id: 'row', selected_option: { value: 'b' } },
      ],
    })
  })
})

describe('a click on a message', () => {
  it('carries all that Slack sends, and its response_url works on that message', async () => {
    const overflow = { type: 'overflow', action_id: 'more', options: [{ text: plain('Snooze'), value: 's' }] }
    const { ts } = await post('card', { blocks: [section(), actions(overflow)] })
    const app = await t.app({ body: '' })
    await t.does('click', { user: 'U1', channel: 'C1', ts, action_id: 'more', value: 's' })
    expect(app.payload()).toMatchObject({
      type: 'block_actions',
      user: { id: 'U1', username: 'ana', name: 'ana', team_id: 'T1' },
      api_app_id: 'A1',
      token: expect.any(String),
      trigger_id: expect.stringMatching(/^\d+\.\d+\.\w+$/),
      team: { id: 'T1', domain: 'acme' },
      container: { type: 'message', message_ts: ts, channel_id: 'C1', is_ephemeral: false },
      channel: { id: 'C1', name: 'care' },
      message: { ts, text: 'card' },
      state: { values: {} },
      actions: [{ action_id: 'more', block_id: 'row', type: 'overflow', selected_option: { value: 's' } }],
    })
    const url = app.payload().response_url
    const answer = (body: Json) => fetch(url, { method: 'POST', body: JSON.stringify(body) })
    await answer({ text: 'only you' })
    await answer({ replace_original: true, text: 'replaced' })
    expect((await t.messages()).map((one) => [one.text, one.ephemeral])).toEqual([
      ['replaced', false],
      ['only you', true],
    ])
    await answer({ delete_original: true })
    expect((await t.messages('C1', 'U2')).map((one) => one.text)).toEqual([])
  })
})
