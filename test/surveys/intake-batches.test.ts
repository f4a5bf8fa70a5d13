import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { answered, openGround, type Feed, type IntakeGround } from './intake-ground.js'

let ground: IntakeGround
let feed: Feed

beforeEach(async () => {
  ground = await openGround({ timeZone: 'Pacific/Auckland' })
  feed = await ground.connect('canonical')
})
afterEach(() => ground.close())

const count = async (table: string): Promise<number> =>
  (await ground.rows<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`))[0]?.n ?? -1

describe('batches', () => {
  test('300 requests at once with mixed fates: each is told its own', async () => {
    const replies = await Promise.all(
      Array.from({ length: 300 }, (_, index) => {
        if (index % 10 === 0) return ground.send(feed, answered({ id: `r-${index}`, score: 'x' }))
        if (index % 10 === 1) return ground.send(feed, { type: 'ping' })
        return ground.send(
          feed,
          answered({ id: `r-${index}`, score: index % 11, customer: { id: `c-${index % 7}` } }),
        )
      }),
    )

    const fates = replies.map(({ status, json }) => `${status} ${json.verdict ?? 'rejected'}`)
    const tally = (fate: string): number => fates.filter((other) => other === fate).length
    expect([tally('400 rejected'), tally('200 ignored'), tally('200 accepted')]).toEqual([30, 30, 240])
    expect([await count('response'), await count('delivery'), await count('customer')]).toEqual([240, 300, 7])
    const bad = await ground.rows("SELECT 1 FROM response WHERE state = 'scored' AND score <= 6")
    expect(await count('alert')).toBe(bad.length)
    expect(ground.rings).toHaveLength(bad.length)
  })

  test('bodies that are too large for one statement together are all stored', async () => {
    const large = (id: number): Record<string, unknown> =>
      answered({ id: `r-${id}`, padding: 'x'.repeat(900_000) })

    const replies = await Promise.all(Array.from({ length: 30 }, (_, id) => ground.send(feed, large(id))))

    expect(replies.every(({ json }) => json.verdict === 'accepted')).toBe(true)
    expect(await count('delivery')).toBe(30)
  })

  test('when a source was last seen is kept to the minute', async () => {
    const seen = async (): Promise<unknown> => (await ground.rows('SELECT last_seen_at AS at FROM source'))[0]
    await ground.send(feed, { type: 'ping' })
    const first = new Date(ground.clock.now)
    ground.clock.now += 30_000
    await ground.send(feed, { type: 'ping' })
    expect(await seen()).toEqual({ at: first })

    ground.clock.now += 31_000
    await ground.send(feed, { type: 'ping' })
    expect(await seen()).toEqual({ at: new Date(ground.clock.now) })
  })
})
