import type { JsonObject } from '../json.js'
import type { Channel, Message, State, Team } from './state.js'
import { nextTs } from './store.js'

export function addMessage(state: State, message: Omit<Message, 'ts'>, now: number): Message {
  const added = { ...message, ts: nextTs(state, now) }
  const list = state.messages.get(message.channel)
  if (list) list.push(added)
  else state.messages.set(message.channel, [added])
  return added
}

/** Everything in the channel that the Web API sees: no ephemerals. Oldest first. */
export function visibleMessages(state: State, channel: Channel): Message[] {
  return (state.messages.get(channel.id) ?? []).filter((message) => message.onlyFor === undefined)
}

export function findMessage(state: State, channel: Channel, ts: string): Message | undefined {
  return visibleMessages(state, channel).find((message) => message.ts === ts)
}

/** What a person sees in a channel, ephemerals for others left out. */
export function messagesFor(state: State, channel: Channel, userId: string): Message[] {
  const all = state.messages.get(channel.id) ?? []
  return all.filter((message) => message.onlyFor === undefined || message.onlyFor === userId)
}

/** How many messages of others the person has not read: whole threads count by their first message only. */
export function unreadFor(state: State, channel: Channel, userId: string): number {
  const upTo = Number(state.readUpTo.get(`${userId} ${channel.id}`) ?? 0)
  return messagesFor(state, channel, userId).filter(
    ({ ts, user, threadTs, broadcast }) =>
      Number(ts) > upTo && user !== userId && (threadTs === undefined || threadTs === ts || broadcast),
  ).length
}

export function removeMessage(state: State, message: Message): void {
  const list = state.messages.get(message.channel) ?? []
  state.messages.set(
    message.channel,
    list.filter((one) => one !== message),
  )
}

export function repliesOf(state: State, channel: Channel, ts: string): Message[] {
  return visibleMessages(state, channel).filter((message) => message.threadTs === ts && message.ts !== ts)
}

function threadFields(replies: Message[], parent: Message): JsonObject {
  const last = replies.at(-1)
  if (!last) return {}
  const users = [...new Set(replies.map((reply) => reply.user))]
  return {
    thread_ts: parent.ts,
    reply_count: replies.length,
    reply_users_count: users.length,
    reply_users: users,
    latest_reply: last.ts,
    is_locked: false,
    subscribed: false,
  }
}

/** A message as the Web API and payloads show it. Metadata only on request. */
export function messageJson(state: State, team: Team, message: Message, withMetadata = false): JsonObject {
  const channel = team.channels.get(message.channel)
  const replies = channel && !message.threadTs ? repliesOf(state, channel, message.ts) : []
  return {
    ...(message.byApp ? { bot_id: team.botId, app_id: team.appId } : {}),
    type: 'message',
    ...(message.broadcast ? { subtype: 'thread_broadcast' } : {}),
    user: message.user,
    text: message.text,
    ts: message.ts,
    team: team.id,
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.attachments.length > 0 ? { attachments: message.attachments } : {}),
    ...(message.edited ? { edited: message.edited } : {}),
    ...(message.threadTs ? { thread_ts: message.threadTs } : threadFields(replies, message)),
    ...(withMetadata && message.metadata && Object.keys(message.metadata).length > 0
      ? { metadata: message.metadata }
      : {}),
  }
}
