import { messageJson, repliesOf, visibleMessages } from '../store/messages.js'
import { limitOf } from '../rules/rules.js'
import { Refusal } from '../store/refusal.js'
import type { Message } from '../store/state.js'
import { channelScopes, channelSeen, page, requireChannelScope } from './channels.js'
import { count, flag, method, text } from './method.js'

const range = {
  channel: text,
  cursor: text.optional(),
  include_all_metadata: flag.optional(),
  inclusive: flag.optional(),
  latest: text.optional(),
  limit: count.optional(),
  oldest: text.optional(),
}

interface Range {
  latest?: string | undefined
  oldest?: string | undefined
  inclusive?: boolean | undefined
}

const timestamp = /^\d{1,10}(\.\d{1,6})?$/

/** Which messages lie between `oldest` and `latest`; the ends only when `inclusive`. */
function within(args: Range): (message: Message) => boolean {
  if (args.oldest !== undefined && !timestamp.test(args.oldest)) throw new Refusal('history.oldest')
  if (args.latest !== undefined && !timestamp.test(args.latest)) throw new Refusal('history.latest')
  const oldest = Number(args.oldest ?? 0)
  const latest = Number(args.latest ?? Infinity)
  return ({ ts }) => {
    const at = Number(ts)
    return args.inclusive ? at >= oldest && at <= latest : at > oldest && at < latest
  }
}

export const history = method({
  name: 'conversations.history',
  scopes: channelScopes('history'),
  rate: 'rate.tier-3',
  reads: true,
  args: range,
  handle(call, args) {
    const { state, team } = call
    const channel = channelSeen(call, args.channel)
    requireChannelScope(call, channel, 'history')
    if (!channel.botIsMember) throw new Refusal('channel.history-member')
    const fits = within(args)
    const found = visibleMessages(state, channel)
      .filter((message) => (message.threadTs === undefined || message.broadcast) && fits(message))
      .reverse()
    const { items, more, metadata } = page(found, args.limit ?? 100, args.cursor)
    return {
      messages: items.map((message) => messageJson(state, team, message, args.include_all_metadata)),
      has_more: more,
      pin_count: 0,
      response_metadata: metadata,
    }
  },
})

export const replies = method({
  name: 'conversations.replies',
  scopes: channelScopes('history'),
  rate: 'rate.tier-3',
  reads: true,
  args: { ...range, ts: text },
  handle(call, args) {
    const { state, team } = call
    const channel = channelSeen(call, args.channel)
    requireChannelScope(call, channel, 'history')
    const asked = visibleMessages(state, channel).find((message) => message.ts === args.ts)
    if (!asked) throw new Refusal('history.thread')
    const rootTs = asked.threadTs ?? asked.ts
    const root = visibleMessages(state, channel).filter((message) => message.ts === rootTs)
    const thread = repliesOf(state, channel, rootTs).filter(within(args))
    const { items, more, metadata } = page(
      [...root, ...thread],
      args.limit ?? limitOf('history.limit'),
      args.cursor,
    )
    return {
      messages: items.map((message) => messageJson(state, team, message, args.include_all_metadata)),
      has_more: more,
      response_metadata: metadata,
    }
  },
})
