import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canonicalDelivery, type Delivery, type Feed } from '../../src/demo/outsider/deliveries.js'
import { wordsOf, type SlackMessage } from '../../src/demo/outsider/slack-person.js'
import { seededRandom } from '../support/random.js'
import { queueBackends } from '../support/redis.js'
import { formbricksResponse, typeformPages } from './filled-in.js'
import { alertChannel, openStage, send, until, type Stage } from './stage.js'

const commentLine = 'The customer added a comment'

describe.each(queueBackends())('a score first, the comment later (queue on %s)', (backend) => {
  let stage: Stage
  let feed: Feed
  let standing = 0

  beforeAll(async () => {
    stage = await openStage({ backend })
    feed = await stage.source('formbricks', 'surveys')
    await stage.bind('surveys', { key: 'nps', metric: 'nps' })
  })
  afterAll(() => stage.close())

  async function taken(...deliveries: Delivery[]): Promise<void> {
    for (const delivery of deliveries) expect((await send(delivery)).status).toBe(200)
  }

  /** The card of the answer that was just sent, once everything is told. */
  async function newCard(): Promise<SlackMessage> {
    standing += 1
    const card = (await stage.settled(standing)).at(-1)
    if (card === undefined) throw new Error('no card')
    return card
  }

  /** The same message as it is now, and what its thread says. */
  async function now(card: SlackMessage): Promise<{ words: string; text: string; thread: SlackMessage[] }> {
    const found = (await stage.settled(standing)).find(({ ts }) => ts === card.ts)
    if (found === undefined) throw new Error('the card is gone')
    const messages = await stage.ana.messages(alertChannel)
    const thread = messages.filter(({ thread_ts, ts }) => thread_ts === card.ts && ts !== card.ts)
    return { words: wordsOf(found), text: found.text, thread }
  }

  it('Formbricks: one card, edited in place; the thread says that a comment came; finishing adds nothing', async () => {
    const response = formbricksResponse(feed, `u-1-${backend}`)
    await taken(...response.page({ nps: 3 }))
    const card = await newCard()
    expect(wordsOf(card)).toContain('No comment was left.')
    expect(wordsOf(card)).toContain('Mara Lindqvist')

    await taken(...response.page({ reason: 'Nobody called back.' }))

    const commented = await now(card)
    expect(commented.words).toContain('Nobody called back.')
    expect(commented.thread.map(({ text }) => text)).toEqual([commentLine])
    expect(wordsOf(commented.thread[0] as SlackMessage)).toContain('Nobody called back.')

    await taken(...response.page({}, true))
    const finished = await now(card)
    expect(finished.words).toContain('Nobody called back.')
    expect(finished.thread).toHaveLength(1)
    expect(await stage.database.database.prisma.response.count()).toBe(1)
  })

  it('finished without a comment: the card stands, and its thread is empty', async () => {
    const response = formbricksResponse(feed, `u-2-${backend}`)
    await taken(...response.page({ nps: 5 }))
    const card = await newCard()

    await taken(...response.page({}, true))

    const finished = await now(card)
    expect(finished.words).toContain('No comment was left.')
    expect(finished.thread).toEqual([])
  })

  it('out of order: finished before updated, updated before created: the newest stays, and nothing is said twice', async () => {
    const response = formbricksResponse(feed, `u-3-${backend}`)
    const created = response.page({ nps: 4 })
    const updated = response.page({ nps: 2 })
    const [last, finished] = response.page({ reason: 'Still waiting.' }, true) as [Delivery, Delivery]

    await taken(finished)
    const card = await newCard()
    await taken(...updated, last, ...created)

    const settled = await now(card)
    expect(settled.text).toContain('NPS 2')
    expect(settled.words).toContain('Still waiting.')
    expect(settled.thread).toEqual([])
  })

  it('an edited score changes the card and says from what to what', async () => {
    const response = formbricksResponse(feed, `u-4-${backend}`)
    await taken(...response.page({ nps: 3, reason: 'Too slow.' }))
    const card = await newCard()

    await taken(...response.page({ nps: 2 }))
    const worse = await now(card)
    expect(worse.text).toContain('Critical')
    expect(worse.thread.map(({ text }) => text)).toEqual([
      'The customer changed the answer from 3 to NPS 2 of 10: detractor',
    ])

    await taken(...response.page({ nps: 9 }, true))
    const better = await now(card)
    expect(better.text).toContain('NPS 9')
    expect(better.words).toContain('Promoter')
    expect(better.words).toContain('Too slow.')
    expect(better.thread.at(-1)?.text).toBe('The customer changed the answer from 2 to NPS 9 of 10: promoter')
    expect(better.thread).toHaveLength(2)
  })

  it('a comment that is rewritten, and taken back, is said to be', async () => {
    const response = formbricksResponse(feed, `u-5-${backend}`)
    await taken(...response.page({ nps: 1, reason: 'Too slow.' }))
    const card = await newCard()

    await taken(...response.page({ reason: 'Far too slow.' }))
    expect((await now(card)).words).toContain('Far too slow.')
    await taken(...response.page({ reason: '' }, true))

    const settled = await now(card)
    expect(settled.words).toContain('No comment was left.')
    expect(settled.thread.map(({ text }) => text)).toEqual([
      'The customer changed the comment',
      'The customer took the comment back',
    ])
  })

  it('20 deliveries at once, shuffled and repeated: one card, and it says the newest', async () => {
    const response = formbricksResponse(feed, `u-6-${backend}`)
    const pages = [5, 4, 6, 3, 2, 1, 0].flatMap((nps) => response.page({ nps }))
    const deliveries = [...pages, ...response.page({ reason: 'All of it.' }, true), ...pages]
      .concat(pages)
      .slice(0, 20)
    expect(deliveries).toHaveLength(20)
    const random = seededRandom(20_261_122)
    const shuffled = deliveries.toSorted(() => random() - 0.5)

    const replies = await Promise.all(shuffled.map((delivery) => send(delivery)))

    expect(replies.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200))
    const card = await newCard()
    const settled = await now(card)
    expect(settled.text).toContain('NPS 0')
    expect(settled.words).toContain('All of it.')
    const again = settled.thread.length
    await taken(...deliveries)
    expect((await now(card)).thread).toHaveLength(again)
  })

  it('Typeform: a form that was left, and then finished', async () => {
    const typeform = await stage.source('typeform')
    const { partial, finished } = typeformPages(typeform, `left-${backend}@customers.example`)
    await taken(partial)
    const card = await newCard()
    expect(wordsOf(card)).toContain('No comment was left.')

    await taken(finished, finished, partial)

    const settled = await now(card)
    expect(settled.words).toContain('Nobody called back.')
    expect(settled.thread.map(({ text }) => text)).toEqual([commentLine])
  })

  it('our own event: a second version with a comment', async () => {
    const ours = await stage.source('canonical')
    const first = {
      deliveryId: `msg_a_${backend}`,
      responseId: `r-${backend}`,
      question: { key: 'recommend', title: 'Would you recommend us?' },
      metric: 'nps',
      scale: { min: 0, max: 10, direction: 'high_is_good' },
      score: 3,
      comment: '',
      customer: { id: `c-${backend}`, email: `c-${backend}@customers.example`, name: 'Tom Okafor' },
      survey: 'After support',
      plan: 'team',
      answeredAt: new Date(Date.now() - 1_000),
      backfill: false,
    } as const
    await taken(canonicalDelivery(ours, first, new Date()))
    const card = await newCard()

    const second = {
      ...first,
      deliveryId: `msg_b_${backend}`,
      comment: 'It broke twice.',
      answeredAt: new Date(),
    }
    await taken(canonicalDelivery(ours, second, new Date()))

    const settled = await now(card)
    expect(settled.words).toContain('It broke twice.')
    expect(settled.thread.map(({ text }) => text)).toEqual([commentLine])
  })

  it('a question that nobody bound raises nothing until it is, then one card with the comment', async () => {
    const response = formbricksResponse(feed, `u-7-${backend}`)
    await taken(...response.page({ effort: 7 }))
    await taken(...response.page({ reason: 'Seven mails.' }, true))
    await stage.settled(standing)

    await stage.bind('surveys', { key: 'effort', metric: 'ces', min: 1, max: 7, direction: 'low_is_good' })

    const card = await until('the card', async () => (await stage.cards())[standing])
    expect((standing += 1)).toBe((await stage.settled(standing)).length)
    expect(card.text).toContain('effort 7 of 7')
    expect(wordsOf(card)).toContain('Seven mails.')
  })
})
