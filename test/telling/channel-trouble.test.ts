import { beforeEach, describe, expect, it } from 'vitest'
import type { Notice } from '../../src/chat/views.js'
import { AppError, type Reach } from '../../src/errors.js'
import { t0 } from '../loops/sample-loop.js'
import { seedAlert } from '../loops/seed.js'
import { tellings } from './crowd.js'
import { act, cardRow, cards, lines, useStage } from '../loops/stage.js'
import type { ChatCall } from '../loops/tiny-chat.js'
import { buildWorks } from '../loops/works.js'

const stage = useStage()
const channel = 'C0TEAM'

const refusal = (reach: Reach = 'channel') =>
  new AppError({
    code: 'misconfigured',
    message: 'Slack: is_archived',
    tellUser: () => 'Unarchive it.',
    reach,
  })

/** Until `mend`: these calls are refused there. */
function breakDown(reach: Reach = 'channel', only?: ChatCall): void {
  stage.works.chat.refuses = (call, place) => {
    const there = reach === 'workspace' || place === channel
    return there && (only === undefined || call === only) ? refusal(reach) : null
  }
}
function mend(): void {
  stage.works.chat.refuses = () => null
}

/** What the home channel reads, as `kind: data`. */
function told(): { kind: string; data: Record<string, unknown> }[] {
  return stage.works.chat.messages
    .filter(({ marker, channel: place }) => marker.kind === 'notice' && place === 'C0HOME')
    .map(({ content }) => content as Notice)
}
const kinds = () => told().map(({ kind }) => kind)
const troubles = () => stage.prisma.channelTrouble.findMany()

/** More cards that wait for the same channel. */
async function moreCards(count: number): Promise<string[]> {
  for (let n = 0; n < count; n += 1) {
    const { alertId } = await seedAlert(stage.prisma, stage.seeded)
    await stage.works.alert(alertId)
  }
  await stage.prisma.cardMessage.updateMany({ data: { channel } })
  return (await stage.prisma.cardMessage.findMany()).map(({ id }) => id)
}

beforeEach(async () => {
  await stage.prisma.cardMessage.updateMany({ data: { channel } })
})

