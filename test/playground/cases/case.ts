import { expect } from 'vitest'
import type { RuleId } from '../../../src/playground/rules/rules.js'
import { actions, type Json, button, modal, section } from '../payloads.js'
import { type Answer, stand, type Stand } from '../stand.js'

/** The one negative test of a row. */
export type Case = (rule: RuleId) => Promise<void> | void

type Options = Parameters<typeof stand>[0]

/** Runs a case on a stand-in of its own. */
export function on(act: (t: Stand, rule: RuleId) => Promise<void>, options: Options = {}): Case {
  return async (rule) => {
    const t = await stand(options)
    try {
      await act(t, rule)
    } finally {
      await t.close()
    }
  }
}

/** The call is refused with this error, and by this very row. */
export function refuses(
  error: string,
  method: string,
  args: Json | ((t: Stand) => Promise<Json>),
  options: Options = {},
): Case {
  return on(async (t, rule) => {
    const answer = await t.api(method, typeof args === 'function' ? await args(t) : args)
    expect(answer.body).toMatchObject({ ok: false, error })
    expect(t.calls.at(-1)?.rules?.[0]).toBe(rule)
  }, options)
}

/** The deed is refused with this error, and by this very row. */
export async function cannot(
  t: Stand,
  rule: RuleId,
  error: string,
  deed: string,
  input: Json,
): Promise<void> {
  expect(await t.does(deed, input)).toMatchObject({ status: 422, body: { error, rule } })
}

export const postWithButton = async (t: Stand, extra: Json[] = []): Promise<Answer> =>
  t.ok('chat.postMessage', { channel: 'C1', text: 'card', blocks: [section(), actions(button()), ...extra] })

/** A trigger_id from a real click. */
export async function trigger(t: Stand, user = 'U1'): Promise<string> {
  const app = await t.app({ body: '' })
  const { ts } = await postWithButton(t)
  await t.does('click', { user, channel: 'C1', ts, action_id: 'go' })
  return app.payload().trigger_id
}

export async function openModal(t: Stand, view: Json = modal(), user = 'U1'): Promise<Answer['view']> {
  const answer = await t.ok('views.open', { trigger_id: await trigger(t, user), view })
  return answer.view
}
