import { describe, expect, it } from 'vitest'
import { act, cardRow, cards, five, fiveLines, lines, submit, useStage } from '../loops/stage.js'
import type { Fault } from '../loops/tiny-chat.js'

const stage = useStage()

describe('exactly once', () => {
  const faults: Fault[] = ['reply_lost', 'killed', 'unavailable', 'rate_limited', 'bug']

  /** Runs the card's job into the fault, and then whatever brings things in order. */
  async function meet(fault: Fault): Promise<void> {
    const run = stage.works.card(stage.cardId)
    if (fault === 'killed') await stage.works.chat.killed
    else await run
    if (fault === 'killed') stage.works.now += 60_000
    await stage.works.settle(120_000)
  }

  it.each(faults)('a card whose post met: %s', async (fault) => {
    stage.works.chat.fail('postCard', fault)
    await meet(fault)

    expect(cards(stage)).toHaveLength(1)
    expect(await cardRow(stage)).toMatchObject({
      messageId: cards(stage)[0]?.messageId,
      shownVersion: 1,
      lastError: null,
      attempts: 0,
    })
  })

  it('a card whose reply was lost again and again', async () => {
    stage.works.chat.fail('postCard', 'reply_lost')
    stage.works.chat.fail('findOwn', 'unavailable')
    stage.works.chat.fail('findOwn', 'rate_limited')
    await meet('reply_lost')

    expect(cards(stage)).toHaveLength(1)
  })

  it.each(faults)('a line whose post met: %s', async (fault) => {
    await stage.works.settle()
    await act(stage, 'claim')
    stage.works.chat.fail('postLine', fault)
    await meet(fault)

    expect(lines(stage)).toEqual(['claimed'])
    expect(await cardRow(stage)).toMatchObject({ shownVersion: 2, lastError: null })
  })

  it.each(faults)('each of many lines, in order, when one in the middle met: %s', async (fault) => {
    await stage.works.settle()
    await submit(stage, 'work', five)
    // Turns are a second apart: two lines are told before the third meets the fault.
    await stage.works.card(stage.cardId)
    stage.works.now += 1_000
    await stage.works.card(stage.cardId)
    stage.works.now += 1_000
    stage.works.chat.fail('postLine', fault)
    await meet(fault)

    expect(lines(stage)).toEqual(['claimed', ...fiveLines])
    expect(cards(stage)).toHaveLength(1)
  })

  it('a line is tried again as soon as the first time, however many failed before it', async () => {
    await stage.works.settle()
    await submit(stage, 'work', five)
    for (const told of [0, 1, 2, 3, 4]) {
      stage.works.chat.fail('postLine', 'unavailable')
      stage.works.chat.fail('postLine', 'unavailable')
      await stage.works.settle(5_000)
      expect(lines(stage).length).toBeGreaterThan(told)
    }
    await stage.works.settle(10_000)

    expect(lines(stage)).toEqual(['claimed', ...fiveLines])
    expect(stage.works.chat.calls.filter((call) => call === 'findOwn').length).toBeGreaterThanOrEqual(5)
  })

  it.each(faults)('an edit that met: %s', async (fault) => {
    await stage.works.settle()
    await act(stage, 'claim')
    stage.works.chat.fail('editCard', fault)
    await meet(fault)

    expect(cards(stage)).toMatchObject([{ card: { status: 'claimed' } }])
    expect(lines(stage)).toEqual(['claimed'])
  })
})
