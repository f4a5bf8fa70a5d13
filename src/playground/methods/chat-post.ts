import { limitOf } from '../rules/rules.js'
import { addMessage, findMessage, messageJson, repliesOf } from '../store/messages.js'
import { Refusal, refusalWith } from '../store/refusal.js'
import type { Channel } from '../store/state.js'
import { channelSeen, channelToPostIn } from './channels.js'
import { contentArgs, readContent, refuseLongBlocks, warnOfMissingText } from './content.js'
import { type Call, flag, method, text } from './method.js'

const looks = { username: text.optional(), icon_emoji: text.optional(), icon_url: text.optional() }

function threadRoot(call: Call, channel: Channel, threadTs: string | undefined): void {
  if (threadTs === undefined) return
  const root = findMessage(call.state, channel, threadTs)
  if (!root) throw new Refusal('message.thread-missing')
  if (root.threadTs !== undefined && root.threadTs !== root.ts) throw new Refusal('message.thread-of-reply')
}

export const postMessage = method({
  name: 'chat.postMessage',
  scopes: ['chat:write'],
  rate: 'rate.message',
  rateBy: 'channel',
  args: {
    ...contentArgs,
    ...looks,
    channel: text,
    mrkdwn: flag.optional(),
    thread_ts: text.optional(),
    reply_broadcast: flag.optional(),
    unfurl_links: flag.optional(),
    unfurl_media: flag.optional(),
  },
  handle(call, args) {
    const { state, team, now } = call
    const channel = channelToPostIn(call, args.channel)
    const content = readContent(args, state.newId)
    refuseLongBlocks(content)
    warnOfMissingText(content, call.warnings)
    if (args.reply_broadcast && args.thread_ts === undefined) {
      throw refusalWith('message.broadcast-alone', [
        'missing required field: thread_ts [json-pointer:/thread_ts]',
      ])
    }
    threadRoot(call, channel, args.thread_ts)
    const most = limitOf('message.truncated')
    if (content.text.length > most) call.warnings.push('message_truncated')
    const message = addMessage(
      state,
      {
        ...content,
        text: content.text.slice(0, most),
        reading: { ...content.reading, mrkdwn: args.mrkdwn ?? true },
        teamId: team.id,
        channel: channel.id,
        user: team.botUserId,
        byApp: true,
        threadTs: args.thread_ts,
        broadcast: args.reply_broadcast ?? false,
      },
      now,
    )
    return { channel: channel.id, ts: message.ts, message: messageJson(state, team, message, true) }
  },
})

export const postEphemeral = method({
  name: 'chat.postEphemeral',
  scopes: ['chat:write'],
  rate: 'rate.tier-4',
  args: { ...contentArgs, ...looks, channel: text, user: text, thread_ts: text.optional() },
  handle(call, args) {
    const { state, team, now } = call
    const channel = channelSeen(call, args.channel)
    if (!channel.botIsMember) throw new Refusal('channel.member')
    if (channel.archived) throw new Refusal('channel.archived')
    if (!channel.members.has(args.user)) throw new Refusal('message.ephemeral-user')
    const content = readContent(args, state.newId)
    if (content.text.length > limitOf('message.ephemeral-too-long'))
      throw new Refusal('message.ephemeral-too-long')
    warnOfMissingText(content, call.warnings)
    threadRoot(call, channel, args.thread_ts)
    const inLiveThread = args.thread_ts && repliesOf(state, channel, args.thread_ts).length > 0
    if (args.thread_ts && !inLiveThread) call.warnings.push('ephemeral_in_thread_without_replies')
    const message = addMessage(
      state,
      {
        ...content,
        teamId: team.id,
        channel: channel.id,
        user: team.botUserId,
        byApp: true,
        threadTs: args.thread_ts,
        broadcast: false,
        onlyFor: args.user,
      },
      now,
    )
    return { message_ts: message.ts }
  },
})
