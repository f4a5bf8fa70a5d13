import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { people } from '../../src/demo/slack-seed.js'
import type { Feed } from '../../src/demo/outsider/deliveries.js'
import { forgetDrafts } from '../../src/loops/drafts.js'
import { typeformNps } from './answers.js'
import { filledIn, five, handsOf, toldBy, type Hands } from './hands.js'
import { openStage, send, until, type Stage } from './stage.js'

let stage: Stage
let feed: Feed
beforeAll(async () => {
  stage = await openStage()
  feed = await stage.source('typeform')
})
afterAll(() => stage.close())

let ana: Hands
let ben: Hands
let loopId: string
const known = new Set<string>()

/** A new unhappy customer's card, and both people before it. */
beforeEach(async () => {
  await send(typeformNps(feed, 4, { comment: 'Nobody called back.' }))
  const card = await until('a new card', async () => (await stage.cards()).find(({ ts }) => !known.has(ts)))
  known.add(card.ts)
  ana = handsOf(stage, stage.ana, people.agent, card.ts)
  ben = handsOf(stage, stage.ben, people.other, card.ts)
  const { prisma } = stage.database.database
  await Promise.all([ana.cancel(), ben.cancel()])
  loopId = (await prisma.cardMessage.findFirstOrThrow({ where: { messageId: card.ts } })).loopId
})

const loop = () =>
  stage.database.database.prisma.loop.findUniqueOrThrow({ where: { id: loopId }, include: { steps: true } })
const events = () =>
  stage.database.database.prisma.loopEvent.findMany({
    where: { loopId },
    select: { kind: true, byId: true, data: true },
  })
const drafts = () => stage.database.database.prisma.loopDraft.findMany({ where: { loopId } })
/** What a person typed is kept after the acknowledgement. */
const draftOf = (field: string, value: string) =>
  until(`a draft of ${field}`, async () =>
    (await drafts()).find(({ entries }) => (entries as Record<string, string>)[field] === value),
  )

describe('a form', () => {
  it('asks for the next step, with what helps, and turns to another', async () => {
    await ana.press('Record steps')

    const hear = await ana.form()
    expect(hear.blocks.flatMap(({ block_id: id, type }) => (type === 'input' ? [id] : []))).toEqual([
      'part',
      'hear.channel',
      'hear.contact',
      'hear.story',
      'hear.wants',
      'skip',
    ])
    expect(toldBy(hear)).toMatch(/Account: Mara Lindqvist · .*@customers.example/)
    expect(toldBy(hear)).toContain('Earlier loops: none.')
    expect(toldBy(await ana.turn('Empathize'))).toContain('Name the feeling')
    expect(toldBy(await ana.turn('Apologize'))).toContain('Mara Lindqvist, I am sorry that [')
    expect(toldBy(await ana.turn('Diagnose'))).toMatch(/Causes? of (a )?similar loop/i)
  })

  it('claims, works and closes a loop in five clicks plus typing', async () => {
    await ana.press("I'll take it")
    await ana.press('Record steps')
    await ana.turn('All that is open')
    const answer = await ana.submit({ ...five, 'close.outcome': 'recovered' })

    expect(answer).toMatchObject({ acked: true, responseAction: 'clear' })
    expect(ana.clicks).toBe(5)
    expect(await loop()).toMatchObject({ status: 'closed', outcome: 'recovered', ownerId: people.agent })
    expect((await loop()).steps).toHaveLength(5)
  })

  it('records some steps and skips the rest with one reason', async () => {
    await ana.press('Record steps')
    await ana.turn('All that is open')
    const reason = 'They only wanted a refund.'
    await ana.submit({ 'hear.contact': 'reached', 'resolve.done': 'A refund.', skip: reason })

    const { status, ownerId, steps } = await loop()
    expect({ status, ownerId }).toEqual({ status: 'working', ownerId: people.agent })
    expect(steps.filter((step) => step.skippedReason === reason).map(({ step }) => step)).toEqual(
      expect.arrayContaining(['empathize', 'apologize', 'diagnose']),
    )
    expect(steps).toHaveLength(5)
    await ana.press('Close')
    await ana.submit({ outcome: 'neutral' })
    expect(await loop()).toMatchObject({ status: 'closed' })
  })

  it('reopens with a reason', async () => {
    await ana.press('Close')
    await ana.submit({ outcome: 'lost', reason: 'They left.' })
    await ben.press('Reopen')
    expect(await ben.submit()).toMatchObject({ acked: false })
    await ben.submit({ reason: 'They came back.' })

    expect(await loop()).toMatchObject({ status: 'claimed', ownerId: people.agent, reopenCount: 1 })
    expect(await events()).toContainEqual({
      kind: 'reopened',
      byId: people.other,
      data: expect.objectContaining({ reason: 'They came back.' }) as unknown,
    })
  })
})

