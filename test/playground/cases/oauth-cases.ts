import { expect } from 'vitest'
import type { RuleId } from '../../../src/playground/rules/rules.js'
import type { Json } from '../payloads.js'
import type { Stand } from '../stand.js'
import { cannot, on, type Case } from './case.js'

const redirectUri = 'https://app.example/back'
const client = { client_id: '111.222', client_secret: 'client-secret' }

/** The address that an app sends people to. */
function installUrl(t: Stand, over: Record<string, string> = {}): string {
  const query = {
    client_id: client.client_id,
    scope: 'chat:write,commands',
    redirect_uri: redirectUri,
    state: 's1',
  }
  return `${t.slack.url}/oauth/v2/authorize?${new URLSearchParams({ ...query, ...over }).toString()}`
}

/** Allows the installation. @returns the code */
async function allowed(t: Stand): Promise<string> {
  const { body } = await t.does('install-app', { user: 'U1', url: installUrl(t) })
  const back = new URL((body as unknown as { location: string }).location)
  expect(back.searchParams.get('state')).toBe('s1')
  return back.searchParams.get('code') ?? ''
}

interface Tokens {
  error?: string
  access_token: string
  refresh_token: string
  expires_in: number
}

async function access(t: Stand, args: Json): Promise<Tokens> {
  const { body } = await t.api('oauth.v2.access', args, { token: null })
  return body as unknown as Tokens
}

const exchange = async (t: Stand, over: Json = {}): Promise<Tokens> =>
  access(t, { ...client, code: await allowed(t), redirect_uri: redirectUri, ...over })

const renew = (t: Stand, refreshToken: string): Promise<Tokens> =>
  access(t, { ...client, grant_type: 'refresh_token', refresh_token: refreshToken })

/** The link is refused to the person who opens it, by this very row. */
const noPage = (error: string, over: Record<string, string>): Case =>
  on(async (t, rule) => {
    await cannot(t, rule, error, 'install-app', { user: 'U1', url: installUrl(t, over) })
    expect((await fetch(installUrl(t, over))).status).toBe(400)
  })

const refused = (error: string, act: (t: Stand) => Promise<Tokens>): Case =>
  on(async (t, rule) => {
    expect((await act(t)).error).toBe(error)
    expect(t.calls.at(-1)?.rules).toEqual([rule])
  })

const post = (t: Stand, token: string) =>
  t.api('chat.postMessage', { channel: 'C1', text: 'hello' }, { token })

/** A token that worked does not any more. */
const ended = (error: string, end: (t: Stand) => Promise<unknown>): Case =>
  on(async (t, rule) => {
    const { access_token: token } = await exchange(t)
    expect((await post(t, token)).body.ok).toBe(true)
    await end(t)
    expect((await post(t, token)).body.error).toBe(error)
    expect(t.calls.at(-1)?.rules).toEqual([rule])
  })

export const oauthCases = {
  'authorize.client-id': noPage('invalid_client_id', { client_id: '1.1' }),
  'authorize.scope': noPage('no_scopes', { scope: '' }),
  'authorize.unknown-scope': noPage('invalid_scope_requested', { scope: 'chat:write,admin' }),
  'authorize.redirect-uri': noPage('bad_redirect_uri', { redirect_uri: 'https://elsewhere.example/' }),
  'access.client-id': refused('invalid_client_id', (t) => exchange(t, { client_id: '1.1' })),
  'access.client-secret': refused('bad_client_secret', (t) => exchange(t, { client_secret: 'guess' })),
  'access.grant-type': refused('invalid_grant_type', (t) => exchange(t, { grant_type: 'password' })),
  'access.code': refused('invalid_code', (t) => exchange(t, { code: '1.guess' })),
  'access.code-once': refused('invalid_code', async (t) => {
    const code = await allowed(t)
    expect((await exchange(t, { code })).error).toBeUndefined()
    return exchange(t, { code })
  }),
  'access.code-age': refused('invalid_code', async (t) => {
    const code = await allowed(t)
    t.advance(600_001)
    return exchange(t, { code })
  }),
  'access.redirect-uri': refused('bad_redirect_uri', (t) =>
    exchange(t, { redirect_uri: 'https://app.example/other' }),
  ),
  'access.refresh-token': refused('invalid_refresh_token', async (t) => {
    const { refresh_token: token } = await exchange(t)
    await t.does('uninstall-app', { user: 'U1' })
    return renew(t, token)
  }),
  'access.refresh-once': refused('invalid_refresh_token', async (t) => {
    const first = await exchange(t)
    expect(first.expires_in).toBe(43_200)
    const second = await renew(t, first.refresh_token)
    expect((await post(t, second.access_token)).body.ok).toBe(true)
    expect((await post(t, first.access_token)).body.ok).toBe(true)
    return renew(t, first.refresh_token)
  }),
  'token.revoked': ended('token_revoked', (t) => t.does('revoke-tokens', { user: 'U1' })),
  'token.inactive': ended('account_inactive', (t) => t.does('uninstall-app', { user: 'U1' })),
  'token.expired': ended('token_expired', async (t) => t.advance(43_200_000)),
  'people.app': on(async (t, rule) => {
    await t.does('uninstall-app', { user: 'U1' })
    await cannot(t, rule, 'app_not_installed', 'uninstall-app', { user: 'U1' })
    expect(
      (await t.does('install-app', { user: 'U1', url: installUrl(t), allow: false })).body,
    ).toMatchObject({
      location: `${redirectUri}?error=access_denied&state=s1`,
    })
  }),
} satisfies Partial<Record<RuleId, Case>>
