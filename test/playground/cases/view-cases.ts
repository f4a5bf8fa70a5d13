import { expect } from 'vitest'
import { checkView } from '../../../src/playground/kit/payload.js'
import type { RuleId } from '../../../src/playground/rules/rules.js'
import { type Json, modal, plain, section, times, x } from '../payloads.js'
import { type Case, on, openModal, refuses, trigger } from './case.js'

/** `most` fits and `tooMuch` does not, by this row alone. */
function view(field: (length: number) => Json, most: number): Case {
  return (rule) => {
    expect(checkView(modal([section()], field(most)), 'modal')).toEqual([])
    const problems = checkView(modal([section()], field(most + 1)), 'modal')
    expect(problems.map((problem) => problem.rule)).toEqual([rule])
  }
}

const home = { type: 'home', blocks: [section()] }

export const viewCases = {
  'view.type': (rule) => {
    expect(checkView({ ...modal(), type: 'workflow' }, 'modal').map((one) => one.rule)).toEqual([rule])
  },
  'view.title': view((length) => ({ title: plain(x(length)) }), 24),
  'view.submit': view((length) => ({ submit: plain(x(length)) }), 24),
  'view.close': view((length) => ({ close: plain(x(length)) }), 24),
  'view.private-metadata': view((length) => ({ private_metadata: x(length) }), 3000),
  'view.callback-id': view((length) => ({ callback_id: x(length) }), 255),
  'view.external-id': view((length) => ({ external_id: x(length) }), 255),
  'view.too-large': refuses('view_too_large', 'views.open', async (t) => ({
    trigger_id: await trigger(t),
    view: modal(times(90, () => section(x(2900)))),
  })),
  'view.invalid': on(async (t, rule) => {
    const { body } = await t.api('views.open', {
      trigger_id: await trigger(t),
      view: modal([section()], { title: plain(x(25)) }),
    })
    expect(body).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: {
        messages: [
          '[ERROR] failed to match all allowed schemas [json-pointer:/view]',
          '[ERROR] must be less than 25 characters [json-pointer:/view/title/text]',
        ],
      },
    })
    expect(t.calls.at(-1)?.rules).toEqual([rule, 'view.title'])
  }),
  'view.external-id-taken': refuses('duplicate_external_id', 'views.open', async (t) => {
    await openModal(t, modal([section()], { external_id: 'one' }))
    return { trigger_id: await trigger(t, 'U2'), view: modal([section()], { external_id: 'one' }) }
  }),
  'view.hash': refuses('hash_conflict', 'views.update', async (t) => {
    const { id, hash } = await openModal(t)
    await t.ok('views.update', { view_id: id, hash, view: modal() })
    return { view_id: id, hash, view: modal() }
  }),
  'view.not-found': refuses('not_found', 'views.update', async (t) => {
    const { id } = await openModal(t)
    await t.does('close-view', { user: 'U1', view_id: id })
    return { view_id: id, view: modal() }
  }),
  'view.which': refuses('invalid_arguments', 'views.update', { view: modal() }),
  'view.push-limit': refuses('push_limit_reached', 'views.push', async (t) => {
    await openModal(t)
    await t.ok('views.push', { trigger_id: await trigger(t), view: modal() })
    await t.ok('views.push', { trigger_id: await trigger(t), view: modal() })
    return { trigger_id: await trigger(t), view: modal() }
  }),
  'view.push-nowhere': refuses('not_found', 'views.push', async (t) => ({
    trigger_id: await trigger(t),
    view: modal(),
  })),
  'view.publish-user': refuses('user_not_found', 'views.publish', { user_id: 'U9', view: home }),
  'view.home-off': refuses(
    'not_enabled',
    'views.publish',
    { user_id: 'U1', view: { type: 'home', blocks: [section()] } },
    { team: { homeTab: false } },
  ),
  'trigger.invalid': refuses('invalid_trigger_id', 'views.open', { trigger_id: '1.2.abc', view: modal() }),
  'trigger.expired': refuses('expired_trigger_id', 'views.open', async (t) => {
    const id = await trigger(t)
    t.advance(3001)
    return { trigger_id: id, view: modal() }
  }),
  'trigger.exchanged': refuses('exchanged_trigger_id', 'views.open', async (t) => {
    const id = await trigger(t)
    await t.ok('views.open', { trigger_id: id, view: modal() })
    return { trigger_id: id, view: modal() }
  }),
} satisfies Partial<Record<RuleId, Case>>
