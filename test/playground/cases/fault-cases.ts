import { expect } from 'vitest'
import type { RuleId } from '../../../src/playground/rules/rules.js'
import type { Json } from '../payloads.js'
import { type Case, on } from './case.js'

const hello = { channel: 'C1', text: 'hello' }

/** With the fault the call is refused so, by this row; once it is over, the call passes. */
function struck(fault: Json, status: number, error: string, header: Record<string, string> = {}): Case {
  return on(async (t, rule: RuleId) => {
    await t.fault(fault)
    const refused = await t.api('chat.postMessage', hello)
    expect({ status: refused.status, error: refused.body.error }).toEqual({ status, error })
    for (const [name, value] of Object.entries(header)) expect(refused.headers.get(name)).toBe(value)
    expect(t.calls.at(-1)).toMatchObject({ ok: false, rules: [rule] })
    await t.endFaults()
    await t.ok('chat.postMessage', hello)
    expect(await t.messages()).toHaveLength(1)
  })
}

export const faultCases = {
  'fault.rate-limited': struck({ kind: 'rate_limited', retry_after: 7 }, 429, 'ratelimited', {
    'retry-after': '7',
  }),
  'fault.server-error': struck({ kind: 'server_error' }, 500, 'internal_error'),
} satisfies Record<string, Case>
