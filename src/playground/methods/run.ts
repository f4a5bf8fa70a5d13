import { isObject, type JsonObject, parseJson, stringAt } from '../json.js'
import type { RuleId } from '../rules/rules.js'
import { Refusal, refusalWith } from '../store/refusal.js'
import type { CallRecord, State, Team } from '../store/state.js'
import { recordCall, takeToken } from '../store/store.js'
import { refuseEnded, teamOfToken } from '../store/tokens.js'
import type { Call, Method } from './method.js'
import { methods } from './registry.js'

export interface ApiRequest {
  method: string
  verb: string
  contentType: string
  query: URLSearchParams
  body: string
  bearer: string | null
}

export interface ApiAnswer {
  status: number
  headers: Record<string, string>
  body: JsonObject
}

export type ApiDeps = Pick<Call, 'state' | 'url' | 'socketUrl'> & { now: number }

function readArgs(request: ApiRequest, method: Method): JsonObject {
  const inQuery = Object.fromEntries(request.query)
  if (request.verb === 'GET') {
    if (!method.reads) throw new Refusal('api.post-only')
    return inQuery
  }
  if (request.body === '') return inQuery
  const type = request.contentType.split(';')[0]?.trim()
  if (type === 'application/x-www-form-urlencoded') {
    return { ...inQuery, ...Object.fromEntries(new URLSearchParams(request.body)) }
  }
  if (type !== 'application/json' || method.reads) throw new Refusal('api.content-type')
  const parsed = parseJson(request.body)
  if (parsed === undefined) throw new Refusal('api.json')
  if (!isObject(parsed)) throw new Refusal('api.json-object')
  return { ...inQuery, ...parsed }
}

function authenticate(state: State, method: Method, token: string | undefined, now: number): Team {
  if (!token) throw new Refusal('api.no-token')
  const teams = [...state.teams.values()]
  refuseEnded(state, token, now)
  const byBot = teamOfToken(state, token)
  const byApp = teams.find((team) => team.appToken === token)
  const team = method.token === 'app' ? byApp : byBot
  if (team && team === byBot && team.tokenRevoked) throw new Refusal('token.revoked')
  if (team) return team
  throw new Refusal(byBot || byApp ? 'api.token-type' : 'api.bad-token')
}

function authorise(team: Team, method: Method): void {
  if (method.scopes.length === 0 || method.scopes.some((scope) => team.scopes.has(scope))) return
  throw new Refusal('api.scope', { needed: method.scopes.join(','), provided: [...team.scopes].join(',') })
}

function limitRate(state: State, method: Method, team: Team, args: JsonObject, now: number): void {
  const by = method.rateBy ? (stringAt(args, method.rateBy) ?? '') : ''
  const key = [method.name, team.id, by].join(' ')
  const wait = takeToken(state, key, state.rates[method.rate], now)
  if (wait > 0) throw new Refusal(method.rate, {}, [], wait)
}

/** `token` may stand among the arguments, and Bolt sends `team_id` with every call. */
function ownArgs(args: JsonObject, team: Team): JsonObject {
  const { team_id: teamId, ...own } = args
  delete own['token']
  if (teamId === undefined || teamId === team.id) return own
  throw refusalWith('api.other-team', ['token and team_id are of different teams [json-pointer:/team_id]'])
}

interface Outcome {
  team: Team | null
  body: JsonObject
  warnings: string[]
}

function perform(
  deps: ApiDeps,
  request: ApiRequest,
  seen: (team: Team, channel: string | undefined) => void,
): Outcome {
  const method = methods.get(request.method)
  if (!method) throw new Refusal('api.method', { req_method: request.method })
  const args = readArgs(request, method)
  const team = authenticate(deps.state, method, request.bearer ?? stringAt(args, 'token'), deps.now)
  seen(team, stringAt(args, 'channel'))
  limitRate(deps.state, method, team, args, deps.now)
  authorise(team, method)
  const warnings: string[] = []
  const body = method.run({ ...deps, team, warnings }, ownArgs(args, team))
  return { team, body, warnings }
}

function success({ body, warnings }: Outcome): ApiAnswer {
  if (warnings.length === 0) return { status: 200, headers: {}, body: { ok: true, ...body } }
  const metadata = isObject(body['response_metadata']) ? body['response_metadata'] : {}
  const warned = { warning: warnings.join(','), response_metadata: { ...metadata, warnings } }
  return { status: 200, headers: {}, body: { ok: true, ...body, ...warned } }
}

function refused(refusal: Refusal): ApiAnswer {
  const body = { ok: false, error: refusal.message, ...refusal.extra }
  if (refusal.retryAfterMs === 0) return { status: 200, headers: {}, body }
  const seconds = Math.max(1, Math.ceil(refusal.retryAfterMs / 1000))
  return { status: 429, headers: { 'retry-after': String(seconds) }, body }
}

/** Who calls what, as far as it can be told before anything is checked. */
export function placeOf(state: State, request: ApiRequest): { team?: string; channel?: string } {
  const form = request.contentType.startsWith('application/x-www-form-urlencoded')
  const parsed = form ? Object.fromEntries(new URLSearchParams(request.body)) : parseJson(request.body)
  const args: JsonObject = { ...Object.fromEntries(request.query), ...(isObject(parsed) ? parsed : {}) }
  const token = request.bearer ?? stringAt(args, 'token')
  const byApp = [...state.teams.values()].find((one) => one.appToken === token)
  const team = token === undefined ? undefined : (teamOfToken(state, token) ?? byApp)
  const channel = stringAt(args, 'channel')
  return { ...(team && { team: team.id }), ...(channel !== undefined && { channel }) }
}

/** Slack says no before it looks at the call. */
export function refuseCall(
  state: State,
  { method, team }: { method: string; team: string | undefined },
  refusal: Refusal,
): ApiAnswer {
  const failed = { ok: false, error: refusal.message, rules: [refusal.rule], warnings: [] }
  recordCall(state, { method, team: team ?? null, ...failed })
  return refused(refusal)
}

/** One call of the Web API, answered as Slack answers: 200 for refusals, 429 for rate limits. Every call is recorded. */
export function runMethod(deps: ApiDeps, request: ApiRequest): ApiAnswer {
  const record: Pick<CallRecord, 'method' | 'team' | 'channel' | 'warnings'> = {
    method: request.method,
    team: null,
    warnings: [],
  }
  try {
    const outcome = perform(deps, request, (team, channel) => {
      record.team = team.id
      if (channel !== undefined) record.channel = channel
    })
    recordCall(deps.state, { ...record, ok: true, warnings: outcome.warnings })
    return success(outcome)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const rules: RuleId[] = [error.rule, ...error.kitRules]
    recordCall(deps.state, { ...record, ok: false, error: error.message, rules })
    return refused(error)
  }
}
