import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Feed } from '../../src/demo/outsider/deliveries.js'
import { people } from '../../src/demo/slack-seed.js'
import { typeformNps } from './answers.js'
import { filledIn, handsOf, type Hands } from './hands.js'
import { openStage, send, until, type Stage } from './stage.js'

let stage: Stage
let feed: Feed
beforeAll(async () => {
  stage = await openStage()
  feed = await stage.source('typeform')
})
afterAll(() => stage.close())

let ana: Hands
let loopId: string
const known = new Set<string>()
beforeEach(async () => {
  await send(typeformNps(feed, 4))
  const card = await until('a new card', async () => (await stage.cards()).find(({ ts }) => !known.has(ts)))
  known.add(card.ts)
  ana = handsOf(stage, stage.ana, people.agent, card.ts)
  await ana.cancel()
  const { prisma } = stage.database.database
  loopId = (await prisma.cardMessage.findFirstOrThrow({ where: { messageId: card.ts } })).loopId
})

const loop = () =>
  stage.database.database.prisma.loop.findUniqueOrThrow({ where: { id: loopId }, include: { steps: true } })

describe('what was typed into a form', () => {
  it('is still there when the database failed under it, and can be submitted again', async () => {
    await ana.press('Record steps')
    await ana.form()
    const { pool } = stage.database.database
    await pool.query('ALTER TABLE loop_step RENAME TO loop_step_away')
    const values = { 'hear.contact': 'reached', 'hear.story': 'A long story.' }
    const failed = await ana.submit(values)
    await pool.query('ALTER TABLE loop_step_away RENAME TO loop_step')

    expect(failed).toMatchObject({ acked: true, responseAction: 'errors' })
    expect(JSON.stringify(failed)).toContain('it is our fault')
    expect(await ana.submit(values)).toMatchObject({ acked: true, responseAction: 'clear' })
    expect((await loop()).steps).toMatchObject([{ record: { story: 'A long story.' } }])
  })

  it('is kept without the characters that no database takes: zeros, and halves of what was cut', async () => {
    await ana.press('Record steps')
    await ana.type('hear.story', 'One\u0000 two\ud83d')
    await until('the draft', async () =>
      (await stage.database.database.prisma.loopDraft.findFirst({ where: { loopId } })) === null
        ? undefined
        : true,
    )
    await ana.cancel()
    await ana.press('Record steps')
    expect(filledIn(await ana.form())).toEqual({ 'hear.story': 'One two' })

    const values = { 'hear.contact': 'reached', 'hear.story': 'One\u0000 two\ud83d three' }
    expect(await ana.submit(values)).toMatchObject({ acked: true, responseAction: 'clear' })
    expect((await loop()).steps).toMatchObject([{ record: { story: 'One two three' } }])
  })
})

describe('a submit that is sent twice, since its first answer was too late', () => {
  it.each([
    ['Close', { outcome: 'lost', reason: 'They left.' }],
    ['Record steps', { 'resolve.done': 'A refund.', skip: 'All was said.', 'close.outcome': 'neutral' }],
  ])('closes the loop once and asks nobody to open it again (%s)', async (button, entries) => {
    await ana.press(button)
    if (button === 'Record steps') await ana.turn('All that is open')
    const view = await ana.form()
    const values = Object.fromEntries(Object.entries(entries).map(([id, value]) => [id, { input: value }]))
    const answers = await Promise.all([stage.ana.submit(view, values), stage.ana.submit(view, values)])

    expect(answers).toMatchObject([{ responseAction: 'clear' }, { responseAction: 'clear' }])
    expect(await loop()).toMatchObject({ status: 'closed', reopenCount: 0, ownerId: people.agent })
    const { prisma } = stage.database.database
    expect(await prisma.loopEvent.count({ where: { loopId, kind: 'closed' } })).toBe(1)
  })
})
