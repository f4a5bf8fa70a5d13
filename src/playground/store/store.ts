import { rateOf, rateRuleIds } from '../rules/rules.js'
import { Seed, type TeamSeed } from '../seed.js'
import type { BotToken, Channel, CallRecord, Rates, State, Team } from './state.js'

const callsKept = 1000

function makeTeam(seed: TeamSeed): Team {
  const channels = seed.channels.map((one): [string, Channel] => [
    one.id,
    { ...one, members: new Set(one.members) },
  ])
  return {
    ...seed,
    scopes: new Set(seed.scopes),
    users: new Map(seed.users.map((user) => [user.id, user])),
    channels: new Map(channels),
  }
}

interface Making {
  /** Gives upper-case letters and digits, never the same twice. */
  newId: () => string
  /** Overrides of the rate rows, for tests and demos that need other bursts. */
  rates?: Partial<Rates> | undefined
  onCall?: ((call: CallRecord) => void) | undefined
}

/** An empty Slack with these workspaces. */
export function makeState(seed: Seed, { newId, rates = {}, onCall = () => undefined }: Making): State {
  const parsed = Seed.parse(seed)
  const teams = parsed.teams.map(makeTeam)
  const tokens = parsed.teams.flatMap(({ id, botToken }): [string, BotToken][] =>
    botToken === undefined ? [] : [[botToken, { teamId: id, expiresAt: null, ended: null }]],
  )
  const table = Object.fromEntries(rateRuleIds.map((id) => [id, rates[id] ?? rateOf(id)])) as Rates
  return {
    teams: new Map(teams.map((team) => [team.id, team])),
    apps: new Map(parsed.apps.map((app) => [app.clientId, app])),
    tokens: new Map(tokens),
    refreshTokens: new Map(),
    codes: new Map(),
    messages: new Map(),
    views: new Map(),
    stacks: new Map(),
    homes: new Map(),
    readUpTo: new Map(),
    triggers: new Map(),
    responseUrls: new Map(),
    buckets: new Map(),
    calls: [],
    onCall,
    rates: table,
    lastMicros: 0,
    newId,
  }
}

/** A message timestamp: seconds and microseconds, never the same twice. */
export function nextTs(state: State, now: number): string {
  state.lastMicros = Math.max(now * 1000, state.lastMicros + 1)
  const seconds = Math.floor(state.lastMicros / 1_000_000)
  return `${seconds}.${String(state.lastMicros % 1_000_000).padStart(6, '0')}`
}

export function teamOfUser(state: State, userId: string): Team | undefined {
  return [...state.teams.values()].find((team) => team.users.has(userId))
}

/** The direct message channel of the app and a user, made at the first use. */
export function imWith(state: State, team: Team, userId: string): Channel {
  const found = [...team.channels.values()].find((channel) => channel.im === userId)
  if (found) return found
  const channel: Channel = {
    id: `D${state.newId()}`,
    name: userId,
    members: new Set([userId]),
    botIsMember: true,
    archived: false,
    private: true,
    im: userId,
  }
  team.channels.set(channel.id, channel)
  return channel
}

export function recordCall(state: State, call: CallRecord): void {
  state.onCall(call)
  state.calls.push(call)
  if (state.calls.length > callsKept) state.calls.shift()
}

/** Takes one token. @returns 0, or the milliseconds until there is one. */
export function takeToken(state: State, key: string, rate: Rates[keyof Rates], now: number): number {
  const perMs = rate.perMinute / 60_000
  const before = state.buckets.get(key) ?? { tokens: rate.burst, at: now }
  const tokens = Math.min(rate.burst, before.tokens + Math.max(0, now - before.at) * perMs)
  const left = tokens >= 1 ? tokens - 1 : tokens
  state.buckets.set(key, { tokens: left, at: now })
  return tokens >= 1 ? 0 : (1 - tokens) / perMs
}