describe('a draft', () => {
  it('survives closing the form, is shown with its time, and to its person only', async () => {
    await ana.press('Record steps')
    await ana.type('hear.contact', 'reached')
    await ana.type('hear.story', 'I waited three days.')
    await ana.cancel()
    await draftOf('hear.story', 'I waited three days.')

    await ana.press('Record steps')
    const view = await ana.form()
    expect(filledIn(view)).toEqual({ 'hear.contact': 'reached', 'hear.story': 'I waited three days.' })
    expect(toldBy(view)).toMatch(/Draft from <!date\^\d+\^/)

    await ben.press('Record steps')
    expect(filledIn(await ben.form())).toEqual({})
    expect(toldBy(await ben.form())).not.toContain('Draft from')
    await ben.cancel()
  })

  it('is kept while other steps are turned to, and submitted with them or not at all', async () => {
    await ana.press('Record steps')
    await ana.type('hear.story', 'I waited.')
    await ana.turn('Resolve')
    await ana.type('resolve.done', 'A refund.')
    await draftOf('resolve.done', 'A refund.')
    await ana.submit()

    expect((await loop()).steps.map(({ step }) => step)).toEqual(['resolve'])
    expect((await drafts()).map(({ entries }) => entries)).toEqual([{ 'hear.story': 'I waited.' }])
    await ana.press('Record steps')
    expect(filledIn(await ana.form())).toEqual({ 'hear.story': 'I waited.' })
    await ana.submit({ 'hear.contact': 'reached' })
    expect(await drafts()).toEqual([])
  })

  it('keeps what was emptied, expires, and never goes back to an older report', async () => {
    await ana.press('Close')
    await ana.type('reason', 'They left us.')
    await draftOf('reason', 'They left us.')
    await ana.cancel()
    await ana.press('Close')
    expect(filledIn(await ana.form())).toEqual({ reason: 'They left us.' })
    await ana.type('reason', '')
    await draftOf('reason', '')

    const { prisma } = stage.database.database
    const { sequence, expiresAt } = (await drafts())[0] ?? { sequence: 0, expiresAt: new Date(0) }
    expect(sequence).toBeGreaterThan(0)
    await forgetDrafts(prisma, expiresAt.getTime() - 1)
    expect(await drafts()).toHaveLength(1)
    expect(await forgetDrafts(prisma, expiresAt.getTime())).toBeGreaterThan(0)
    expect(await drafts()).toEqual([])
  })
})

describe('two people at one loop', () => {
  it('who was first is told inside the form, with what was typed, and the loop may be taken over', async () => {
    await ana.press('Record steps')
    await ben.press('Record steps')
    await ben.submit({ 'hear.contact': 'attempted', 'hear.story': 'No answer.' })
    const answer = await ana.submit({ 'hear.contact': 'reached', 'hear.story': 'It was late.' })

    expect(answer).toMatchObject({ acked: true, responseAction: 'update' })
    const view = await ana.form()
    expect(toldBy(view)).toContain('ben took it')
    expect(toldBy(view)).toContain('ben logged that the customer was heard')
    expect(toldBy(view)).toContain('ben recorded: No answer.')
    expect(filledIn(view)).toEqual({ 'hear.contact': 'reached', 'hear.story': 'It was late.' })
    expect(await loop()).toMatchObject({ ownerId: people.other })

    expect(await ana.submit()).toMatchObject({ responseAction: 'clear' })
    const { ownerId, steps } = await loop()
    expect(ownerId).toBe(people.agent)
    expect(steps[0]).toMatchObject({ byId: people.agent, record: { story: 'It was late.' } })
    expect(await events()).toContainEqual({ kind: 'claimed', byId: people.agent, data: { from: 'ben' } })
  })

  it('a loop that was closed meanwhile says so, and is reopened only with a reason', async () => {
    await ana.press('Record steps')
    await ben.press('Close')
    await ben.submit({ outcome: 'unreachable', note: 'Three calls.' })
    await ana.submit({ 'hear.contact': 'reached' })

    const view = await ana.form()
    expect(toldBy(view)).toMatch(/This was closed while you had the form open/)
    expect(toldBy(view)).toContain('ben closed it: unreachable')
    expect(filledIn(view)).toEqual({ 'hear.contact': 'reached' })
    expect(await ana.submit()).toMatchObject({ sent: false })
    expect(await loop()).toMatchObject({ status: 'closed' })
    await ana.submit({ 'reopen.reason': 'They called back.' })

    expect(await loop()).toMatchObject({ status: 'working', ownerId: people.agent, reopenCount: 1 })
  })

  it('nothing typed is lost when the form is left after that', async () => {
    await ana.press('Record steps')
    await ben.press("I'll take it")
    await until('the claim', async () => ((await loop()).ownerId === null ? undefined : true))
    await ana.submit({ 'hear.contact': 'reached', 'hear.story': 'It was late.' })
    await ana.cancel()
    expect((await drafts())[0]?.entries).toMatchObject({ 'hear.story': 'It was late.' })

    await ben.press('Give it back')
    await until('the release', async () => ((await loop()).ownerId === null ? true : undefined))
    await ana.press('Record steps')
    expect(filledIn(await ana.form())).toMatchObject({ 'hear.story': 'It was late.' })
  })

  it('another step is turned to although somebody took it: it may be taken over, with all that was typed', async () => {
    await ana.press('Record steps')
    await ana.type('hear.story', 'It was late.')
    await ben.press("I'll take it")
    await until('the claim', async () => ((await loop()).ownerId === null ? undefined : true))
    const view = await ana.turn('Empathize')

    expect(toldBy(view)).toContain('ben took it')
    expect(await ana.submit({ 'empathize.emotion': 'angry' })).toMatchObject({ responseAction: 'clear' })
    expect(await loop()).toMatchObject({ ownerId: people.agent })
    await ana.press('Record steps')
    expect(filledIn(await ana.form())).toEqual({ 'hear.story': 'It was late.' })
  })

  it('a form that tells of a conflict still turns, and still lets the loop be taken over', async () => {
    await ana.press('Record steps')
    await ben.press("I'll take it")
    await until('the claim', async () => ((await loop()).ownerId === null ? undefined : true))
    await ana.submit({ 'hear.contact': 'reached', 'hear.story': 'It was late.' })
    await ana.turn('Empathize')
    await ana.turn('Hear')

    expect(filledIn(await ana.form())).toEqual({ 'hear.contact': 'reached', 'hear.story': 'It was late.' })
    expect(await ana.submit()).toMatchObject({ responseAction: 'clear' })
    expect(await loop()).toMatchObject({ ownerId: people.agent })
  })
})
