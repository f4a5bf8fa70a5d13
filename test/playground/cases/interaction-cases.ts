import { expect } from 'vitest'
import { WebSocket } from 'ws'
import type { RuleId } from '../../../src/playground/rules/rules.js'
import { type Json, actions, button, inputBlock, modal, plain, section, times, x } from '../payloads.js'
import { type Stand } from '../stand.js'
import { cannot, type Case, on, openModal, postWithButton } from './case.js'

type App = Parameters<Stand['app']>[0]

const nps = { user: 'U1', channel: 'C1', command: '/nps', text: 'last30d' }

/** Types /nps against an app that answers so. */
const command = (answer: App, shown: string): Case =>
  on(async (t, rule) => {
    await t.app(answer)
    const { body } = await t.does('slash', nps)
    expect(body).toMatchObject({
      acked: false,
      shown,
      rule,
      sentence: `/nps failed with the error "${shown}"`,
    })
  })

const field = inputBlock({ type: 'plain_text_input', max_length: 5, min_length: 2 })

/** Submits a form to an app that answers so. */
const submitted = (answer: Json): Case =>
  on(async (t, rule) => {
    const { id } = await openModal(t, modal([field]))
    await t.app({ body: JSON.stringify(answer) })
    const { body } = await t.does('submit', { user: 'U1', view_id: id, values: { field: { entry: 'abc' } } })
    const sentence = 'We had some trouble connecting. Try again?'
    expect(body).toMatchObject({ acked: false, shown: 'trouble_connecting', sentence, rule })
    expect((await t.sees('views', { user: 'U1' })).views).toHaveLength(1)
  })

/** What the client itself refuses never reaches the app. */
const kept = (block: Json, value: string, sentence: string): Case =>
  on(async (t, rule) => {
    const { id } = await openModal(t, modal([block]))
    const app = await t.app({ body: '' })
    const { body } = await t.does('submit', { user: 'U1', view_id: id, values: { field: { entry: value } } })
    expect(body).toMatchObject({ sent: false, errors: { field: sentence }, rules: [rule] })
    expect(app.requests).toHaveLength(0)
  })

/** A response_url of a real click, and the message it was on. */
async function clicked(t: Stand): Promise<{ url: string; ts: string }> {
  const app = await t.app({ body: '' })
  const { ts } = await postWithButton(t)
  await t.does('click', { user: 'U1', channel: 'C1', ts, action_id: 'go' })
  return { url: app.payload().response_url, ts: ts }
}

async function answer(url: string, body: unknown): Promise<{ status: number; error?: string }> {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) })
  return { status: response.status, error: ((await response.json()) as Json).error as string }
}

const answered = (status: number, error: string, body: unknown): Case =>
  on(async (t) => expect(await answer((await clicked(t)).url, body)).toEqual({ status, error }))

const doing = (error: string, deed: string, input: Json): Case =>
  on(async (t, rule) => cannot(t, rule, error, deed, input))

async function socketUrl(t: Stand): Promise<string> {
  return (await t.ok('apps.connections.open', {}, { token: 'xapp-acme' })).url
}

/** The first message of a connection, or the status that refused it. */
function firstWord(url: string): Promise<{ socket: WebSocket; word: Json | number }> {
  const socket = new WebSocket(url)
  return new Promise((resolve, reject) => {
    socket.once('message', (data: Buffer) => resolve({ socket, word: JSON.parse(data.toString()) as Json }))
    socket.once('unexpected-response', (_request, response) =>
      resolve({ socket, word: response.statusCode ?? 0 }),
    )
    socket.once('error', reject)
  })
}

