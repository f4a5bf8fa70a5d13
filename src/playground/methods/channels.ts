import { limitOf } from '../rules/rules.js'
import { Refusal } from '../store/refusal.js'
import type { Channel, Message } from '../store/state.js'
import { findMessage } from '../store/messages.js'
import { imWith } from '../store/store.js'
import type { Call } from './method.js'

/** The channel, if the app can see it. */
export function channelSeen({ team }: Call, id: string): Channel {
  const channel = team.channels.get(id)
  if (!channel) throw new Refusal('channel.unknown')
  if (channel.private && !channel.botIsMember) throw new Refusal('channel.private')
  return channel
}

/** The channel, if the app may post there. A user's id stands for their direct messages. */
export function channelToPostIn(call: Call, id: string): Channel {
  const { team, state } = call
  const channel = team.users.has(id) ? imWith(state, team, id) : channelSeen(call, id)
  const publicWrite = team.scopes.has('chat:write.public') && !channel.private
  if (!channel.botIsMember && !publicWrite) throw new Refusal('channel.member')
  if (channel.archived) throw new Refusal('channel.archived')
  return channel
}

export function messageIn(call: Call, channel: Channel, ts: string): Message {
  const message = findMessage(call.state, channel, ts)
  if (!message) throw new Refusal('message.not-found')
  return message
}

const kinds = { im: 'im', private: 'groups', public: 'channels' }

/** The scope that reads this kind of channel: channels:read, groups:history ... */
export function requireChannelScope({ team }: Call, channel: Channel, what: 'read' | 'history'): void {
  const kind = channel.im ? kinds.im : channel.private ? kinds.private : kinds.public
  const needed = `${kind}:${what}`
  if (team.scopes.has(needed)) return
  throw new Refusal('api.scope', { needed, provided: [...team.scopes].join(',') })
}

export const channelScopes = (what: 'read' | 'history'): string[] =>
  Object.values(kinds).map((kind) => `${kind}:${what}`)

/** One page of a list, by Slack's cursors. */
export function page<Item>(items: Item[], limit: number, cursor: string | undefined) {
  if (limit < 1 || limit > limitOf('history.limit')) throw new Refusal('history.limit')
  const decoded = cursor ? Buffer.from(cursor, 'base64').toString() : 'next:0'
  const match = /^next:(\d+)$/.exec(decoded)
  if (!match) throw new Refusal('history.cursor')
  const start = Number(match[1])
  const end = start + limit
  const more = end < items.length
  return {
    items: items.slice(start, end),
    more,
    metadata: { next_cursor: more ? Buffer.from(`next:${end}`).toString('base64') : '' },
  }
}
