import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Feed } from '../../src/demo/outsider/deliveries.js'
import { primaryButton, wordsOf } from '../../src/demo/outsider/slack-person.js'
import { queueBackends } from '../support/redis.js'
import { easyScale, effortScale, event, typeformNps } from './answers.js'
import { alertChannel, openStage, send, until, type Stage } from './stage.js'

describe.each(queueBackends())('which answers raise a card (queue on %s)', (backend) => {
  let stage: Stage
  let typeform: Feed
  let ours: Feed

  beforeAll(async () => {
    stage = await openStage({ backend })
    typeform = await stage.source('typeform')
    ours = await stage.source('canonical')
  })
  afterAll(() => stage.close())

  it('a Typeform NPS 3 and a hard effort answer do; promoters and easy ones do not', async () => {
    await stage.bind('canonical', { key: 'effort', metric: 'ces', ...effortScale })
    await stage.bind('canonical', { key: 'easy', metric: 'ces', ...easyScale })
    const easy = { key: 'easy', title: 'They made it easy.' }

    const replies = [
      await send(typeformNps(typeform, 9)),
      await send(typeformNps(typeform, 7)),
      await send(event(ours, { score: 6, question: easy })),
      await send(event(ours, { score: 2 })),
      await send(typeformNps(typeform, 3)),
      await send(event(ours, { score: 6 })),
    ]

    expect(replies.map((reply) => reply.status)).toEqual([200, 200, 200, 200, 200, 200])
    const cards = await stage.settled(2)
    expect(cards.map((card) => card.text).toSorted()).toEqual([
      expect.stringContaining('NPS 3') as string,
      expect.stringContaining('effort 6 of 7') as string,
    ])
  })

  it('the same webhook 20 times at once: one response, one loop, one card', async () => {
    const before = (await stage.cards()).length
    const delivery = typeformNps(typeform, 1, { email: 'twenty@customers.example' })

    const replies = await Promise.all(Array.from({ length: 20 }, () => send(delivery)))

    expect(replies.every((reply) => reply.status === 200)).toBe(true)
    const verdicts = replies.map((reply) => (reply.json as { verdict: string }).verdict)
    expect(verdicts.filter((verdict) => verdict === 'accepted')).toHaveLength(1)
    expect(verdicts.filter((verdict) => verdict === 'duplicate')).toHaveLength(19)
    await stage.settled(before + 1)
    const { prisma } = stage.database.database
    const customer = await prisma.customer.findFirstOrThrow({ where: { email: 'twenty@customers.example' } })
    expect(await prisma.response.count({ where: { customerId: customer.id } })).toBe(1)
    expect(await prisma.loop.count({ where: { customerId: customer.id } })).toBe(1)
  })

  it('a second bad answer of the same customer joins the open loop and tells its thread', async () => {
    const before = (await stage.cards()).length
    await send(typeformNps(typeform, 4, { email: 'again@customers.example', comment: 'First trouble.' }))
    const cards = await stage.settled(before + 1)

    await send(typeformNps(typeform, 2, { email: 'Again@Customers.example', comment: 'Second trouble.' }))

    const card = (await stage.settled(before + 1)).at(-1)
    expect(card?.ts).toBe(cards.at(-1)?.ts)
    expect(wordsOf(card ?? { ts: '', text: '' })).toContain('Second trouble.')
    const thread = (await stage.ana.messages(alertChannel)).filter(
      (message) => message.thread_ts === card?.ts && message.ts !== card?.ts,
    )
    expect(thread).toHaveLength(1)
  })

  it('an answer of the past that is loaded for the scores raises none', async () => {
    const before = (await stage.cards()).length

    await send(event(ours, { score: 7, backfill: true }))

    await stage.settled(before)
  })
})

describe('a hostile comment', () => {
  let stage: Stage

  beforeAll(async () => {
    stage = await openStage()
  })
  afterAll(() => stage.close())

  it('arrives as that text and pings nobody', async () => {
    const typeform = await stage.source('typeform')
    const hostile = '<!channel> <https://evil.example|click> *x*'

    await send(typeformNps(typeform, 0, { comment: hostile, name: '<@U0BEN> <!here>' }))

    const [card] = await stage.settled(1)
    const rendered = (card as unknown as { rendered: { text: string; pings: unknown[]; links: unknown[] } })
      .rendered
    expect(rendered.text).toContain(hostile)
    expect(rendered.pings).toEqual([])
    expect(JSON.stringify(rendered.links)).not.toContain('evil.example')
  })
})

describe('two claims at the same moment', () => {
  let stage: Stage

  beforeAll(async () => {
    stage = await openStage()
  })
  afterAll(() => stage.close())

  it('one owner; the other person reads who was first', async () => {
    await send(typeformNps(await stage.source('typeform'), 2))
    const [card] = await stage.settled(1)
    const claim = card && primaryButton(card)
    if (!card || !claim) throw new Error('no card with a button')

    const clicks = await Promise.all([
      stage.ana.click(alertChannel, card, claim),
      stage.ben.click(alertChannel, card, claim),
    ])

    expect(clicks.map((click) => click.acked)).toEqual([true, true])
    const loop = await until('an owner', async () => {
      const found = await stage.database.database.prisma.loop.findFirstOrThrow()
      return found.ownerId === null ? undefined : found
    })
    const loser = loop.ownerId === 'U0ANA' ? stage.ben : stage.ana
    const told = await until('the other one to be told', async () =>
      (await loser.messages(alertChannel)).find((message) => message.ephemeral === true),
    )
    expect(told.text).toContain(loop.ownerName)
    const claims = await stage.database.database.prisma.loopEvent.count({ where: { kind: 'claimed' } })
    expect(claims).toBe(1)
  })
})
