import { methodPage, type Rule } from './rule.js'

const limits = 'https://docs.slack.dev/apis/web-api/rate-limits'
const webApi = 'https://docs.slack.dev/apis/web-api/'
const stricter = `${webApi} (Slack ignores what it does not know; refused here, so that a typo is heard)`

/** What holds for every call of the Web API. */
export const apiRules = {
  'api.method': { on: 'any method', says: 'the method exists', error: 'unknown_method', source: webApi },
  'api.content-type': {
    on: 'any method',
    says: 'a form, or JSON where the method takes it',
    error: 'invalid_post_type',
    source: methodPage('chat.postMessage'),
  },
  'api.json': { on: 'any method', says: 'a JSON body parses', error: 'invalid_json', source: webApi },
  'api.json-object': {
    on: 'any method',
    says: 'a JSON body is an object',
    error: 'json_not_object',
    source: webApi,
  },
  'api.no-token': {
    on: 'any method',
    says: 'a token is sent',
    error: 'not_authed',
    source: methodPage('chat.postMessage'),
  },
  'api.bad-token': {
    on: 'any method',
    says: 'the token is known',
    error: 'invalid_auth',
    source: methodPage('auth.test'),
  },
  'api.token-type': {
    on: 'apps.connections.open and the others',
    says: 'app-level tokens open connections, bot tokens do the rest',
    error: 'not_allowed_token_type',
    source: methodPage('views.publish'),
  },
  'api.scope': {
    on: 'any method',
    says: 'the token has a scope that the method needs',
    error: 'missing_scope',
    source: methodPage('conversations.list'),
  },
  'api.unknown-argument': {
    on: 'any method',
    says: 'no argument outside the reference',
    error: 'invalid_arguments',
    source: stricter,
  },
  'api.missing-argument': {
    on: 'any method',
    says: 'required arguments are there',
    error: 'invalid_arguments',
    source: methodPage('chat.postMessage'),
  },
  'api.bad-argument': {
    on: 'any method',
    says: 'arguments have the type of the reference',
    error: 'invalid_arguments',
    source: methodPage('chat.postMessage'),
  },
  'api.other-team': {
    on: 'any method',
    says: 'team_id, which Bolt sends with every call, is the team of the token',
    error: 'invalid_arguments',
    source: stricter,
  },
  'api.post-only': {
    on: 'apps.connections.open and all that write',
    says: 'called by POST',
    error: 'insecure_request',
    source: methodPage('apps.connections.open'),
  },
  'rate.message': {
    on: 'chat.postMessage',
    says: 'about one a second and channel, short bursts above it',
    rate: { perMinute: 60, burst: 4 },
    error: 'ratelimited',
    source: limits,
  },
  'rate.tier-2': {
    on: 'tier 2 methods',
    says: '20 and more a minute',
    rate: { perMinute: 20, burst: 20 },
    error: 'ratelimited',
    source: limits,
  },
  'rate.tier-3': {
    on: 'tier 3 methods',
    says: '50 and more a minute',
    rate: { perMinute: 50, burst: 50 },
    error: 'ratelimited',
    source: limits,
  },
  'rate.tier-4': {
    on: 'tier 4 methods',
    says: '100 and more a minute',
    rate: { perMinute: 100, burst: 100 },
    error: 'ratelimited',
    source: limits,
  },
  'rate.special': {
    on: 'auth.test, chat.getPermalink',
    says: 'hundreds a minute',
    rate: { perMinute: 200, burst: 200 },
    error: 'ratelimited',
    source: methodPage('auth.test'),
  },
} as const satisfies Record<string, Rule>
