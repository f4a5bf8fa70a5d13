import type { webApi } from '@slack/bolt'
import type { ChatPort, Marker, MessageRef, Reader } from '../chat/port.js'
import type { Home } from '../chat/views.js'
import { AppError } from '../errors.js'
import type { Messages } from '../messages/messages.js'
import { findOwnMessage } from './find-own.js'
import type { Layout } from './layouts/blocks.js'
import { layoutBurstSummary } from './layouts/burst-summary.js'
import { layoutHome } from './layouts/home.js'
import { layoutLoopCard } from './layouts/loop-card.js'
import { layoutNotice } from './layouts/notice.js'
import { layoutThreadLine } from './layouts/thread-line.js'
import { eventTypes } from './markers.js'
import type { TeamUrl } from './team-url.js'
import { toSlackError } from './to-slack-error.js'

export interface SlackPortDeps {
  client: webApi.WebClient
  /** Where the team is in the browser. */
  teamUrl: TeamUrl
  /** Of the workspace: what channels read. */
  language: string
  messagesFor: (language: string) => Messages
  /** Who we are in Slack: others could put our marker on a message of theirs. */
  botUserId: string
  /** Hears what Slack refused, before the caller does. */
  onRefused?: (error: unknown) => Promise<void>
}

const withoutPreviews = { unfurl_links: false, unfurl_media: false } as const

/** What the product asks of a chat platform, done in Slack. */
export function buildSlackPort(deps: SlackPortDeps): ChatPort {
  const { client } = deps
  const messages = deps.messagesFor(deps.language)

  async function call<T>(channel: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      await deps.onRefused?.(error)
      throw toSlackError(error, channel)
    }
  }

  async function post(channel: string, layout: Layout, marker: Marker, threadOf?: string) {
    const thread = threadOf !== undefined && { thread_ts: threadOf }
    const metadata = { event_type: eventTypes[marker.kind], event_payload: { id: marker.id } }
    const message = { ...parsed(layout), ...thread, ...withoutPreviews, channel, metadata }
    return refOf(await call(channel, () => client.chat.postMessage(message)))
  }

  async function edit({ channel, messageId }: MessageRef, layout: Layout): Promise<void> {
    await call(channel, () => client.chat.update({ ...parsed(layout), channel, ts: messageId }))
  }

  return {
    platform: 'slack',
    postCard: (channel, card, marker) => post(channel, layoutLoopCard(card, messages), marker),
    postNotice: (channel, notice, marker) => post(channel, layoutNotice(notice, messages), marker),
    editNotice: (message, notice) => edit(message, layoutNotice(notice, messages)),
    postLine: (thread, line, marker) =>
      post(thread.channel, layoutThreadLine(line, messages), marker, thread.messageId),
    editCard: (message, card) => edit(message, layoutLoopCard(card, messages)),
    postSummary: (channel, summary, marker) => post(channel, layoutBurstSummary(summary, messages), marker),
    editSummary: (message, summary) => edit(message, layoutBurstSummary(summary, messages)),
    linkTo: ({ channel, messageId }) => call(channel, () => linkOf(client, channel, messageId)),
    showHome: (reader, home) => call('', () => publishHome(deps, reader, home)),
    findOwn: (channel, marker, sinceMs, threadOf) =>
      call(channel, () => findOwnMessage(deps, { channel, marker, sinceMs, threadOf })),
  }
}

async function publishHome(
  { client, teamUrl, messagesFor }: SlackPortDeps,
  { personId, language }: Reader,
  home: Home,
): Promise<void> {
  const view = layoutHome(home, messagesFor(language), await teamUrl())
  await client.views.publish({ user_id: personId, view })
}

/** Nothing in our text becomes a mention or a link that we did not write as one. */
function parsed(layout: Layout) {
  return { text: layout.text, blocks: layout.blocks, parse: 'none', link_names: false } as const
}

function refOf({ channel, ts }: { channel?: string; ts?: string }): MessageRef {
  if (channel && ts) return { channel, messageId: ts }
  throw new AppError({ code: 'unavailable', message: 'Slack: an answer that does not say what was posted' })
}

async function linkOf(client: webApi.WebClient, channel: string, messageId: string): Promise<string> {
  const { permalink } = await client.chat.getPermalink({ channel, message_ts: messageId })
  return permalink ?? ''
}