describe('a channel that takes nothing', () => {
  it('is told once, costs one call now and then however many wait, and all is sent once it works', async () => {
    await moreCards(9)
    breakDown()
    await stage.works.settle(60_000)

    expect(cards(stage)).toEqual([])
    expect(told()).toMatchObject([{ kind: 'delivery_trouble', data: { channel, problem: 'Unarchive it.' } }])
    // Ten cards for a minute: each of them alone would have tried a dozen times.
    const tries = stage.works.chat.calls.filter((call) => call === 'postCard').length
    expect(tries).toBeLessThan(40)
    expect(tries).toBeGreaterThan(5)

    mend()
    await stage.works.settle(60_000)
    expect(cards(stage)).toHaveLength(10)
    expect(kinds()).toEqual(['delivery_trouble', 'delivery_works'])
    expect(await troubles()).toEqual([])
  })

  it('costs one call now and then when summaries wait for it, and they are sent once it works', async () => {
    await moreCards(40)
    breakDown()
    await stage.works.settle(60_000)
    expect(kinds()).toEqual(['delivery_trouble'])
    expect(stage.works.chat.calls.filter((call) => call.startsWith('post')).length).toBeLessThan(40)

    mend()
    await stage.works.settle(60_000)
    expect([...tellings(stage).values()]).toEqual(Array.from({ length: 41 }, () => 1))
    expect(kinds()).toEqual(['delivery_trouble', 'delivery_works'])
    expect(await troubles()).toEqual([])
  })

  it('is told once by many at the same moment, and so is its end', async () => {
    const ids = await moreCards(7)
    breakDown()
    await Promise.all(ids.map((id) => stage.works.card(id)))
    await stage.works.settle(20_000)
    expect(kinds()).toEqual(['delivery_trouble'])

    mend()
    stage.works.now += 60_000
    await stage.prisma.cardMessage.updateMany({ data: { nextTryAt: new Date(stage.works.now) } })
    await stage.prisma.channelTrouble.updateMany({ data: { nextProbeAt: new Date(stage.works.now) } })
    await Promise.all(ids.map((id) => stage.works.card(id)))
    await stage.works.settle(60_000)
    expect(kinds()).toEqual(['delivery_trouble', 'delivery_works'])
    expect(cards(stage)).toHaveLength(8)
  })

  it('is tried soon after it was mended: at most a minute, and sooner when it was short', async () => {
    breakDown()
    await stage.works.settle(10_000)
    mend()
    await stage.works.settle(6_000)
    expect(cards(stage)).toHaveLength(1)

    breakDown()
    await act(stage, 'claim')
    await stage.works.settle(900_000)
    mend()
    await stage.works.settle(61_000)
    expect(lines(stage)).toEqual(['claimed'])
  })

  it('is over for a card that looked a moment before it was, and noted its wait a moment after', async () => {
    const [one = '', other = ''] = await moreCards(1)
    breakDown()
    await stage.works.card(one)
    const { pool } = stage.database
    let looked = false
    const query = async (sql: string, values: unknown[]) => {
      const result = await pool.query(sql, values)
      if (!looked && sql.includes('FROM channel_trouble')) {
        looked = true
        mend()
        stage.works.now += 5_000
        await stage.works.card(one)
      }
      return result
    }
    await buildWorks({ ...stage.database, pool: { query } as unknown as typeof pool }).card(other)

    expect(looked).toBe(true)
    expect(await troubles()).toEqual([])
    await stage.works.settle(2_000)
    expect(cards(stage)).toHaveLength(2)
  })

  it('counts no tries: what fails for a moment afterwards is tried again at once', async () => {
    breakDown()
    await stage.works.settle(120_000)
    expect(await cardRow(stage)).toMatchObject({ attempts: 0, lastError: 'misconfigured' })
  })

  it('that takes edits but no lines is not taken to work', async () => {
    await stage.works.settle(10_000)
    breakDown('channel', 'postLine')
    await act(stage, 'claim')
    await stage.works.settle(60_000)
    expect(kinds()).toEqual(['delivery_trouble'])

    mend()
    await stage.works.settle(60_000)
    expect(kinds()).toEqual(['delivery_trouble', 'delivery_works'])
    expect(lines(stage)).toEqual(['claimed'])
  })

  it('is over for a new card soon after an old one could be changed', async () => {
    await stage.works.settle(10_000)
    breakDown()
    await act(stage, 'claim')
    await moreCards(2)
    await stage.works.settle(20_000)
    mend()
    await stage.works.settle(15_000)

    expect(lines(stage)).toEqual(['claimed'])
    expect(cards(stage)).toHaveLength(3)
    expect(kinds()).toEqual(['delivery_trouble', 'delivery_works'])
  })

  it('is told again when it happens again', async () => {
    for (const round of [1, 2]) {
      breakDown()
      await act(stage, round === 1 ? 'claim' : 'release')
      await stage.works.settle(20_000)
      mend()
      await stage.works.settle(20_000)
    }
    expect(kinds()).toEqual(['delivery_trouble', 'delivery_works', 'delivery_trouble', 'delivery_works'])
  })

  it('is not told when it works again before anybody could be told', async () => {
    breakDown()
    await stage.works.card(stage.cardId)
    mend()
    stage.works.now += 5_000
    await stage.works.card(stage.cardId)
    await stage.works.settle(10_000)

    expect(cards(stage)).toHaveLength(1)
    expect(kinds()).toEqual([])
  })
})

describe('where nobody can be told', () => {
  it('the home channel itself: it waits in silence, and notices too', async () => {
    await stage.prisma.workspace.update({
      where: { id: stage.seeded.workspaceId },
      data: { homeChannel: channel },
    })
    breakDown()
    await stage.works.settle(60_000)
    expect(await stage.prisma.notice.count()).toBe(0)
    expect(await troubles()).toMatchObject([{ channel, problem: 'Slack: is_archived', since: new Date(t0) }])

    mend()
    await stage.works.settle(60_000)
    expect(cards(stage)).toHaveLength(1)
    expect(await troubles()).toEqual([])
    expect(await stage.prisma.notice.count()).toBe(0)
  })

  it('a token that is refused: nothing of the workspace is tried but by one row', async () => {
    const { workspaceId } = stage.seeded
    const at = new Date(t0)
    const notice = {
      id: crypto.randomUUID(),
      workspaceId,
      kind: 'unbound_question',
      createdAt: at,
      nextTryAt: at,
    }
    await stage.prisma.notice.create({ data: { ...notice, data: { sourceName: 'web', questionKey: 'q9' } } })
    breakDown('workspace')
    await stage.works.settle(30_000)
    expect(await troubles()).toMatchObject([{ channel: '', todo: 'Unarchive it.' }])
    expect(stage.works.chat.calls.length).toBeLessThan(12)

    mend()
    await stage.works.settle(60_000)
    expect(cards(stage)).toHaveLength(1)
    expect(kinds()).toEqual(['unbound_question'])
    expect(await troubles()).toEqual([])
  })
})
