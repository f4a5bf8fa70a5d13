import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemRandom } from '../../src/clock.js'
import { readConfig } from '../../src/config.js'
import { newUuid } from '../../src/ids.js'
import { openLog } from '../../src/logging/log.js'
import { startHeard, type Heard } from '../../src/main.js'
import { addSource } from '../../src/surveys/add-source.js'
import { buildSealer } from '../../src/workspaces/seal.js'
import { runHeard } from '../cli/run.js'
import { easyScale, event } from './answers.js'
import { homeChannel, openStage, send, until, type Stage } from './stage.js'

const hour = 3_600_000
const day = 24 * hour

describe('a source that is silenced', () => {
  let stage: Stage
  let bots: Heard[]
  /** The clock of both bots: four weeks pass in a minute. It ends about now, as the stand-in's own clock. */
  const clock = { now: Math.floor((Date.now() - 29 * day) / hour) * hour }
  beforeAll(async () => {
    stage = await openStage({ withoutBot: true })
    const { DATABASE_URL: url, ...env } = stage.env
    const start = (role: string) =>
      startHeard({
        config: readConfig({ ...env, DATABASE_URL: url, HEARD_ROLE: role }),
        log: openLog('silent'),
        clock: () => clock.now,
        newId: newUuid,
        random: systemRandom,
        watchEveryMs: 50,
      })
    bots = [await start('all'), await start('worker')]
  })
  afterAll(async () => {
    for (const bot of bots) await bot.stop()
    await stage.close()
  })

  /** Every text of the home channel, in order. */
  async function told(): Promise<string[]> {
    return (await stage.ana.messages(homeChannel)).map(({ text }) => text)
  }

  /** Waits until both bots have looked at the time as it is. */
  async function lookedAt(): Promise<void> {
    const { pool } = stage.database.database
    await until('the deliveries to be counted', async () => {
      const { rows } = await pool.query<{ n: number }>(
        'SELECT count(*)::int AS n FROM watch_clock WHERE counted_until >= $1',
        [new Date(clock.now - 61_000)],
      )
      return rows[0]?.n === 1 ? true : undefined
    })
    await new Promise((resolve) => setTimeout(resolve, 250))
  }

  it('is told once, and once when it sends again, by two processes that look at once', async () => {
    const { prisma } = stage.database.database
    const sealer = buildSealer(stage.env['HEARD_KEY'] ?? '')
    const secret = `whsec_${randomBytes(32).toString('base64')}`
    const { workspaceId } = stage
    const added = await addSource(
      { prisma, sealer, newId: newUuid },
      { workspaceId, kind: 'canonical', name: 'our-app', secret, now: clock.now },
    )
    const feed = { url: `${bots[0]?.url}/webhooks/canonical/${added.token}`, secret }
    const deliver = async (): Promise<void> => {
      const answer = { score: 7, metric: 'ces', scale: easyScale } as const
      expect(
        (await send(event(feed, { ...answer, answeredAt: new Date(clock.now) }, new Date(clock.now)))).status,
      ).toBe(200)
    }
    // An answer every third hour, day and night, for four weeks.
    for (; clock.now < Date.now() - 2 * day; clock.now += 3 * hour) await deliver()
    await lookedAt()
    expect(await told()).toEqual([])

    clock.now += 20 * hour
    await until('the notice', async () => ((await told()).length > 0 ? true : undefined))
    clock.now += 5 * hour
    await lookedAt()
    expect(await told()).toEqual(['Nothing comes from “our-app” any more'])
    const health = await runHeard({ ...stage.env }, 'health')
    expect(health.out).toContain('WRONG Source "our-app": silent for ')

    await deliver()
    await until('the recovery', async () => ((await told()).length > 1 ? true : undefined))
    clock.now += hour
    await lookedAt()
    expect(await told()).toEqual(['Nothing comes from “our-app” any more', '“our-app” works again'])
    const notices = await prisma.notice.count({ where: { kind: { startsWith: 'source_' } } })
    expect(notices).toBe(2)
  })
})
