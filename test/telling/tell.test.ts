import { describe, expect, it } from 'vitest'
import { ana, ben, t0 } from '../loops/sample-loop.js'
import { changeAnswer, seedAlert } from '../loops/seed.js'
import { act, cardRow, cards, five, fiveLines, lines, submit, useStage } from '../loops/stage.js'

const stage = useStage()

describe('a new loop', () => {
  it('is posted as a card with its marker and facts, and without a line', async () => {
    await stage.works.card(stage.cardId)

    expect(stage.works.chat.messages).toHaveLength(1)
    expect(stage.works.chat.messages[0]).toMatchObject({
      channel: 'C0HOME',
      marker: { kind: 'card', id: stage.cardId },
    })
    expect(cards(stage)[0]?.card).toMatchObject({
      loopId: stage.loopId,
      status: 'new',
      customer: 'Rosa',
      answers: [{ metric: 'nps', score: 3, max: 10, band: 'bad', comment: 'slow' }],
      segments: [{ name: 'plan', value: 'pro' }],
      actions: { primary: 'claim', secondary: 'work' },
      lastAction: { kind: 'opened', by: null },
    })
    expect(await cardRow(stage)).toMatchObject({
      messageId: 'm1',
      shownVersion: 1,
      leaseUntil: null,
      attempts: 0,
    })
  })

  it('is posted once by two runs at once, and by runs that follow', async () => {
    await Promise.all([
      stage.works.card(stage.cardId),
      stage.works.card(stage.cardId),
      stage.works.card(stage.cardId),
    ])
    await stage.works.card(stage.cardId)

    expect(stage.works.chat.calls).toEqual(['postCard'])
  })
})

describe('a change', () => {
  it('edits the card and adds one line for each event, in order', async () => {
    await stage.works.settle()
    await act(stage, 'claim')
    await submit(stage, 'work', five)
    await stage.works.settle()

    expect(cards(stage)).toHaveLength(1)
    expect(cards(stage)[0]?.card).toMatchObject({
      status: 'working',
      owner: ana,
      actions: { primary: 'close', secondary: 'work' },
    })
    expect(lines(stage)).toEqual(['claimed', ...fiveLines])
    expect(stage.works.chat.messages.slice(1).every(({ threadOf }) => threadOf === 'm1')).toBe(true)
    expect(await cardRow(stage)).toMatchObject({ shownVersion: 3, wantedVersion: 3 })
    // Six lines take six turns of the channel; the card is not edited anew for each.
    expect(cards(stage)[0]?.edits).toBeLessThanOrEqual(2)
  })

  it('before the card is posted is on the card, and in its thread', async () => {
    await act(stage, 'claim')
    await stage.works.settle()

    expect(stage.works.chat.calls).toEqual(['postCard', 'postLine'])
    expect(cards(stage)[0]?.card.owner).toEqual(ana)
  })

  it('of the answer is shown', async () => {
    await stage.works.settle()
    await changeAnswer(stage.prisma, stage.alert, { score: 1, comment: 'worse' })
    await stage.works.settle()

    expect(cards(stage)[0]?.card.answers).toMatchObject([{ score: 1, comment: 'worse' }])
    expect(lines(stage)).toEqual(['answer_changed'])
  })

  it('that comes while a card is being told is told too', async () => {
    stage.works.chat.fail('postCard', 'killed')
    void stage.works.card(stage.cardId)
    await stage.works.chat.killed
    await act(stage, 'claim')
    stage.works.now += 60_000
    await stage.works.settle()

    expect(cards(stage)).toHaveLength(1)
    expect(cards(stage)[0]?.card.owner).toEqual(ana)
    expect(lines(stage)).toEqual(['claimed'])
  })
})

describe('sends to one channel', () => {
  it('are a second apart, in the order of asking, and none starves', async () => {
    const others = await Promise.all(Array.from({ length: 4 }, () => seedAlert(stage.prisma, stage.seeded)))
    for (const { alertId } of others) await stage.works.alert(alertId)
    await stage.works.settle()

    expect(stage.works.chat.messages.map(({ at }) => at - t0)).toEqual([0, 1_000, 2_000, 3_000, 4_000])
    // Waiting for one's turn is no try after which a message might stand there.
    expect(stage.works.chat.calls).not.toContain('findOwn')
  })
})

describe('two people at once', () => {
  it('make one line for the winner', async () => {
    await stage.works.settle()
    await Promise.all([act(stage, 'claim', ana), act(stage, 'claim', ben)])
    await stage.works.settle()

    expect(lines(stage)).toEqual(['claimed'])
  })
})
