import { limitOf } from '../rules/rules.js'
import type { AppSeed } from '../seed.js'
import { Refusal } from './refusal.js'
import type { State, Team } from './state.js'

/** What an app gets for a team, as oauth.v2.access names it. */
export interface Issued {
  access_token: string
  refresh_token?: string
  expires_in?: number
}

/** A new bot token for this team; with token rotation one that ends, and a refresh token. */
export function issueTokens(state: State, team: Team, app: AppSeed, now: number): Issued {
  const id = `${state.newId()}${state.newId()}`.toLowerCase()
  if (!app.tokenRotation) {
    const token = `xoxb-${id}`
    state.tokens.set(token, { teamId: team.id, expiresAt: null, ended: null })
    return { access_token: token }
  }
  const lifeMs = limitOf('token.expired')
  const token = `xoxe.xoxb-1-${id}`
  const refresh = `xoxe-1-${state.newId()}${state.newId()}`.toLowerCase()
  state.tokens.set(token, { teamId: team.id, expiresAt: now + lifeMs, ended: null })
  state.refreshTokens.set(refresh, { teamId: team.id, clientId: app.clientId, used: false, ended: false })
  return { access_token: token, refresh_token: refresh, expires_in: lifeMs / 1000 }
}

/** The team of a bot token that was ever handed out. */
export function teamOfToken(state: State, token: string): Team | undefined {
  return state.teams.get(state.tokens.get(token)?.teamId ?? '')
}

/** @throws Refusal when the token's time is over */
export function refuseEnded(state: State, token: string, now: number): void {
  const known = state.tokens.get(token)
  if (known?.ended) throw new Refusal(known.ended)
  if (known?.expiresAt && known.expiresAt <= now) throw new Refusal('token.expired')
}

export function isInstalled(state: State, team: Team): boolean {
  return [...state.tokens.values()].some((token) => token.teamId === team.id && token.ended === null)
}

/**
 * Ends every token of the team. The bot user is deactivated with them and leaves its channels (auth.revoke): after another
 * installation it must be invited again.
 */
export function endTokens(state: State, team: Team, ended: 'token.revoked' | 'token.inactive'): void {
  for (const token of state.tokens.values()) if (token.teamId === team.id) token.ended ??= ended
  for (const refresh of state.refreshTokens.values()) if (refresh.teamId === team.id) refresh.ended = true
  for (const channel of team.channels.values()) if (channel.im === undefined) channel.botIsMember = false
}
