import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AppError } from '../../src/errors.js'
import { pause, postsTo, slotsOf, type SlotWait } from '../../src/telling/slots.js'
import { freshDatabase, type FreshDatabase } from '../support/database.js'

const start = Date.parse('2026-11-22T10:00:00Z')

describe('a turn that a row holds', () => {
  let db: FreshDatabase
  let now = start
  beforeAll(async () => {
    db = await freshDatabase()
  })
  afterAll(() => db.drop())

  const deps = () => ({ pool: db.database.pool, clock: () => now })
  const none = { lastError: null, nextTryAt: new Date(0) }
  const lease = () => ({ until: now + 60_000 })

  async function holding(channel: string): Promise<SlotWait> {
    await slotsOf(deps(), none, lease()).next(postsTo(channel))
    const wait = await slotsOf(deps(), none, lease()).next(postsTo(channel))
    if (wait === null) throw new Error('the second one had to wait')
    return wait
  }

  it('is taken when its time comes', async () => {
    const wait = await holding('C1')
    now = wait.slotAt

    const row = { lastError: wait.holding, nextTryAt: new Date(wait.slotAt) }

    expect(await slotsOf(deps(), row, lease()).next(postsTo('C1'))).toBeNull()
  })

  it('is worth nothing while the platform asks for a pause', async () => {
    const wait = await holding('C2')
    await pause(deps(), [postsTo('C2')], 30_000)
    const over = now + 30_000
    now = wait.slotAt
    const row = { lastError: wait.holding, nextTryAt: new Date(wait.slotAt) }

    const again = await slotsOf(deps(), row, lease()).next(postsTo('C2'))

    expect(again?.slotAt).toBeGreaterThanOrEqual(over)
  })

  it('is not taken so late in a lease that another worker could send too', async () => {
    await expect(slotsOf(deps(), none, { until: now + 10_000 }).next(postsTo('C3'))).rejects.toBeInstanceOf(
      AppError,
    )
  })
})
