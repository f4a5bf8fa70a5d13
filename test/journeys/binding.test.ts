import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { wordsOf } from '../../src/demo/outsider/slack-person.js'
import { event } from './answers.js'
import { asking, choose, openBinding, save } from './bind-hands.js'
import { homeChannel, openStage, send, until, type Stage } from './stage.js'

const scale = { min: '1', max: '7', direction: 'low_is_good' }

describe('what a number means, said in chat', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage()
  })
  afterAll(() => stage.close())

  it('is asked once, said by a form, scored and told, where it was asked', async () => {
    const ours = await stage.source('canonical')
    const question = { key: 'mystery', title: 'How was it?' }
    await send(event(ours, { score: 6, question }))
    await send(event(ours, { score: 2, question }))
    const notice = await asking(stage.ana, /What do these numbers mean/)
    const form = await choose(stage.ana, await openBinding(stage.ana, notice), 'ces')

    expect(await save(stage.ana, form, { ...scale, max: '1' })).toMatchObject({
      errors: { max: expect.stringContaining('must be above the lowest') as string },
    })
    expect(await save(stage.ana, form, scale)).toMatchObject({ acked: true })

    const told = await asking(stage.ana, /These numbers have a meaning/)
    expect(told.ts).toBe(notice.ts)
    expect(wordsOf(told)).toContain('ana said what the numbers of “How was it?”')
    expect(wordsOf(told)).toContain('CES, 1 to 7, low is good (good 1-3, bad 5-7)')
    expect(wordsOf(told)).toContain('2 answers are counted. 1 bad one of the last day raises a card.')
    const [card] = await until('the card', async () => {
      const cards = await stage.cards()
      return cards.length === 1 ? cards : undefined
    })
    expect(card?.text).toContain('effort 6 of 7')
    await stage.settled(1)
    expect(await stage.ana.messages(homeChannel)).toHaveLength(1)
  })

  it('by two at once: the second is told who was first and what they said', async () => {
    const ours = await stage.source('canonical', 'two')
    await send(event(ours, { score: 5, question: { key: 'stars', title: 'Stars?' } }))
    const notice = await asking(stage.ana, /What do these numbers mean/, /Stars\?/)
    const [anas, bens] = [
      await choose(stage.ana, await openBinding(stage.ana, notice), 'csat'),
      await choose(stage.ben, await openBinding(stage.ben, notice), 'ignore'),
    ]
    const csat = { min: '1', max: '5', direction: 'high_is_good' }
    expect(await save(stage.ana, anas, csat)).toMatchObject({ acked: true })
    await asking(stage.ana, /ana said what/, /Stars\?/)

    await save(stage.ben, bens)
    const [clash] = await stage.ben.views()
    expect(JSON.stringify(clash?.blocks)).toContain('ana bound it meanwhile: CSAT, 1 to 5, high is good')
    await fetch(`${stage.slackUrl}/people/close-view`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user: 'U0BEN', view_id: clash?.id }),
    })
  })

  it('as no score: the answers are kept, and nobody is asked again', async () => {
    const ours = await stage.source('canonical', 'ages')
    const question = { key: 'age', title: 'How old are you?' }
    await send(event(ours, { score: 42, question }))
    const notice = await asking(stage.mei, /What do these numbers mean/, /How old/)
    const form = await choose(stage.mei, await openBinding(stage.mei, notice), 'ignore')
    expect(await save(stage.mei, form)).toMatchObject({ acked: true })

    const told = await asking(stage.mei, /These numbers are no score/, /How old/)
    expect(told.ts).toBe(notice.ts)
    const before = (await stage.mei.messages(homeChannel)).length
    await send(event(ours, { score: 43, question }))
    await stage.settled(1)
    expect(await stage.mei.messages(homeChannel)).toHaveLength(before)
  })
})
