import { limitOf } from '../rules/rules.js'
import { messageJson, removeMessage } from '../store/messages.js'
import { Refusal } from '../store/refusal.js'
import type { Message } from '../store/state.js'
import { nextTs } from '../store/store.js'
import { channelSeen, messageIn } from './channels.js'
import { contentArgs, readContent, refuseLongBlocks, warnOfMissingText } from './content.js'
import { type Call, flag, method, text } from './method.js'

const isOwn = (call: Call, message: Message): boolean => message.byApp && message.teamId === call.team.id

export const update = method({
  name: 'chat.update',
  scopes: ['chat:write'],
  rate: 'rate.tier-3',
  args: { ...contentArgs, channel: text, ts: text, reply_broadcast: flag.optional() },
  handle(call, args) {
    const { state, team, now } = call
    const channel = channelSeen(call, args.channel)
    if (channel.archived) throw new Refusal('message.update-archived')
    const message = messageIn(call, channel, args.ts)
    if (!isOwn(call, message)) throw new Refusal('message.update-foreign')
    const content = readContent(args, state.newId)
    if (content.text.length > limitOf('message.update-too-long')) throw new Refusal('message.update-too-long')
    refuseLongBlocks(content)
    warnOfMissingText(content, call.warnings)
    message.text = content.text
    message.blocks = content.blocks
    message.reading = { ...content.reading, mrkdwn: message.reading.mrkdwn }
    if (args.attachments) message.attachments = content.attachments
    if (args.metadata)
      message.metadata = Object.keys(content.metadata ?? {}).length > 0 ? content.metadata : undefined
    if (content.blocks.length === 0) message.edited = { user: team.botUserId, ts: nextTs(state, now) }
    return {
      channel: channel.id,
      ts: message.ts,
      text: message.text,
      message: messageJson(state, team, message),
    }
  },
})

export const remove = method({
  name: 'chat.delete',
  scopes: ['chat:write'],
  rate: 'rate.tier-3',
  args: { channel: text, ts: text },
  handle(call, args) {
    const channel = channelSeen(call, args.channel)
    const message = messageIn(call, channel, args.ts)
    if (!isOwn(call, message)) throw new Refusal('message.delete-foreign')
    removeMessage(call.state, message)
    return { channel: channel.id, ts: message.ts }
  },
})

export const getPermalink = method({
  name: 'chat.getPermalink',
  rate: 'rate.special',
  reads: true,
  args: { channel: text, message_ts: text },
  handle(call, args) {
    const channel = channelSeen(call, args.channel)
    const message = messageIn(call, channel, args.message_ts)
    const domain = call.team.domain ?? call.team.name.toLowerCase().replace(/[^a-z0-9]+/g, '-')
    const thread = message.threadTs ? `?thread_ts=${message.threadTs}&cid=${channel.id}` : ''
    const path = `archives/${channel.id}/p${message.ts.replace('.', '')}${thread}`
    return { channel: channel.id, permalink: `https://${domain}.slack.com/${path}` }
  },
})
