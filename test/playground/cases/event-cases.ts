import { expect } from 'vitest'
import { errorOf, type RuleId } from '../../../src/playground/rules/rules.js'
import type { Stand } from '../stand.js'
import { type Case, on } from './case.js'
import { soon } from '../../support/soon.js'

type App = Parameters<Stand['app']>[0]

const say = { user: 'U1', channel: 'C1', text: 'anyone?' }

/** The first repeat gives this row's reason. */
const again = (answer: App, settle: (t: Stand) => Promise<void> | void = () => undefined): Case =>
  on(async (t, rule) => {
    const app = await t.app(answer)
    const said = t.does('say', say)
    await app.heard
    await settle(t)
    await said
    await soon(() => expect(t.fire(0)).toBe(1))
    await soon(() => expect(app.requests).toHaveLength(2))
    expect(app.requests[1]?.headers).toMatchObject({
      'x-slack-retry-num': '1',
      'x-slack-retry-reason': errorOf(rule),
    })
  })

/** The app hears nothing of it. */
const untold = (team: object): Case =>
  on(
    async (t) => {
      const app = await t.app({ body: '' })
      await t.does('say', say)
      expect(app.requests).toEqual([])
    },
    { team: { ...team } },
  )

export const eventCases = {
  'event.timeout': again(undefined, (t) => void t.fire(3000)),
  'event.status': again({ status: 500 }),
  'event.unreachable': on(async (t, rule) => {
    await t.does('say', say)
    const app = await t.app({ body: '' })
    expect(t.fire(0)).toBe(1)
    await soon(() => expect(app.requests).toHaveLength(1))
    expect(app.requests[0]?.headers['x-slack-retry-reason']).toBe(errorOf(rule))
  }),
  'event.retries': on(async (t) => {
    const app = await t.app({ status: 500 })
    await t.does('say', say)
    for (const wait of [0, 60_000, 300_000]) await soon(() => expect(t.fire(wait)).toBe(1))
    await soon(() => expect(app.requests).toHaveLength(4))
    expect([0, 60_000, 300_000].map((wait) => t.fire(wait))).toEqual([0, 0, 0])
  }),
  'event.no-retry': on(async (t) => {
    const app = await t.app({ status: 500, headers: { 'x-slack-no-retry': '1' } })
    await t.does('say', say)
    expect(app.requests).toHaveLength(1)
    expect(t.fire(0)).toBe(0)
  }),
  'event.subscription': untold({ events: [] }),
  'event.scope': untold({ scopes: ['chat:write'] }),
} satisfies Partial<Record<RuleId, Case>>
