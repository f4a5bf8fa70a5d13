import { describe, expect, it } from 'vitest'
import { crowd, lineOf, summaries, tellings } from './crowd.js'
import { changeAnswer, seedAlert } from '../loops/seed.js'
import { act, cards, cardRow, five, lines, on, submit, useStage } from '../loops/stage.js'
import type { Fault } from '../loops/tiny-chat.js'

const stage = useStage()
const faults: Fault[] = ['reply_lost', 'killed', 'unavailable', 'rate_limited', 'bug']

/** Ten more than the stage's: one summary. */
async function gathered(): Promise<string> {
  await crowd(stage, 10)
  await stage.works.settle(0)
  const { id } = await stage.prisma.burst.findFirstOrThrow()
  return id
}

/** The job of the summary runs into the fault, and then whatever brings things in order. */
async function meet(burstId: string, fault: Fault): Promise<void> {
  const { works } = stage
  works.now += 2_000
  const run = works.burst(burstId)
  if (fault === 'killed') await works.chat.killed
  else await run
  if (fault === 'killed') works.now += 60_000
  await works.settle(120_000)
}

const burstRow = () => stage.prisma.burst.findFirstOrThrow()

describe('a summary is there once', () => {
  it.each(faults)('when its post met: %s', async (fault) => {
    const burstId = await gathered()
    stage.works.chat.fail('postSummary', fault)
    await meet(burstId, fault)

    expect(summaries(stage)).toHaveLength(1)
    expect([...tellings(stage).values()]).toEqual(Array.from({ length: 11 }, () => 1))
    const row = await burstRow()
    expect(row).toMatchObject({
      messageId: summaries(stage)[0]?.messageId,
      shownVersion: row.wantedVersion,
      lastError: null,
      attempts: 0,
    })
  })

  it('when its reply was lost again and again', async () => {
    const burstId = await gathered()
    stage.works.chat.fail('postSummary', 'reply_lost')
    stage.works.chat.fail('findOwn', 'unavailable')
    stage.works.chat.fail('findOwn', 'rate_limited')
    await meet(burstId, 'reply_lost')

    expect(summaries(stage)).toHaveLength(1)
  })

  it.each(faults)('when an edit of it met: %s', async (fault) => {
    const burstId = await gathered()
    await stage.works.settle()
    await act(stage, 'claim')
    await stage.works.card(stage.cardId)
    stage.works.chat.fail('editSummary', fault)
    await meet(burstId, fault)

    expect(summaries(stage)).toHaveLength(1)
    expect(lineOf(stage)).toMatchObject({ status: 'claimed', owner: { name: 'Ana' } })
    expect(cards(stage)).toEqual([])
  })

  it.each(faults)('and the card opened from it is, when its post met: %s', async (fault) => {
    await gathered()
    await stage.works.settle()
    await stage.works.desk.openCard(on(stage))
    stage.works.chat.fail('postCard', fault)
    const run = stage.works.card(stage.cardId)
    if (fault === 'killed') await stage.works.chat.killed
    else await run
    stage.works.now += 60_000
    await stage.works.settle(120_000)

    expect(cards(stage)).toHaveLength(1)
    expect(lineOf(stage).ownCard?.link).toContain(cards(stage)[0]?.messageId)
  })

  it('when a card that was posted, and its reply lost, meets a crowd: the card stays', async () => {
    stage.works.chat.fail('postCard', 'reply_lost')
    await stage.works.card(stage.cardId)
    await crowd(stage, 20)
    await stage.works.settle(60_000)

    expect(cards(stage)).toHaveLength(1)
    expect([...tellings(stage).values()]).toEqual(Array.from({ length: 21 }, () => 1))
  })

  it('when what could not be posted meets a crowd: it is a line', async () => {
    stage.works.chat.fail('postCard', 'unavailable')
    await stage.works.card(stage.cardId)
    await crowd(stage, 20)
    await stage.works.settle(60_000)

    expect(tellings(stage).get(stage.loopId)).toBe(1)
    expect([...tellings(stage).values()]).toEqual(Array.from({ length: 21 }, () => 1))
  })

  it('when the platform refused it until somebody mended that', async () => {
    const burstId = await gathered()
    stage.works.chat.fail('postSummary', 'misconfigured')
    stage.works.now += 2_000
    await stage.works.burst(burstId)

    expect(await burstRow()).toMatchObject({ lastError: 'misconfigured', messageId: null })
    expect(await stage.prisma.channelTrouble.count()).toBe(1)
    await stage.works.settle(400_000)
    expect(summaries(stage)).toHaveLength(1)
  })
})

