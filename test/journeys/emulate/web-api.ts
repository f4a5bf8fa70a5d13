import type { SlackMessage } from '../../../src/demo/outsider/slack-person.js'

export interface Json {
  [key: string]: unknown
}

export type Call = (method: string, body?: Record<string, string>) => Promise<Json>

export function callerAt(apiUrl: string, token: string): Call {
  return async (method, body = {}) => {
    const reply = await fetch(apiUrl + method, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: new URLSearchParams(body),
    })
    const json = (await reply.json()) as Json
    if (json['ok'] !== true) throw new Error(`${method}: ${String(json['error'])}`)
    return json
  }
}

/** A channel with its threads, as the Web API gives it to the app of this environment, oldest first. */
export function readChannel(
  { SLACK_API_URL = '', SLACK_BOT_TOKEN = '' }: Readonly<Record<string, string>>,
  channel: string,
): Promise<SlackMessage[]> {
  return readAll(callerAt(SLACK_API_URL, SLACK_BOT_TOKEN), channel)
}

export async function readAll(call: Call, channel: string): Promise<SlackMessage[]> {
  const page = { channel, limit: '200', include_all_metadata: 'true' }
  const { messages } = (await call('conversations.history', page)) as unknown as { messages: SlackMessage[] }
  const roots = messages.filter((one) => one.thread_ts === undefined || one.thread_ts === one.ts)
  const all = new Map<string, SlackMessage>()
  for (const root of roots) {
    const thread = (await call('conversations.replies', { ...page, ts: root.ts })) as unknown as {
      messages: SlackMessage[]
    }
    for (const one of [root, ...thread.messages]) all.set(one.ts, one)
  }
  return [...all.values()].sort((one, other) => one.ts.localeCompare(other.ts))
}
