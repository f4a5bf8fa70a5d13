import { type StandIn, type StandInOptions, startStandIn } from '../../src/playground/stand-in.js'
import { openBareApp, type AppAnswer } from './bare-app.js'
import type { Json } from './payloads.js'

interface Shown {
  id: string
  hash: string
  title: { text: string }
}

/** A message as a person sees it. */
export interface Seen {
  ts: string
  text: string
  ephemeral: boolean
  blocks?: unknown
  metadata?: unknown
  rendered: { text: string; pings: string[]; links: unknown[]; actions: unknown[] }
}

/** Whatever the stand-in answers: the fields that tests read, each where its method has it. */
export interface Answer {
  ok: boolean
  error?: string
  warning?: string
  ts: string
  message_ts: string
  url: string
  permalink: string
  has_more: boolean
  message: Seen
  messages: Seen[]
  view: Shown
  views: Shown[]
  view_id: string
  home: Shown
  channel: { id: string; name: string }
  channels: { id: string; is_member: boolean }[]
  members: string[]
  user: { real_name: string }
  response_metadata: { messages: string[]; next_cursor: string }
  fault: { id: string }
  faults: { id: string; hits: number; held: number; fault: { kind: string } }[]
  detail: string
}

export const allScopes = [
  ...['chat:write', 'commands', 'users:read', 'im:write'],
  ...['channels:read', 'groups:read', 'im:read', 'channels:history', 'groups:history', 'im:history'],
]

export function seedOf(overrides: Json = {}) {
  const team = {
    id: 'T1',
    name: 'Acme',
    domain: 'acme',
    botToken: 'xoxb-acme',
    botUserId: 'UBOT1',
    botId: 'B1',
    appId: 'A1',
    appToken: 'xapp-acme',
    signingSecret: 'shhh',
    scopes: allScopes,
    commands: ['/nps'],
    events: ['message.channels'],
    users: [
      { id: 'U1', name: 'ana', realName: 'Ana Ito' },
      { id: 'U2', name: 'ben', realName: 'Ben Okoro' },
    ],
    channels: [
      { id: 'C1', name: 'care', members: ['U1', 'U2'], botIsMember: true },
      { id: 'C2', name: 'elsewhere', members: ['U2'], botIsMember: false },
      { id: 'C3', name: 'old', members: ['U1'], botIsMember: true, archived: true },
      { id: 'G1', name: 'secret', members: ['U2'], botIsMember: false, private: true },
    ],
    ...overrides,
  }
  const other = {
    ...team,
    id: 'T2',
    name: 'Other',
    botToken: 'xoxb-other',
    botUserId: 'UBOT2',
    botId: 'B2',
    appId: 'A2',
    appToken: 'xapp-other',
    users: [{ id: 'U9', name: 'zoe', realName: 'Zoe' }],
    channels: [{ id: 'C9', name: 'care', members: ['U9'], botIsMember: true }],
  }
  const app = {
    appId: 'A1',
    clientId: '111.222',
    clientSecret: 'client-secret',
    redirectUris: ['https://app.example/back'],
    scopes: allScopes,
    tokenRotation: true,
  }
  return { teams: [team, other], apps: [app] }
}

interface CallOptions {
  token?: string | null
  type?: string
  body?: string
  verb?: string
}

async function readJson(response: Response): Promise<{ status: number; headers: Headers; body: Answer }> {
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    body: JSON.parse(text) as Answer,
  }
}

const form = (args: Json): string =>
  new URLSearchParams(
    Object.entries(args).map(([key, value]): [string, string] => [
      key,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  ).toString()

export type Stand = Awaited<ReturnType<typeof stand>>

/** A stand-in with a clock and timers in the test's hand. */
export async function stand(options: Partial<StandInOptions> & { team?: Json } = {}) {
  const { team, ...rest } = options
  const start = Date.now()
  let offset = 0
  let ids = 0
  const timers = new Map<() => void, number>()
  const calls: NonNullable<Parameters<NonNullable<StandInOptions['log']>>[0]>[] = []
  const slack: StandIn = await startStandIn({
    seed: seedOf(team),
    clock: () => start + offset,
    newId: () => `X${(ids += 1).toString(36).toUpperCase().padStart(6, '0')}`,
    timer: (ms, fire) => {
      timers.set(fire, ms)
      return () => timers.delete(fire)
    },
    log: (call) => calls.push(call),
    ...rest,
  })
  const closing: (() => Promise<void>)[] = [() => slack.close()]

  async function api(method: string, args: Json = {}, options: CallOptions = {}) {
    const { token = 'xoxb-acme', type = 'application/x-www-form-urlencoded', verb = 'POST' } = options
    const body = options.body ?? (type === 'application/json' ? JSON.stringify(args) : form(args))
    const url = verb === 'GET' ? `${slack.apiUrl}${method}?${form(args)}` : slack.apiUrl + method
    const headers = { 'content-type': type, ...(token ? { authorization: `Bearer ${token}` } : {}) }
    return readJson(await fetch(url, { method: verb, headers, ...(verb === 'GET' ? {} : { body }) }))
  }

  /** A call that must succeed. */
  async function ok(method: string, args: Json = {}, options: CallOptions = {}): Promise<Answer> {
    const { body } = await api(method, args, options)
    if (!body.ok) throw new Error(`${method}: ${JSON.stringify(body)}`)
    return body
  }

  async function does(deed: string, input: Json): Promise<{ status: number; body: Answer }> {
    return readJson(
      await fetch(`${slack.url}/people/${deed}`, { method: 'POST', body: JSON.stringify(input) }),
    )
  }

  async function sees(what: string, query: Record<string, string>): Promise<Answer> {
    const { body } = await readJson(
      await fetch(`${slack.url}/people/${what}?${new URLSearchParams(query).toString()}`),
    )
    return body
  }

  /** The door for faults, by verb. */
  const faultsDoor = async (verb: string, body?: Json, id?: string) =>
    readJson(
      await fetch(`${slack.url}/platform/faults${id === undefined ? '' : `?id=${id}`}`, {
        method: verb,
        ...(body && { body: JSON.stringify(body) }),
      }),
    )

  /** Everything in a channel, as the person sees it. */
  const messages = async (channel = 'C1', user = 'U1'): Promise<Seen[]> =>
    (await sees('messages', { channel, user })).messages

  return {
    slack,
    calls,
    api,
    ok,
    does,
    sees,
    messages,
    fault: (one: Json) => faultsDoor('POST', one),
    endFaults: (id?: string) => faultsDoor('DELETE', undefined, id),
    faults: async () => (await faultsDoor('GET')).body.faults,
    app: async (answer?: AppAnswer) => {
      const bare = await openBareApp(answer)
      closing.push(bare.close)
      slack.setRequestUrl('T1', bare.url)
      return bare
    },
    advance: (ms: number) => (offset += ms),
    now: () => start + offset,
    /** Lets every deadline of this length be over, and tells how many there were. */
    fire: (ms: number) => {
      const due = [...timers].filter(([, after]) => after === ms)
      for (const [fire] of due) {
        timers.delete(fire)
        fire()
      }
      return due.length
    },
    closing,
    close: async () => {
      for (const end of [...closing].reverse()) await end()
    },
  }
}