export const interactionCases = {
  'ack.deadline': on(async (t, rule) => {
    const app = await t.app()
    const { ts } = await postWithButton(t)
    const waiting = t.does('click', { user: 'U1', channel: 'C1', ts, action_id: 'go' })
    await app.heard
    t.advance(3000)
    t.fire(3000)
    expect((await waiting).body).toMatchObject({ acked: false, ms: 3000, shown: 'operation_timeout', rule })
  }),
  'ack.status': command({ status: 500 }, 'http_service_error'),
  'ack.unreachable': on(async (t, rule) => {
    const { body } = await t.does('slash', nps)
    expect(body).toMatchObject({ acked: false, shown: 'dispatch_failed', rule })
  }),
  'ack.command-response': command(
    { body: JSON.stringify({ blocks: [actions(button('a'), button('a'))] }) },
    'invalid_command_response',
  ),
  'ack.response-action': submitted({ response_action: 'errorz' }),
  'ack.error-blocks': submitted({ response_action: 'errors', errors: { nowhere: 'No' } }),
  'ack.view': submitted({ response_action: 'update', view: modal([section()], { title: plain(x(25)) }) }),
  'command.unknown': doing('unknown_command', 'slash', { ...nps, command: '/csat' }),
  'command.in-thread': doing('command_in_thread', 'slash', { ...nps, thread_ts: '1.000000' }),
  'shortcut.unknown': doing('unknown_shortcut', 'shortcut', { user: 'U1', callback_id: 'log' }),
  'shortcut.message': on(
    async (t, rule) => {
      const { message_ts: ts } = await t.ok('chat.postEphemeral', { channel: 'C1', user: 'U1', text: 'psst' })
      const input = { user: 'U1', channel: 'C1', ts, callback_id: 'log' }
      await cannot(t, rule, 'no_such_message', 'message-shortcut', input)
    },
    { team: { shortcuts: [{ type: 'message', name: 'Log it', callbackId: 'log' }] } },
  ),
  'people.home-tab': on(async (t, rule) => cannot(t, rule, 'no_home_tab', 'open-home', { user: 'U1' }), {
    team: { homeTab: false },
  }),
  'people.user': doing('no_such_user', 'slash', { ...nps, user: 'U7' }),
  'people.channel': doing('no_such_channel', 'slash', { ...nps, channel: 'C2' }),
  'people.message': on(async (t, rule) => {
    const { message_ts: ts } = await t.ok('chat.postEphemeral', {
      ...{ channel: 'C1', user: 'U2', text: 'for Ben' },
      blocks: [actions(button())],
    })
    await cannot(t, rule, 'no_such_message', 'click', { user: 'U1', channel: 'C1', ts, action_id: 'go' })
  }),
  'people.element': on(async (t, rule) => {
    const { ts } = await postWithButton(t)
    await t.ok('chat.update', { channel: 'C1', ts, text: 'done', blocks: [section('done')] })
    await cannot(t, rule, 'no_such_element', 'click', { user: 'U1', channel: 'C1', ts, action_id: 'go' })
  }),
  'people.option': on(async (t, rule) => {
    const menu = { type: 'overflow', action_id: 'more', options: [{ text: plain('A'), value: 'a' }] }
    const { ts } = await t.ok('chat.postMessage', { channel: 'C1', text: 'card', blocks: [actions(menu)] })
    const input = { user: 'U1', channel: 'C1', ts, action_id: 'more', value: 'b' }
    await cannot(t, rule, 'no_such_option', 'click', input)
  }),
  'people.dispatch': on(async (t, rule) => {
    const { id } = await openModal(t, modal([field]))
    const input = { user: 'U1', view_id: id, action_id: 'entry', value: 'abc' }
    await cannot(t, rule, 'no_dispatch_action', 'click', input)
  }),
  'people.view': on(async (t, rule) => {
    const { id } = await openModal(t, modal([field]))
    await cannot(t, rule, 'no_such_view', 'submit', { user: 'U2', view_id: id })
  }),
  'people.no-submit': on(async (t, rule) => {
    const { id } = await openModal(t, { type: 'modal', title: plain('Look'), blocks: [section()] })
    await cannot(t, rule, 'no_submit_button', 'submit', { user: 'U1', view_id: id })
  }),
  'people.input': on(async (t, rule) => {
    const { id } = await openModal(t, modal([field]))
    const values = { field: { entry: 'abc' }, hidden: { entry: 'abc' } }
    await cannot(t, rule, 'no_such_input', 'submit', { user: 'U1', view_id: id, values })
  }),
  'people.required': kept(field, '', 'Please complete this required field.'),
  'people.max-length': kept(field, 'abcdef', 'Please shorten your answer.'),
  'people.min-length': kept(field, 'a', 'Please lengthen your answer.'),
  'people.format': kept(
    inputBlock({ type: 'number_input', is_decimal_allowed: false }),
    '1.5',
    'Please check the format.',
  ),
  'response-url.uses': on(async (t) => {
    const { url } = await clicked(t)
    for (let use = 0; use < 5; use += 1) expect((await answer(url, { text: 'ok' })).status).toBe(200)
    expect(await answer(url, { text: 'ok' })).toEqual({ status: 404, error: 'used_url' })
  }),
  'response-url.age': on(async (t) => {
    const { url } = await clicked(t)
    t.advance(30 * 60_000 + 1)
    expect(await answer(url, { text: 'ok' })).toEqual({ status: 404, error: 'expired_url' })
  }),
  'response-url.unknown': on(async (t) => {
    const { url } = await clicked(t)
    expect(await answer(`${url}X`, { text: 'ok' })).toEqual({ status: 404, error: 'no_such_url' })
  }),
  'response-url.body': answered(400, 'invalid_payload', { text: 'ok', txt: 'typo' }),
  'response-url.no-text': answered(400, 'no_text', {}),
  'response-url.blocks': answered(400, 'invalid_blocks', { blocks: [section('')] }),
  'response-url.original': on(async (t) => {
    const app = await t.app({ body: '' })
    await t.does('slash', nps)
    const url = new URLSearchParams(app.requests[0]?.body).get('response_url') ?? ''
    expect(await answer(url, { delete_original: true })).toEqual({ status: 400, error: 'no_original' })
  }),
  'socket.ticket': on(async (t) => {
    const url = await socketUrl(t)
    t.advance(30_001)
    expect((await firstWord(url)).word).toBe(401)
  }),
  'socket.connections': on(async (t) => {
    const words = []
    for (const url of await Promise.all(times(11, () => socketUrl(t))))
      words.push((await firstWord(url)).word)
    expect(words.slice(0, 10)).toEqual(times(10, (): unknown => expect.objectContaining({ type: 'hello' })))
    expect(words[10]).toMatchObject({ type: 'disconnect', reason: 'too_many_websockets' })
  }),
} satisfies Partial<Record<RuleId, Case>>
