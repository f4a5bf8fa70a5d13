import type { JsonObject } from '../json.js'
import type { ApiAnswer } from '../methods/run.js'
import { limitOf } from '../rules/rules.js'
import type { AppSeed } from '../seed.js'
import { Refusal } from '../store/refusal.js'
import type { State, Team } from '../store/state.js'
import { recordCall } from '../store/store.js'
import { issueTokens } from '../store/tokens.js'

export interface AccessRequest {
  fields: URLSearchParams
  /** The Authorization header: client id and secret may come in it. */
  authorization: string
  now: number
}

interface Exchanged {
  team: Team
  body: JsonObject
}

function appOf(state: State, { fields, authorization }: AccessRequest): AppSeed {
  const basic = /^Basic (\S+)$/i.exec(authorization)?.[1] ?? ''
  const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString().split(':')
  const app = state.apps.get(fields.get('client_id') ?? id)
  if (!app) throw new Refusal('access.client-id')
  if (app.clientSecret !== (fields.get('client_secret') ?? secret)) throw new Refusal('access.client-secret')
  return app
}

function answerFor(state: State, team: Team, app: AppSeed, now: number): JsonObject {
  return {
    ...issueTokens(state, team, app, now),
    token_type: 'bot',
    scope: [...team.scopes].join(','),
    bot_user_id: team.botUserId,
    app_id: app.appId,
    team: { id: team.id, name: team.name },
    enterprise: null,
    is_enterprise_install: false,
  }
}

function byCode(state: State, app: AppSeed, { fields, now }: AccessRequest): Exchanged {
  const code = state.codes.get(fields.get('code') ?? '')
  const team = state.teams.get(code?.teamId ?? '')
  if (!code || !team || code.clientId !== app.clientId) throw new Refusal('access.code')
  if (code.used) throw new Refusal('access.code-once')
  if (now - code.givenAt > limitOf('access.code-age')) throw new Refusal('access.code-age')
  if (fields.get('redirect_uri') !== code.redirectUri) throw new Refusal('access.redirect-uri')
  code.used = true
  team.scopes = new Set(code.scopes)
  return { team, body: { ...answerFor(state, team, app, now), authed_user: { id: code.userId } } }
}

function byRefreshToken(state: State, app: AppSeed, { fields, now }: AccessRequest): Exchanged {
  const known = state.refreshTokens.get(fields.get('refresh_token') ?? '')
  const team = state.teams.get(known?.teamId ?? '')
  if (!known || !team || known.ended || known.clientId !== app.clientId) {
    throw new Refusal('access.refresh-token')
  }
  if (known.used) throw new Refusal('access.refresh-once')
  known.used = true
  return { team, body: answerFor(state, team, app, now) }
}

function exchange(state: State, request: AccessRequest): Exchanged {
  const app = appOf(state, request)
  const grant = request.fields.get('grant_type') ?? 'authorization_code'
  if (grant === 'refresh_token') return byRefreshToken(state, app, request)
  if (grant !== 'authorization_code') throw new Refusal('access.grant-type')
  return byCode(state, app, request)
}

/** oauth.v2.access: the one method that is called without a token. Recorded like all others. */
export function accessTokens(state: State, request: AccessRequest): ApiAnswer {
  const method = 'oauth.v2.access'
  try {
    const { team, body } = exchange(state, request)
    recordCall(state, { method, team: team.id, ok: true, warnings: [] })
    return { status: 200, headers: {}, body: { ok: true, ...body } }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    recordCall(state, {
      method,
      team: null,
      ok: false,
      error: error.message,
      rules: [error.rule],
      warnings: [],
    })
    return { status: 200, headers: {}, body: { ok: false, error: error.message } }
  }
}
