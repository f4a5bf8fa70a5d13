import type { JsonObject } from '../json.js'
import type { State, Team } from '../store/state.js'
import { signatureHeaders } from './sign.js'
import type { Deliver, Timer } from './ack.js'

export interface EventDeps {
  state: State
  clock: () => number
  deliver: Deliver
  timer: Timer
}

/** When Slack sends an event again that was not acknowledged: at once, after one and after five minutes. */
const retryAfterMs = [0, 60_000, 300_000]

function envelope({ state, clock }: EventDeps, team: Team, event: JsonObject): JsonObject {
  return {
    token: 'verification-token',
    team_id: team.id,
    api_app_id: team.appId,
    event,
    type: 'event_callback',
    event_id: `Ev${state.newId()}`,
    event_time: Math.floor(clock() / 1000),
    authorizations: [{ enterprise_id: null, team_id: team.id, user_id: team.botUserId, is_bot: true }],
    is_ext_shared_channel: false,
  }
}

/**
 * Tells the app of an event it subscribed to, again under the same event_id until it is acknowledged or the three
 * retries are used up. Resolves with the result of the first attempt.
 */
export async function sendEvent(
  deps: EventDeps,
  team: Team,
  name: string,
  event: JsonObject,
): Promise<boolean> {
  if (!team.events.includes(name)) return false
  const payload = envelope(deps, team, event)
  const attempt = async (num: number): Promise<boolean> => {
    const retry = num > 0 ? { num, reason: 'http_timeout' } : undefined
    const ack = await deps.deliver(team, 'events_api', payload, retry)
    const wait = retryAfterMs[num]
    if (!ack.acked && wait !== undefined) deps.timer(wait, () => void attempt(num + 1))
    return ack.acked
  }
  return attempt(0)
}

/** Asks a request URL for its challenge, as Slack does before it accepts one. */
export async function verifyRequestUrl(
  team: Team,
  url: string,
  challenge: string,
  now: number,
): Promise<boolean> {
  const body = JSON.stringify({ token: 'verification-token', challenge, type: 'url_verification' })
  const headers = { 'content-type': 'application/json', ...signatureHeaders(team.signingSecret, body, now) }
  try {
    const response = await fetch(url, { method: 'POST', headers, body })
    return response.ok && (await response.text()).includes(challenge)
  } catch {
    return false
  }
}
