import { type Json } from '../payloads.js'
import { expect } from 'vitest'
import type { RuleId } from '../../../src/playground/rules/rules.js'
import { type Case, on, refuses } from './case.js'

const hello = { channel: 'C1', text: 'hello' }

/** So many calls pass, and the one after them does not; later it does again. */
function limited(most: number, method: string, args: Json, waitMs: number): Case {
  return on(async (t, rule) => {
    for (let call = 0; call < most; call += 1) await t.api(method, args)
    expect(t.calls.filter((call) => call.error === 'ratelimited')).toHaveLength(0)
    const { status, body, headers } = await t.api(method, args)
    expect({ status, error: body.error }).toEqual({ status: 429, error: 'ratelimited' })
    expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
    expect(t.calls.at(-1)?.rules).toEqual([rule])
    t.advance(waitMs)
    expect((await t.api(method, args)).status).toBe(200)
  })
}

function raw(error: string, args: Json, options: Json): Case {
  return on(async (t, rule) => {
    const { body } = await t.api('chat.postMessage', args, options)
    expect(body.error).toBe(error)
    expect(t.calls.at(-1)?.rules).toEqual([rule])
  })
}

export const apiCases = {
  'api.method': refuses('unknown_method', 'chat.shout', hello),
  'api.content-type': raw('invalid_post_type', hello, { type: 'text/plain' }),
  'api.json': raw('invalid_json', {}, { type: 'application/json', body: '{' }),
  'api.json-object': raw('json_not_object', {}, { type: 'application/json', body: '[]' }),
  'api.no-token': raw('not_authed', hello, { token: null }),
  'api.bad-token': raw('invalid_auth', hello, { token: 'xoxb-nobody' }),
  'api.token-type': raw('not_allowed_token_type', hello, { token: 'xapp-acme' }),
  'api.scope': on(
    async (t, rule) => {
      const { body } = await t.api('chat.postMessage', hello)
      expect(body).toMatchObject({ error: 'missing_scope', needed: 'chat:write', provided: 'commands' })
      expect(t.calls.at(-1)?.rules).toEqual([rule])
    },
    { team: { scopes: ['commands'] } },
  ),
  'api.unknown-argument': on(async (t, rule) => {
    const { body } = await t.api('chat.postMessage', { ...hello, chanel: 'C1' })
    expect(body.response_metadata.messages).toEqual([
      '[ERROR] invalid additional property: chanel [json-pointer:/chanel]',
    ])
    expect(t.calls.at(-1)?.rules).toEqual([rule])
  }),
  'api.missing-argument': refuses('invalid_arguments', 'chat.postMessage', { text: 'hello' }),
  'api.bad-argument': refuses('invalid_arguments', 'chat.postMessage', { ...hello, unfurl_links: 'maybe' }),
  'api.other-team': refuses('invalid_arguments', 'chat.postMessage', { ...hello, team_id: 'T2' }),
  'api.post-only': raw('insecure_request', hello, { verb: 'GET' }),
  'rate.message': on(async (t, rule) => {
    for (let call = 0; call < 4; call += 1) await t.ok('chat.postMessage', hello)
    const { status, headers } = await t.api('chat.postMessage', hello)
    expect({ status, wait: headers.get('retry-after'), rules: t.calls.at(-1)?.rules }).toEqual({
      status: 429,
      wait: '1',
      rules: [rule],
    })
    t.advance(1000)
    await t.ok('chat.postMessage', hello)
    expect((await t.api('chat.postMessage', hello)).status).toBe(429)
  }),
  'rate.tier-2': limited(20, 'conversations.list', {}, 3000),
  'rate.tier-3': limited(50, 'chat.update', { channel: 'C1', ts: '1.000000', text: 'new' }, 1200),
  'rate.tier-4': limited(100, 'users.info', { user: 'U1' }, 600),
  'rate.special': limited(200, 'auth.test', {}, 300),
} satisfies Partial<Record<RuleId, Case>>
