import { methodPage, type Rule } from './rule.js'

const installing = 'https://docs.slack.dev/authentication/installing-with-oauth'
const rotating = 'https://docs.slack.dev/authentication/using-token-rotation'
const access = methodPage('oauth.v2.access')
const authTest = methodPage('auth.test')

/** How an app is installed, how its tokens are renewed, and what ends them. */
export const oauthRules = {
  'authorize.client-id': {
    on: '/oauth/v2/authorize',
    says: 'client_id is that of an app of this team',
    error: 'invalid_client_id',
    source: installing,
  },
  'authorize.scope': {
    on: '/oauth/v2/authorize',
    says: 'at least one scope is asked for',
    error: 'no_scopes',
    source: access,
  },
  'authorize.unknown-scope': {
    on: '/oauth/v2/authorize',
    says: 'only scopes that the app is configured with',
    error: 'invalid_scope_requested',
    source: installing,
  },
  'authorize.redirect-uri': {
    on: '/oauth/v2/authorize',
    says: 'redirect_uri is one that the app is configured with (Slack also takes addresses below it)',
    error: 'bad_redirect_uri',
    source: installing,
  },
  'access.client-id': {
    on: 'oauth.v2.access',
    says: 'client_id is that of an app',
    error: 'invalid_client_id',
    source: access,
  },
  'access.client-secret': {
    on: 'oauth.v2.access',
    says: 'client_secret is that of the app',
    error: 'bad_client_secret',
    source: access,
  },
  'access.grant-type': {
    on: 'oauth.v2.access',
    says: 'grant_type is authorization_code, which may be left out, or refresh_token',
    error: 'invalid_grant_type',
    source: access,
  },
  'access.code': {
    on: 'oauth.v2.access',
    says: 'a code that was handed out for this app',
    error: 'invalid_code',
    source: access,
  },
  'access.code-once': {
    on: 'oauth.v2.access',
    says: 'a code is exchanged once',
    error: 'invalid_code',
    source: installing,
  },
  'access.code-age': {
    on: 'oauth.v2.access',
    says: 'a code is at most ten minutes old',
    limit: 600_000,
    error: 'invalid_code',
    source: installing,
  },
  'access.redirect-uri': {
    on: 'oauth.v2.access',
    says: 'redirect_uri is the one of the authorization',
    error: 'bad_redirect_uri',
    source: access,
  },
  'access.refresh-token': {
    on: 'oauth.v2.access',
    says: 'a refresh token that was handed out for this app, whose install still stands',
    error: 'invalid_refresh_token',
    source: access,
  },
  'access.refresh-once': {
    on: 'oauth.v2.access',
    says: 'a refresh token is revoked by its use',
    error: 'invalid_refresh_token',
    source: rotating,
  },
  'token.revoked': {
    on: 'any method',
    says: 'the token was not revoked',
    error: 'token_revoked',
    source: authTest,
  },
  'token.inactive': {
    on: 'any method',
    says: 'the app of the token is still installed',
    error: 'account_inactive',
    source: authTest,
  },
  'token.expired': {
    on: 'any method',
    says: 'with token rotation a token ends after twelve hours',
    limit: 43_200_000,
    error: 'token_expired',
    source: rotating,
  },
  'people.app': {
    on: 'people',
    says: 'only an app that is installed can be removed',
    error: 'app_not_installed',
    source: methodPage('apps.uninstall'),
  },
} as const satisfies Record<string, Rule>
