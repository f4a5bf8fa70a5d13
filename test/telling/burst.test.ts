import { describe, expect, it } from 'vitest'
import { crowd, lineOf, summaries, tellings } from './crowd.js'
import { seedAlert } from '../loops/seed.js'
import { cards, cardRow, lines, on, useStage } from '../loops/stage.js'

const stage = useStage()

/** Everything is told once, whatever way. */
function expectOnce(loops: number): void {
  const told = tellings(stage)
  expect(told.size).toBe(loops)
  expect([...told.values()].filter((times) => times !== 1)).toEqual([])
}

describe('cards that wait for one channel', () => {
  it('are posted one by one while they are ten', async () => {
    await crowd(stage, 9)
    await stage.works.settle()

    expect([cards(stage).length, summaries(stage).length]).toEqual([10, 0])
    expectOnce(10)
  })

  it('are one summary when they are eleven', async () => {
    await crowd(stage, 10)
    await stage.works.settle()

    expect(cards(stage)).toEqual([])
    expect(summaries(stage)).toMatchObject([{ summary: { severity: 'normal' }, edits: 0 }])
    expect(summaries(stage)[0]?.summary.lines).toHaveLength(11)
    expectOnce(11)
    expect(await stage.prisma.loopEvent.count({ where: { kind: 'opened', toldAt: null } })).toBe(0)
  })

  it('are as many summaries as it takes, a second apart, twenty loops each', async () => {
    await crowd(stage, 44)
    await stage.works.settle()

    const shown = summaries(stage)
    expect(shown.map(({ summary }) => summary.lines.length)).toEqual([20, 20, 5])
    const [first = 0, second = 0, third = 0] = shown.map(({ at }) => at)
    expect(second - first).toBeGreaterThanOrEqual(1_000)
    expect(third - second).toBeGreaterThanOrEqual(1_000)
    expectOnce(45)
  })

  it('give their turns to the summary when more come than can be posted', async () => {
    const { works } = stage
    await works.settle(0)
    for (let tick = 0; tick < 10; tick += 1) {
      await crowd(stage, 10)
      await works.settle(0)
      works.now += 500
    }
    await works.settle()

    expectOnce(101)
    expect(cards(stage).length).toBeLessThanOrEqual(12)
    expect(summaries(stage).length).toBeLessThanOrEqual(10)
    const posts = works.chat.messages.map(({ at }) => at)
    expect(Math.max(...posts) - (posts[0] ?? 0)).toBeLessThan(20_000)
    for (const [n, at] of posts.entries()) {
      expect(at - (posts[n - 1] ?? 0)).toBeGreaterThanOrEqual(500)
    }
  })

  it('of another channel are not counted', async () => {
    await crowd(stage, 9)
    await stage.prisma.workspace.updateMany({ data: { homeChannel: 'C0OTHER' } })
    await crowd(stage, 9)
    await stage.works.settle()

    expect([cards(stage).length, summaries(stage).length]).toEqual([19, 0])
  })
})

describe('a critical loop', () => {
  it('goes before all that wait, by a card of its own', async () => {
    const { works } = stage
    await works.settle(0)
    await crowd(stage, 8)
    await works.settle(0)
    await crowd(stage, 30)
    works.now -= 400
    const [critical] = await crowd(stage, 1, { score: 0, severity: 'critical' })
    const raisedAt = works.now
    await works.settle()

    const [posted] = works.chat.messages.filter(
      ({ marker, content }) => marker.kind === 'card' && (content as { loopId: string }).loopId === critical,
    )
    expect(works.chat.messages.indexOf(posted as never)).toBe(1)
    expect((posted?.at ?? Infinity) - raisedAt).toBeLessThanOrEqual(1_000)
    expectOnce(40)
  })

  it('is in a summary of critical ones when over ten of them wait, and that goes first', async () => {
    const { works } = stage
    await works.settle(0)
    await crowd(stage, 80)
    await works.settle(0)
    await crowd(stage, 11, { score: 1, severity: 'critical' })
    const raisedAt = works.now
    await works.settle()

    const shown = summaries(stage)
    const critical = shown.findIndex(({ summary }) => summary.severity === 'critical')
    expect(shown[critical]?.summary.lines).toHaveLength(11)
    expect((shown[critical]?.at ?? Infinity) - raisedAt).toBeLessThanOrEqual(2_000)
    expect(shown.slice(critical + 1).length).toBeGreaterThanOrEqual(2)
    expectOnce(92)
  })

  it('that was a line of a summary gets a card of its own', async () => {
    const [loopId = ''] = await crowd(stage, 10)
    await stage.works.settle()
    const loop = await stage.prisma.loop.findUniqueOrThrow({ where: { id: loopId } })
    const { customerId } = loop

    const { alertId } = await seedAlert(stage.prisma, stage.seeded, {
      customerId,
      score: 0,
      severity: 'critical',
    })
    await stage.works.alert(alertId)
    await stage.works.settle()

    expect(cards(stage)).toMatchObject([{ card: { loopId, severity: 'critical' } }])
    expect(lines(stage)).toEqual(['joined'])
    const { messageId } = cards(stage)[0] ?? {}
    expect(lineOf(stage, loopId)).toMatchObject({ ownCard: { link: `https://chat.example/${messageId}` } })
  })
})

describe('the line of a summary', () => {
  it('is opened once, by whoever is first; to look is not to take', async () => {
    await crowd(stage, 10)
    await stage.works.settle()

    const opened = await Promise.all([1, 2, 3].map(() => stage.works.desk.openCard(on(stage))))
    await stage.works.settle()

    expect(opened.filter((result) => 'done' in result)).toHaveLength(1)
    expect(opened).toContainEqual({ refused: { kind: 'card_stands' } })
    expect(cards(stage)).toMatchObject([{ card: { loopId: stage.loopId, status: 'new', owner: null } }])
    expect(lineOf(stage).ownCard?.link).toContain(cards(stage)[0]?.messageId)
    expect(await cardRow(stage)).toMatchObject({ shownVersion: 1, wantedVersion: 1, attempts: 0 })
  })

  it('is not opened by another workspace, nor under an id that is none', async () => {
    await crowd(stage, 10)
    await stage.works.settle()
    const gone = { refused: { kind: 'gone' } }

    const foreign = { ...on(stage), workspaceId: '00000000-0000-7000-8000-000000000009' }
    expect(await stage.works.desk.openCard(foreign)).toEqual(gone)
    expect(await stage.works.desk.openCard({ ...on(stage), loopId: "' OR 1=1" })).toEqual(gone)
    await stage.works.settle()
    expect(cards(stage)).toEqual([])
  })

  it('is opened before the summary stands', async () => {
    await crowd(stage, 10)
    await stage.works.settle(0)
    expect(summaries(stage)).toEqual([])

    await stage.works.desk.openCard(on(stage))
    await stage.works.settle()

    expect(cards(stage)).toMatchObject([{ card: { loopId: stage.loopId } }])
    expect(lineOf(stage).ownCard?.link).toContain(cards(stage)[0]?.messageId)
  })

  it('is not a line any more when its card stood already', async () => {
    await stage.works.settle()
    await crowd(stage, 30)
    await stage.works.settle()

    expect(await stage.works.desk.openCard(on(stage))).toEqual({ refused: { kind: 'card_stands' } })
    expectOnce(31)
  })
})
