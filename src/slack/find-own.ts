import { webApi } from '@slack/bolt'
import { z } from 'zod'
import type { Marker, MessageRef } from '../chat/port.js'
import { eventTypes } from './markers.js'

/** Slack's clock and ours may differ. */
const clockSlackMs = 60_000
const pageSize = 200
/** A channel with more messages than this since our first attempt is not searched to its end. */
const mostPages = 10

const Page = z.object({
  messages: z
    .array(
      z.object({
        ts: z.string(),
        user: z.string().optional(),
        metadata: z
          .object({
            event_type: z.string().optional(),
            event_payload: z.record(z.string(), z.unknown()).optional(),
          })
          .optional()
          .catch(undefined),
      }),
    )
    .default([]),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
})

export interface FindOwnDeps {
  client: webApi.WebClient
  botUserId: string
}

export interface WantedMessage {
  channel: string
  marker: Marker
  sinceMs: number
  threadOf: string | undefined
}

/**
 * Our own message with this marker, in the channel or in a thread of it. Without the scopes to read history the answer
 * is always null: posting again then makes it "at least once".
 */
export async function findOwnMessage(deps: FindOwnDeps, wanted: WantedMessage): Promise<MessageRef | null> {
  let cursor = ''
  for (let page = 0; page < mostPages; page += 1) {
    const read = await readPage(deps.client, wanted, cursor)
    if (read === null) return null
    const found = read.messages.find((message) => isWanted(message, wanted.marker, deps.botUserId))
    if (found) return { channel: wanted.channel, messageId: found.ts }
    cursor = read.response_metadata?.next_cursor ?? ''
    if (cursor === '') return null
  }
  return null
}

type Page = z.infer<typeof Page>

async function readPage(
  client: webApi.WebClient,
  wanted: WantedMessage,
  cursor: string,
): Promise<Page | null> {
  const options = {
    channel: wanted.channel,
    oldest: (Math.max(0, wanted.sinceMs - clockSlackMs) / 1000).toFixed(6),
    limit: pageSize,
    include_all_metadata: true,
    ...(cursor !== '' && { cursor }),
  }
  try {
    const page =
      wanted.threadOf === undefined
        ? await client.conversations.history(options)
        : await client.conversations.replies({ ...options, ts: wanted.threadOf })
    return Page.parse(page)
  } catch (error) {
    if (error instanceof webApi.WebAPIPlatformError && error.data.error === 'missing_scope') return null
    throw error
  }
}

function isWanted(message: Page['messages'][number], marker: Marker, botUserId: string): boolean {
  const { user, metadata } = message
  return (
    user === botUserId &&
    metadata?.event_type === eventTypes[marker.kind] &&
    metadata.event_payload?.id === marker.id
  )
}
