import { expect } from 'vitest'
import type { RuleId } from '../../../src/playground/rules/rules.js'
import { type Json, section, times, x } from '../payloads.js'
import { allScopes, type Stand } from '../stand.js'
import { type Case, on, refuses } from './case.js'

const hello = { channel: 'C1', text: 'hello' }
const post = (error: string, args: Json): Case => refuses(error, 'chat.postMessage', { ...hello, ...args })

/** The ts of a message that a person wrote. */
const said = async (t: Stand): Promise<string> =>
  (await t.does('say', { user: 'U1', channel: 'C1', text: 'mine' })).body.ts
const posted = async (t: Stand, args: Json = {}): Promise<string> =>
  (await t.ok('chat.postMessage', { ...hello, ...args })).ts

/** A message's blocks of exactly so many characters of JSON. */
const blocksOfSize = (size: number): Json[] => {
  const four = times(4, (index) => ({ ...section(x(3000)), block_id: `b${index}` }))
  const rest = size - JSON.stringify([...four, { ...section(''), block_id: 'b4' }]).length
  return [...four, { ...section(x(rest)), block_id: 'b4' }]
}
const metadataOfSize = (size: number): Json => {
  const made = (id: string): Json => ({ event_type: 'card', event_payload: { id } })
  return made(x(size - JSON.stringify(made('')).length))
}

export const messageCases = {
  'channel.unknown': post('channel_not_found', { channel: '#care' }),
  'channel.private': post('channel_not_found', { channel: 'G1' }),
  'channel.member': post('not_in_channel', { channel: 'C2' }),
  'channel.archived': post('is_archived', { channel: 'C3' }),
  'channel.history-member': refuses('not_in_channel', 'conversations.history', { channel: 'C2' }),
  'message.no-text': post('no_text', { text: '' }),
  'message.truncated': on(async (t) => {
    const { message, warning } = await t.ok('chat.postMessage', { channel: 'C1', text: x(40_001) })
    expect(message.text).toHaveLength(40_000)
    expect(warning).toBe('message_truncated')
    expect(t.calls.at(-1)?.warnings).toEqual(['message_truncated'])
  }),
  'message.update-too-long': refuses('msg_too_long', 'chat.update', async (t) => ({
    channel: 'C1',
    ts: await posted(t),
    text: x(4001),
  })),
  'message.ephemeral-too-long': refuses('msg_too_long', 'chat.postEphemeral', {
    channel: 'C1',
    user: 'U1',
    text: x(40_001),
  }),
  'message.blocks-format': post('invalid_blocks_format', { blocks: 'not json' }),
  'message.blocks-invalid': on(async (t, rule) => {
    const { body } = await t.api('chat.postMessage', { ...hello, blocks: [section(x(3001))] })
    expect(body).toMatchObject({
      error: 'invalid_blocks',
      errors: ['must be less than 3001 characters [json-pointer:/blocks/0/text/text]'],
      response_metadata: {
        messages: ['[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]'],
      },
    })
    expect(t.calls.at(-1)?.rules).toEqual([rule, 'kit.section.text'])
  }),
  'message.blocks-too-long': post('msg_blocks_too_long', { blocks: blocksOfSize(13_201) }),
  'message.attachments': post('too_many_attachments', { attachments: times(101, () => ({ text: 'a' })) }),
  'message.attachments-invalid': post('invalid_attachments', { attachments: [{ colour: 'red' }] }),
  'message.markdown-conflict': post('markdown_text_conflict', { markdown_text: '**a**' }),
  'message.markdown-length': refuses('msg_too_long', 'chat.postMessage', {
    channel: 'C1',
    markdown_text: x(12_001),
  }),
  'message.metadata-format': post('invalid_metadata_format', { metadata: 'none' }),
  'message.metadata-schema': post('invalid_metadata_schema', { metadata: { event_type: 'card' } }),
  'message.metadata-size': post('metadata_too_large', { metadata: metadataOfSize(2001) }),
  'message.thread-missing': post('thread_not_found', { thread_ts: '1.000000' }),
  'message.thread-of-reply': refuses('cannot_reply_to_message', 'chat.postMessage', async (t) => {
    const reply = await posted(t, { thread_ts: await posted(t) })
    return { ...hello, thread_ts: reply }
  }),
  'message.broadcast-alone': post('invalid_arguments', { reply_broadcast: true }),
  'message.not-found': refuses('message_not_found', 'chat.update', async (t) => {
    const { message_ts: ts } = await t.ok('chat.postEphemeral', { ...hello, user: 'U1' })
    return { ...hello, ts }
  }),
  'message.update-foreign': refuses('cant_update_message', 'chat.update', async (t) => ({
    ...hello,
    ts: await said(t),
  })),
  'message.update-archived': refuses('is_inactive', 'chat.update', async (t) => {
    const ts = await posted(t)
    await t.does('archive', { user: 'U1', channel: 'C1' })
    return { ...hello, ts }
  }),
  'message.delete-foreign': refuses('cant_delete_message', 'chat.delete', async (t) => ({
    channel: 'C1',
    ts: await said(t),
  })),
  'message.ephemeral-user': refuses('user_not_in_channel', 'chat.postEphemeral', { ...hello, user: 'U9' }),
  'history.thread': refuses('thread_not_found', 'conversations.replies', { channel: 'C1', ts: '1.000000' }),
  'history.cursor': refuses('invalid_cursor', 'conversations.history', { channel: 'C1', cursor: 'abc' }),
  'history.oldest': refuses('invalid_ts_oldest', 'conversations.history', {
    channel: 'C1',
    oldest: 'monday',
  }),
  'history.latest': refuses('invalid_ts_latest', 'conversations.history', {
    channel: 'C1',
    latest: 'monday',
  }),
  'history.limit': refuses('invalid_limit', 'conversations.history', { channel: 'C1', limit: 1000 }),
  'list.types': refuses('invalid_types', 'conversations.list', { types: 'public' }),
  'open.nobody': refuses('users_list_not_supplied', 'conversations.open', {}),
  'open.user': refuses('user_not_found', 'conversations.open', { users: 'U9' }),
  'open.many': refuses('too_many_users', 'conversations.open', { users: 'U1,U2' }),
  'user.unknown': refuses('user_not_found', 'users.info', { user: 'U9' }, { team: { scopes: allScopes } }),
} satisfies Partial<Record<RuleId, Case>>
