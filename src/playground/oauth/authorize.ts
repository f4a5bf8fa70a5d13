import type { JsonObject } from '../json.js'
import type { AppSeed } from '../seed.js'
import { Refusal } from '../store/refusal.js'
import type { State, Team } from '../store/state.js'

/** What stands in the address of /oauth/v2/authorize, once it is found good. */
export interface Wish {
  app: AppSeed
  scopes: string[]
  redirectUri: string
  state: string | null
}

/** @throws Refusal of the rows authorize.* */
export function readWish(state: State, query: URLSearchParams): Wish {
  const app = state.apps.get(query.get('client_id') ?? '')
  if (!app) throw new Refusal('authorize.client-id')
  const scopes = (query.get('scope') ?? '').split(',').filter((scope) => scope !== '')
  if (scopes.length === 0) throw new Refusal('authorize.scope')
  if (scopes.some((scope) => !app.scopes.includes(scope))) throw new Refusal('authorize.unknown-scope')
  const redirectUri = query.get('redirect_uri') ?? app.redirectUris[0] ?? ''
  if (!app.redirectUris.includes(redirectUri)) throw new Refusal('authorize.redirect-uri')
  return { app, scopes, redirectUri, state: query.get('state') }
}

/** The person said yes or no. @returns where their browser goes then */
export function answerWish(
  state: State,
  wish: Wish,
  { team, userId, allow, now }: { team: Team; userId: string; allow: boolean; now: number },
): string {
  const { app, scopes, redirectUri } = wish
  if (team.appId !== app.appId) throw new Refusal('authorize.client-id')
  const back = new URL(redirectUri)
  if (allow) {
    const code = `${now}.${state.newId().toLowerCase()}${state.newId().toLowerCase()}`
    const about = { clientId: app.clientId, teamId: team.id, userId, scopes, redirectUri }
    state.codes.set(code, { ...about, givenAt: now, used: false })
    back.searchParams.set('code', code)
  } else back.searchParams.set('error', 'access_denied')
  if (wish.state !== null) back.searchParams.set('state', wish.state)
  return back.href
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

/** The page on which a person says yes or no, with one button for each who could. */
export function consentPage(state: State, { app, scopes }: Wish): string {
  const teams = [...state.teams.values()].filter((team) => team.appId === app.appId)
  const rows = teams.flatMap((team) =>
    [...team.users.values()].map(
      ({ id, realName }) =>
        `<li>${escape(team.name)}, ${escape(realName)}: <button name="allow" value="${escape(id)}">Allow</button></li>`,
    ),
  )
  const asked = scopes.map((scope) => `<li>${escape(scope)}</li>`).join('')
  return `<!doctype html><html lang="en"><title>Install an app</title><h1>Install an app</h1><p>It asks for:</p>
<ul>${asked}</ul><form method="post"><ul>${rows.join('')}</ul><button name="cancel" value="1">Cancel</button></form></html>`
}

export function refusalJson(refusal: Refusal): JsonObject {
  return { ok: false, error: refusal.message, rule: refusal.rule }
}
