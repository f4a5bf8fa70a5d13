import type { JsonObject } from '../json.js'
import { errorOf, limitOf, type RuleId } from '../rules/rules.js'
import type { State, Team } from '../store/state.js'
import { signatureHeaders } from './sign.js'
import type { Deliver, Timer } from './ack.js'

export interface EventDeps {
  state: State
  clock: () => number
  deliver: Deliver
  timer: Timer
}

/** When Slack sends an event again that was not acknowledged; no more often than the row `event.retries` says. */
const retryAfterMs = [0, 60_000, 300_000]

/** What the repeat gives as the reason. */
const reasons: Partial<Record<RuleId, RuleId>> = {
  'ack.deadline': 'event.timeout',
  'ack.status': 'event.status',
  'ack.unreachable': 'event.unreachable',
}

/** The scopes without which an event is not told. */
const scopes: Record<string, string> = {
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  'message.im': 'im:history',
}

function isTold(team: Team, name: string): boolean {
  const scope = scopes[name]
  return team.events.includes(name) && (scope === undefined || team.scopes.has(scope))
}

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
  if (!isTold(team, name)) return false
  const payload = envelope(deps, team, event)
  const attempt = async (num: number, reason = ''): Promise<boolean> => {
    const retry = num > 0 ? { num, reason } : undefined
    const ack = await deps.deliver(team, 'events_api', payload, retry)
    if (ack.acked) return true
    const wait = num < limitOf('event.retries') ? retryAfterMs[num] : undefined
    const why = errorOf(reasons[ack.rule] ?? 'event.status')
    if (wait !== undefined && ack.noRetry !== true) deps.timer(wait, () => void attempt(num + 1, why))
    return false
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