describe('a line shows what became of its loop', () => {
  it('claimed, worked and closed elsewhere, all without a card', async () => {
    await gathered()
    await stage.works.settle()
    await act(stage, 'claim')
    await stage.works.settle()
    expect(lineOf(stage)).toMatchObject({ status: 'claimed', owner: { name: 'Ana' } })
    await submit(stage, 'work', five)
    await submit(stage, 'close', { outcome: 'recovered' })
    await stage.works.settle()

    expect(lineOf(stage)).toMatchObject({ status: 'closed' })
    expect([cards(stage), lines(stage)]).toEqual([[], []])
  })

  it('an answer that was changed; many changes at once are one edit', async () => {
    await gathered()
    await stage.works.settle()
    const { edits = 0 } = summaries(stage)[0] ?? {}
    await changeAnswer(stage.prisma, stage.alert, { score: 5, comment: 'not so bad' })
    await act(stage, 'claim')
    await act(stage, 'snooze')
    await stage.works.settle()

    expect(lineOf(stage)).toMatchObject({ answer: { score: 5 }, status: 'snoozed' })
    expect(cards(stage)).toEqual([])
    expect((summaries(stage)[0]?.edits ?? 0) - edits).toBeLessThanOrEqual(2)
  })

  it('the history of a line is told once it is opened', async () => {
    await gathered()
    await stage.works.settle()
    await act(stage, 'claim')
    await stage.works.settle()
    await stage.works.desk.openCard(on(stage))
    await stage.works.settle()

    expect(cards(stage)).toMatchObject([{ card: { status: 'claimed' } }])
    expect(lines(stage)).toEqual(['claimed'])
    await act(stage, 'release')
    await stage.works.settle()
    expect(lineOf(stage)).toMatchObject({ status: 'new', owner: null })
    expect(lines(stage)).toEqual(['claimed', 'released'])
  })

  it('a customer who answers again is heard: by a card with a line in its thread', async () => {
    await gathered()
    await stage.works.settle()
    const { customerId } = stage
    const { alertId } = await seedAlert(stage.prisma, stage.seeded, { customerId, score: 4 })
    await stage.works.alert(alertId)
    await stage.works.settle()

    expect(cards(stage)).toMatchObject([{ card: { loopId: stage.loopId } }])
    expect(lines(stage)).toEqual(['joined'])
  })
})

describe('somebody deletes', () => {
  it('the summary: it is posted anew, in one piece', async () => {
    await gathered()
    await stage.works.settle()
    stage.works.chat.remove(summaries(stage)[0]?.messageId ?? '')
    await act(stage, 'claim')
    await stage.works.settle()

    expect(summaries(stage)).toHaveLength(1)
    expect(summaries(stage)[0]?.summary.lines).toHaveLength(11)
    expect(lineOf(stage)).toMatchObject({ status: 'claimed' })
  })

  it('a summary of which nothing is left to be told: it stays away', async () => {
    const loops = [stage.loopId, ...(await crowd(stage, 10))]
    await stage.works.settle()
    stage.works.chat.remove(summaries(stage)[0]?.messageId ?? '')
    for (const loopId of loops) await stage.works.desk.openCard({ ...on(stage), loopId })
    await stage.works.settle()

    expect(summaries(stage)).toEqual([])
    expect(cards(stage)).toHaveLength(11)
    // Nor does it count as waiting.
    await crowd(stage, 5)
    await stage.works.settle()
    expect(cards(stage)).toHaveLength(16)
  })

  it('a card that was opened: it is posted anew and linked', async () => {
    await gathered()
    await stage.works.settle()
    await stage.works.desk.openCard(on(stage))
    await stage.works.settle()
    stage.works.chat.remove(cards(stage)[0]?.messageId ?? '')
    await act(stage, 'claim')
    await stage.works.settle()

    expect(cards(stage)).toHaveLength(1)
    expect(lineOf(stage).ownCard?.link).toContain(cards(stage)[0]?.messageId)
    expect(await cardRow(stage)).toMatchObject({ lastError: null })
  })
})
