import { describe, expect, test } from 'vitest'
import type { Fault } from '../loops/tiny-chat.js'
import { cardsOf, unsaid, useAsking } from './asking-stage.js'

const stage = useAsking()

describe('faults', () => {
  const faults: Fault[] = ['reply_lost', 'killed', 'unavailable', 'rate_limited', 'bug']

  async function meet(work: Promise<unknown>, fault: Fault): Promise<void> {
    if (fault === 'killed') await stage.works.chat.killed
    else await work
    stage.works.now += 61_000
    await stage.settle()
  }

  test.each(faults)('the ask stands once when its post met: %s', async (fault) => {
    await stage.ground.send(stage.feed, unsaid())
    stage.works.chat.fail('postNotice', fault)
    await meet(stage.works.notice(stage.noticeId()), fault)

    expect(stage.asks()).toMatchObject([{ waiting: 1, said: null }])
  })

  test.each(faults)('the answer is shown when the edit met: %s', async (fault) => {
    await stage.ground.send(stage.feed, unsaid())
    await stage.settle()
    await stage.submit(await stage.open())
    stage.works.chat.fail('editNotice', fault)
    const [binding] = await stage.ground.rows<{ id: string }>('SELECT id FROM binding WHERE source_id = $1', [
      stage.feed.id,
    ])
    await stage.works.binding(binding?.id ?? '')
    await meet(stage.works.notice(stage.noticeId()), fault)

    expect(stage.asks()).toMatchObject([{ said: { by: 'Ana', counts: { scored: 1, raised: 1 } } }])
    expect(cardsOf(stage)).toHaveLength(1)
  })

  test('bound while the reply to its post was lost: what stands is edited', async () => {
    await stage.ground.send(stage.feed, unsaid())
    stage.works.chat.fail('postNotice', 'reply_lost')
    await stage.works.notice(stage.noticeId())
    expect(await stage.submit(null)).toEqual({ done: true })
    await stage.settle(65_000)

    expect(stage.asks()).toMatchObject([{ said: { by: 'Ana' } }])
  })

  test('killed between what was said and its scoring: the job takes it up', async () => {
    await stage.ground.send(stage.feed, unsaid())
    await stage.settle()
    // As a command line that dies: the declaration is committed, and held.
    await stage.submit(await stage.open())
    await stage.ground.rows('UPDATE binding SET lease_until = $1, attempts = 1 WHERE source_id = $2', [
      new Date(stage.works.now + 60_000),
      stage.feed.id,
    ])
    expect(
      await stage.ground.rows('SELECT state FROM response WHERE source_id = $1', [stage.feed.id]),
    ).toEqual([{ state: 'unbound' }])
    await stage.settle(90_000)

    expect(
      await stage.ground.rows('SELECT state FROM response WHERE source_id = $1', [stage.feed.id]),
    ).toEqual([{ state: 'scored' }])
    expect(stage.asks()).toMatchObject([{ said: { by: 'Ana', counts: { scored: 1, raised: 1 } } }])
    expect(cardsOf(stage)).toHaveLength(1)
  })

  test('somebody deletes the notice: it stays away', async () => {
    await stage.ground.send(stage.feed, unsaid())
    await stage.settle()
    stage.works.chat.remove(
      stage.works.chat.messages.find(({ marker }) => marker.kind === 'notice')?.messageId ?? '',
    )
    await stage.submit(await stage.open())
    await stage.settle()

    expect(stage.asks()).toEqual([])
    expect(await stage.ground.rows('SELECT 1 FROM notice WHERE shown_version < wanted_version')).toEqual([])
  })
})
