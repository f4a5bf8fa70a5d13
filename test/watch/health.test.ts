import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { health } from '../../src/watch/health.js'
import { typeformNps } from '../journeys/answers.js'
import { openStage, send, type Stage } from '../journeys/stage.js'

const minute = 60_000

describe('what waits', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage({ withoutBot: true })
    await stage.startBot('web')
    await send(typeformNps(await stage.source('typeform'), 2))
  })
  afterAll(() => stage.close())

  const alertsAt = async (now: number) => {
    const deps = { database: stage.database.database, checkChat: () => Promise.resolve([]) }
    return (await health(deps, stage.workspaceId, now)).find((finding) => finding.what === 'alerts')
  }

  it('is under way at first, and needs somebody when no worker comes', async () => {
    expect(await alertsAt(Date.now())).toMatchObject({ state: 'ok', data: { due: 1 } })

    expect(await alertsAt(Date.now() + 10 * minute)).toMatchObject({
      state: 'wrong',
      data: { due: 1, stuck: 1, error: 'no_worker' },
    })
  })

  it('is well once a worker has come', async () => {
    await stage.stopBot()
    await stage.startBot('worker')
    await stage.settled(1)

    expect(await alertsAt(Date.now() + 10 * minute)).toMatchObject({ state: 'ok', data: { due: 0 } })
  })
})
