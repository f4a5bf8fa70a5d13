import type { JsonObject } from '../json.js'
import { limitOf } from '../rules/rules.js'
import { Refusal } from '../store/refusal.js'
import type { Channel } from '../store/state.js'
import { imWith } from '../store/store.js'
import { channelScopes, channelSeen, page, requireChannelScope } from './channels.js'
import { type Call, count, flag, method, text } from './method.js'

const typeOf = (channel: Channel): string =>
  channel.im ? 'im' : channel.private ? 'private_channel' : 'public_channel'

function channelJson({ team }: Call, channel: Channel): JsonObject {
  if (channel.im) {
    return { id: channel.id, is_im: true, is_channel: false, is_archived: channel.archived, user: channel.im }
  }
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: !channel.private,
    is_group: channel.private,
    is_im: false,
    is_mpim: false,
    is_private: channel.private,
    is_archived: channel.archived,
    is_member: channel.botIsMember,
    is_general: false,
    context_team_id: team.id,
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
  }
}

const memberIds = ({ team }: Call, channel: Channel): string[] => [
  ...channel.members,
  ...(channel.botIsMember ? [team.botUserId] : []),
]

export const info = method({
  name: 'conversations.info',
  scopes: channelScopes('read'),
  rate: 'rate.tier-3',
  reads: true,
  args: { channel: text, include_locale: flag.optional(), include_num_members: flag.optional() },
  handle(call, args) {
    const channel = channelSeen(call, args.channel)
    requireChannelScope(call, channel, 'read')
    const members = args.include_num_members ? { num_members: memberIds(call, channel).length } : {}
    return { channel: { ...channelJson(call, channel), ...members } }
  },
})

const knownTypes = ['public_channel', 'private_channel', 'mpim', 'im']

export const list = method({
  name: 'conversations.list',
  scopes: channelScopes('read'),
  rate: 'rate.tier-2',
  reads: true,
  args: {
    cursor: text.optional(),
    exclude_archived: flag.optional(),
    limit: count.optional(),
    types: text.optional(),
  },
  handle(call, args) {
    const types = (args.types ?? 'public_channel').split(',').map((type) => type.trim())
    if (types.some((type) => !knownTypes.includes(type))) throw new Refusal('list.types')
    const seen = [...call.team.channels.values()].filter(
      (channel) =>
        types.includes(typeOf(channel)) &&
        (!channel.private || channel.botIsMember) &&
        !(args.exclude_archived && channel.archived),
    )
    for (const channel of seen) requireChannelScope(call, channel, 'read')
    const { items, metadata } = page(seen, args.limit ?? 100, args.cursor)
    return { channels: items.map((channel) => channelJson(call, channel)), response_metadata: metadata }
  },
})

export const members = method({
  name: 'conversations.members',
  scopes: channelScopes('read'),
  rate: 'rate.tier-4',
  reads: true,
  args: { channel: text, cursor: text.optional(), limit: count.optional() },
  handle(call, args) {
    const channel = channelSeen(call, args.channel)
    requireChannelScope(call, channel, 'read')
    const { items, metadata } = page(memberIds(call, channel), args.limit ?? 100, args.cursor)
    return { members: items, response_metadata: metadata }
  },
})

export const openConversation = method({
  name: 'conversations.open',
  scopes: ['im:write'],
  rate: 'rate.tier-3',
  args: { users: text.optional(), return_im: flag.optional() },
  handle(call, args) {
    const { state, team } = call
    if (!args.users) throw new Refusal('open.nobody')
    const users = args.users.split(',').map((user) => user.trim())
    const [user] = users
    if (users.length > limitOf('open.many') || user === undefined) throw new Refusal('open.many')
    if (!team.users.has(user)) throw new Refusal('open.user')
    const already = [...team.channels.values()].some((channel) => channel.im === user)
    const channel = imWith(state, team, user)
    const flags = already ? { already_open: true, no_op: true } : {}
    return { ...flags, channel: args.return_im ? channelJson(call, channel) : { id: channel.id } }
  },
})
