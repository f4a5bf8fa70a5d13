import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { event } from './answers.js'
import { homeChannel, openStage, send, until, type Stage } from './stage.js'

describe('a number whose meaning nobody declared', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage()
  })
  afterAll(() => stage.close())

  it('waits unscored, asks the home channel once, and is scored and told when it is bound', async () => {
    const ours = await stage.source('canonical')
    const question = { key: 'mystery', title: 'How was it?' }

    const replies = [
      await send(event(ours, { score: 6, question })),
      await send(event(ours, { score: 1, question })),
    ]

    expect(replies.map((reply) => (reply.json as { verdict: string }).verdict)).toEqual([
      'unbound',
      'unbound',
    ])
    await stage.settled(0)
    const notices = await until('the notice', async () => {
      const messages = await stage.ana.messages(homeChannel)
      return messages.length > 0 ? messages : undefined
    })
    expect(notices).toHaveLength(1)
    expect(JSON.stringify(notices[0])).toContain('mystery')

    const bound = await stage.bind('canonical', {
      key: 'mystery',
      metric: 'ces',
      min: 1,
      max: 7,
      direction: 'low_is_good',
    })

    expect(bound).toMatchObject({ scored: 2, raised: 1 })
    await until('the card', async () => ((await stage.cards()).length === 1 ? true : undefined))
    const [card] = await stage.settled(1)
    expect(card?.text).toContain('effort 6 of 7')
  })
})
