import type { Stage } from './stage.js'

export interface SetFault {
  id: string
  hits: number
  held: number
  fault: { kind: string; channel?: string; times?: number }
}

/** The stand-in's own door for faults. */
export function faultKnobs(slackUrl: string) {
  async function ask(method: string, body?: Record<string, unknown>, query = ''): Promise<unknown> {
    const reply = await fetch(`${slackUrl}/platform/faults${query}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    })
    const json: unknown = await reply.json()
    if (!reply.ok) throw new Error(`faults: ${reply.status} ${JSON.stringify(json)}`)
    return json
  }
  return {
    set: async (fault: Record<string, unknown>) =>
      ((await ask('POST', fault)) as { fault: SetFault }).fault.id,
    list: async () => ((await ask('GET')) as { faults: SetFault[] }).faults,
    end: (id: string) => ask('DELETE', undefined, `?id=${id}`),
  }
}

interface Page {
  messages: { ts: string; metadata?: { event_payload: { id: string } } }[]
  response_metadata: { next_cursor?: string }
}

/** What Slack's own history has, read by a client that is none of ours: the marker of each message, oldest first. */
export async function readHistory(
  { slackUrl, env }: Stage,
  channel: string,
  thread?: string,
): Promise<{ id: string; ts: string }[]> {
  const method = thread === undefined ? 'conversations.history' : 'conversations.replies'
  const found: { id: string; ts: string }[] = []
  let cursor = ''
  do {
    const query = {
      channel,
      limit: '200',
      include_all_metadata: 'true',
      cursor,
      ...(thread && { ts: thread }),
    }
    const reply = await fetch(`${slackUrl}/api/${method}?${new URLSearchParams(query).toString()}`, {
      headers: { authorization: `Bearer ${env['SLACK_BOT_TOKEN'] ?? ''}` },
    })
    const page = (await reply.json()) as Page
    found.push(...page.messages.map(({ ts, metadata }) => ({ id: metadata?.event_payload.id ?? '', ts })))
    cursor = page.response_metadata.next_cursor ?? ''
  } while (cursor !== '')
  return found.toSorted((one, other) => Number(one.ts) - Number(other.ts))
}
