import { describe, expect, test } from 'vitest'
import type { BurstSummary, LoopCard } from '../../src/chat/views.js'
import type { Fault } from '../loops/tiny-chat.js'
import { cardsOf, unsaid, useAsking } from './asking-stage.js'

const stage = useAsking()
const customerOf = (n: number) => ({ id: `${stage.name}-${n}`, name: `Customer ${n}` })

/** Answers that wait: 6 is bad, 1 is fine; the higher the number, the newer the answer. */
async function waiting(bad: number, { fine = 0, older = 0 } = {}): Promise<void> {
  const { ground, feed } = stage
  const answers = Array.from({ length: bad + fine + older }, (_, n) => {
    const isOld = n >= bad + fine
    const ageMs = (isOld ? 48 : 1) * 3_600_000 - n * 1_000
    const answered_at = new Date(ground.clock.now - ageMs).toISOString()
    const score = n < bad || isOld ? 6 : 1
    return unsaid({ id: `${stage.name}-r${n}`, score, answered_at, customer: customerOf(n) })
  })
  await Promise.all(answers.map((answer) => ground.send(feed, answer)))
}

const summaries = () =>
  stage.works.chat.messages
    .filter(({ marker }) => marker.kind === 'burst')
    .map(({ content, edits, messageId }) => ({ ...(content as BurstSummary), edits, messageId }))
const loopsOf = () =>
  stage.ground.rows<{ id: string }>(
    `SELECT DISTINCT l.id FROM loop l JOIN alert a ON a.loop_id = l.id JOIN response r ON r.id = a.response_id
     WHERE r.source_id = $1`,
    [stage.feed.id],
  )

async function turnTo(page: number): Promise<string[]> {
  const { works, ground } = stage
  const burstId = summaries()[0]?.gathered?.summaryId ?? ''
  await works.desk.turnSummary({ workspaceId: ground.workspaceId, burstId, page })
  await stage.settle(3_000)
  return summaries()[0]?.lines.map(({ loopId }) => loopId) ?? []
}

describe('many answers that waited for one declaration', () => {
  test('are told by one summary: newest first, the old ones counted, every loop on one of its pages', async () => {
    await waiting(45, { fine: 5, older: 10 })
    await stage.settle()
    expect(await stage.submit(await stage.open())).toEqual({ done: true })
    await stage.settle(20_000)

    const [summary, ...more] = summaries()
    expect([more, cardsOf(stage)]).toEqual([[], []])
    expect(summary?.gathered).toMatchObject({
      total: 45,
      untouched: 45,
      pages: 3,
      first: 1,
      scored: 60,
      older: 10,
    })
    expect(summary?.lines.map(({ customer }) => customer)).toEqual(
      Array.from({ length: 20 }, (_, n) => `Customer ${44 - n}`),
    )
    expect(stage.asks()).toMatchObject([{ said: { counts: { scored: 60, raised: 45, older: 10 } } }])

    const shown = [
      ...(summary?.lines ?? []).map(({ loopId }) => loopId),
      ...(await turnTo(1)),
      ...(await turnTo(2)),
    ]
    expect(new Set(shown)).toEqual(new Set((await loopsOf()).map(({ id }) => id)))
    expect(shown).toHaveLength(45)
    // Beyond the end there is nothing to turn to.
    expect(await turnTo(3)).toHaveLength(5)
    expect(summaries()).toHaveLength(1)
  })

  test('a line of a later page is opened, claimed and shown so; its card is the only one', async () => {
    await waiting(25)
    await stage.settle()
    await stage.submit(await stage.open())
    await stage.settle(15_000)
    const [loopId = ''] = await turnTo(1)
    const { works, ground } = stage
    const on = { workspaceId: ground.workspaceId, loopId, actor: { id: 'U0ANA', name: 'Ana' } }
    expect(await works.desk.openCard(on)).toEqual({ done: true })
    expect(await works.desk.act({ ...on, action: 'claim' })).toMatchObject({ done: true })
    await stage.settle()

    expect(cardsOf(stage).map(({ content }) => (content as LoopCard).loopId)).toEqual([loopId])
    const [summary] = summaries()
    expect(summary?.lines.find((line) => line.loopId === loopId)).toMatchObject({
      status: 'claimed',
      ownCard: { link: expect.stringContaining('https://') as string },
    })
    expect(summary?.gathered).toMatchObject({ untouched: 24, taken: 1 })
  })

  test('ten or fewer get a card each', async () => {
    await waiting(10)
    await stage.settle()
    await stage.submit(await stage.open())
    await stage.settle(20_000)

    expect([summaries().length, cardsOf(stage).length]).toEqual([0, 10])
  })

  test('of one customer are one loop, and one line', async () => {
    const { ground, feed } = stage
    await waiting(15)
    for (let n = 0; n < 15; n += 1) {
      await ground.send(feed, unsaid({ id: `${stage.name}-more${n}`, customer: customerOf(0) }))
    }
    await stage.settle()
    await stage.submit(await stage.open())
    await stage.settle(20_000)

    expect(summaries()).toMatchObject([{ gathered: { total: 15, scored: 30 } }])
    expect(cardsOf(stage)).toEqual([])
  })

  test('an unhappy customer of the same moment is no line of it', async () => {
    await waiting(15)
    await stage.settle()
    await stage.submit(await stage.open())
    const { ground, feed } = stage
    const question = { key: 'other' }
    await ground.send(
      feed,
      unsaid({ id: 'now', question, metric: 'ces', scale: { min: 1, max: 7, direction: 'low_is_good' } }),
    )
    await stage.settle(20_000)

    expect(summaries()).toMatchObject([{ gathered: { total: 15 } }])
    expect(cardsOf(stage)).toHaveLength(1)
  })
})

