import { describe, expect, it } from 'vitest'
import { t0 } from '../loops/sample-loop.js'
import { act, cardRow, cards, lines, useStage } from '../loops/stage.js'
import type { Fault } from '../loops/tiny-chat.js'

const stage = useStage()

describe('trouble', () => {
  it('is a retry after the time that the platform asked for', async () => {
    stage.works.chat.fail('postCard', 'rate_limited')
    await stage.works.card(stage.cardId)

    expect((await cardRow(stage)).nextTryAt.getTime()).toBe(t0 + 30_000)
    stage.works.now += 29_999
    await stage.works.card(stage.cardId)
    expect(stage.works.chat.calls).toEqual(['postCard'])
  })

  it('of a deleted card ends with a new card, where the thread goes on', async () => {
    await stage.works.settle()
    stage.works.chat.remove('m1')
    await act(stage, 'claim')
    await stage.works.settle()

    expect(cards(stage)).toMatchObject([{ card: { status: 'claimed' } }])
    expect(lines(stage)).toEqual(['claimed'])
    expect(stage.works.chat.messages.at(-1)?.threadOf).toBe(cards(stage)[0]?.messageId)
  })

  it('keeps what the customer wrote out of the row', async () => {
    stage.works.chat.fail('postCard', 'bug')
    await stage.works.card(stage.cardId)

    expect(await cardRow(stage)).toMatchObject({ lastError: 'internal' })
  })
})

describe('a notice', () => {
  async function notice(): Promise<string> {
    const id = crypto.randomUUID()
    const at = new Date(t0)
    const data = { sourceName: 'web', questionKey: 'q9' }
    const { workspaceId } = stage.seeded
    await stage.prisma.notice.create({
      data: { id, workspaceId, kind: 'unbound_question', data, createdAt: at, nextTryAt: at },
    })
    return id
  }

  const posted = () => stage.works.chat.messages.filter(({ marker }) => marker.kind === 'notice')

  it.each(['reply_lost', 'killed', 'unavailable', 'rate_limited'] as Fault[])(
    'is posted once: %s',
    async (fault) => {
      const id = await notice()
      stage.works.chat.fail('postNotice', fault)
      const run = stage.works.notice(id)
      if (fault === 'killed') await stage.works.chat.killed
      else await run
      stage.works.now += 60_000
      await stage.works.settle()

      expect(posted()).toMatchObject([
        { channel: 'C0HOME', marker: { id }, content: { kind: 'unbound_question' } },
      ])
    },
  )

  it('waits for a home channel', async () => {
    await stage.prisma.workspace.update({
      where: { id: stage.seeded.workspaceId },
      data: { homeChannel: null },
    })
    const id = await notice()
    await stage.works.notice(id)
    expect(await stage.prisma.notice.findUnique({ where: { id } })).toMatchObject({
      lastError: 'no_home_channel',
    })

    await stage.prisma.workspace.update({
      where: { id: stage.seeded.workspaceId },
      data: { homeChannel: 'C0NEW' },
    })
    stage.works.now += 60_000
    await stage.works.settle()

    expect(posted()).toMatchObject([{ channel: 'C0NEW' }])
  })
})
