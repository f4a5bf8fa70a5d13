import { type JsonObject, parseJson, stringAt } from '../json.js'
import { limitOf } from '../rules/rules.js'
import type { Team } from '../store/state.js'
import type { Deliver, Kind, Reply, Retry, Timer } from './ack.js'
import { signatureHeaders } from './sign.js'
import type { SocketMode } from './socket-mode.js'

interface DeliverDeps {
  clock: () => number
  timer: Timer
  sockets: SocketMode
}

/** The body and content type exactly as Slack sends them: Bolt compares the type as a whole string. */
export function encode(kind: Kind, payload: JsonObject): { type: string; body: string } {
  if (kind === 'events_api') return { type: 'application/json', body: JSON.stringify(payload) }
  const fields =
    kind === 'interactive'
      ? { payload: JSON.stringify(payload) }
      : Object.fromEntries(Object.keys(payload).map((key) => [key, stringAt(payload, key) ?? '']))
  return { type: 'application/x-www-form-urlencoded', body: new URLSearchParams(fields).toString() }
}

async function readReply(response: Response): Promise<Reply> {
  const text = await response.text()
  if (response.status !== 200)
    return { rule: 'ack.status', noRetry: response.headers.get('x-slack-no-retry') === '1' }
  if (text === '') return { body: undefined }
  return { body: parseJson(text) ?? text }
}

interface Signed {
  kind: Kind
  payload: JsonObject
  now: number
  signal: AbortSignal
  retry?: Retry | undefined
}

async function post(team: Team, url: string, { kind, payload, now, signal, retry }: Signed): Promise<Reply> {
  const { type, body } = encode(kind, payload)
  const again: Record<string, string> = retry
    ? { 'x-slack-retry-num': String(retry.num), 'x-slack-retry-reason': retry.reason }
    : {}
  const headers = { 'content-type': type, ...signatureHeaders(team.signingSecret, body, now), ...again }
  try {
    return await readReply(await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' }))
  } catch {
    return { rule: 'ack.unreachable' }
  }
}

/**
 * Sends what Slack sends, over the app's Socket Mode connection when there is one, else as a signed POST, and waits
 * for the ack at most as long as the row `ack.deadline` says.
 */
export function makeDeliver({ clock, timer, sockets }: DeliverDeps): Deliver {
  return async (team, kind, payload, retry) => {
    const started = clock()
    const abort = new AbortController()
    const signed = { kind, payload, now: started, signal: abort.signal, retry }
    const sent =
      sockets.send(team.appId, kind, payload, retry) ??
      (team.requestUrl
        ? post(team, team.requestUrl, signed)
        : Promise.resolve<Reply>({ rule: 'ack.unreachable' }))
    let cancel = (): void => undefined
    const late = new Promise<Reply>((resolve) => {
      cancel = timer(limitOf('ack.deadline'), () => resolve({ rule: 'ack.deadline' }))
    })
    const reply = await Promise.race([sent, late])
    cancel()
    abort.abort()
    const ms = clock() - started
    return 'rule' in reply ? { acked: false, ms, ...reply } : { acked: true, ms, body: reply.body }
  }
}