describe('the one summary stands once', () => {
  const faults: Fault[] = ['reply_lost', 'killed', 'unavailable', 'rate_limited', 'bug']

  test.each(faults)('when its post met: %s', async (fault) => {
    await waiting(22)
    await stage.settle()
    await stage.submit(await stage.open())
    const { works } = stage
    works.chat.fail('postSummary', fault)
    const settling = stage.settle(10_000)
    if (fault === 'killed') await works.chat.killed
    else await settling
    works.now += 61_000
    await stage.settle()

    expect(summaries()).toMatchObject([{ gathered: { total: 22 } }])
    expect(cardsOf(stage)).toEqual([])
    const due = 'SELECT 1 FROM burst WHERE shown_version < wanted_version OR last_error IS NOT NULL'
    expect(await stage.ground.rows(due)).toEqual([])
  })

  test('when the process died after it raised the first alerts', async () => {
    await waiting(22)
    await stage.settle()
    await stage.submit(await stage.open())
    const { ground, works } = stage
    const [row] = await ground.rows<{ id: string }>('SELECT id FROM binding WHERE source_id = $1', [
      stage.feed.id,
    ])
    await works.binding(row?.id ?? '')
    const alerts = await ground.rows<{ id: string }>('SELECT id FROM alert WHERE binding_id = $1', [row?.id])
    for (const { id } of alerts.slice(0, 15)) await works.alert(id)
    // As if it had not come to note that it was done: 7 alerts are left, and all of it is done once more.
    await ground.rows('UPDATE binding SET done_at = NULL WHERE id = $1', [row?.id])
    await stage.settle(15_000)

    expect(summaries()).toMatchObject([{ gathered: { total: 22 } }])
    expect(cardsOf(stage)).toEqual([])
    expect(await ground.rows('SELECT raised FROM binding WHERE id = $1', [row?.id])).toEqual([{ raised: 22 }])
  })

  test('and waits for no alert that cannot be worked: its loop gets a card once it can', async () => {
    await waiting(22)
    await stage.settle()
    await stage.submit(await stage.open())
    const { ground, works } = stage
    const [row] = await ground.rows<{ id: string }>('SELECT id FROM binding WHERE source_id = $1', [
      stage.feed.id,
    ])
    await works.binding(row?.id ?? '')
    const stuck = `(SELECT id FROM alert WHERE binding_id = $1 ORDER BY id LIMIT 1)`
    const later = new Date(works.now + 12_000)
    await ground.rows(`UPDATE alert SET last_error = 'internal', next_try_at = $2 WHERE id = ${stuck}`, [
      row?.id,
      later,
    ])
    await stage.settle(8_000)
    expect(summaries()).toMatchObject([{ gathered: { total: 21 } }])
    await stage.settle(15_000)

    expect(summaries()).toMatchObject([{ gathered: { total: 21 } }])
    expect(cardsOf(stage)).toHaveLength(1)
  })
})
