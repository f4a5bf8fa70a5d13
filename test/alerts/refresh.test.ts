import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LoopCard, ThreadLine } from '../../src/chat/views.js'
import { messagesFor } from '../../src/messages/messages.js'
import { layoutLoopCard } from '../../src/slack/layouts/loop-card.js'
import { layoutThreadLine } from '../../src/slack/layouts/thread-line.js'
import { ana, dayMs } from '../loops/sample-loop.js'
import { buildWorks, type Works } from '../loops/works.js'
import { answered, openGround, type Feed, type IntakeGround } from '../surveys/intake-ground.js'

let ground: IntakeGround
let feed: Feed
let works: Works
let version = 0

beforeEach(async () => {
  ground = await openGround()
  feed = await ground.connect('canonical')
  works = buildWorks(ground.db.database)
  works.now = ground.clock.now
  await ground.rows("UPDATE workspace SET home_channel = 'C0HOME'")
})
afterEach(() => ground.close())

/** The next version of an answer arrives, and everything that is due because of it is done. */
async function tell(change: Record<string, unknown> = {}): Promise<void> {
  version += 1
  await ground.send(feed, answered({ version, ...change }))
  await works.settle()
  ground.clock.now = works.now
}

interface LoopRow {
  id: string
  status: string
  severity: string
  reopen_count: number
  customer_id: string | null
  first_contact_due_at: Date
}

const loops = (): Promise<LoopRow[]> => ground.rows<LoopRow>('SELECT * FROM loop ORDER BY opened_at, id')
const loop = async (): Promise<LoopRow> => {
  const [first] = await loops()
  if (first === undefined) throw new Error('no loop')
  return first
}
const cards = (): LoopCard[] =>
  works.chat.messages.filter(({ marker }) => marker.kind === 'card').map(({ content }) => content as LoopCard)
const lines = (): ThreadLine[] =>
  works.chat.messages
    .filter(({ marker }) => marker.kind === 'line')
    .map(({ content }) => content as ThreadLine)
const kinds = (): string[] => lines().map(({ kind }) => kind)

async function close(): Promise<void> {
  const { id: loopId } = await loop()
  const on = { workspaceId: ground.workspaceId, loopId, actor: ana }
  const values = { outcome: 'lost', reason: 'left us' }
  const done = await works.desk.submitForm({
    ...on,
    action: 'close',
    version: Number.MAX_SAFE_INTEGER,
    values,
  })
  expect(done).toMatchObject({ done: true })
  await works.settle()
  ground.clock.now = works.now
}

describe('an answer edited to a number that its scale cannot hold', () => {
  it('is set aside: the card shows the answer before, and says so', async () => {
    await tell({ score: 3, comment: 'slow' })
    await tell({ score: 42, comment: 'forty-two' })

    const [card] = cards()
    expect(card?.answers).toMatchObject([{ score: 3, comment: 'slow', band: 'bad', setAside: 42 }])
    expect(card && JSON.stringify(layoutLoopCard(card, messagesFor('en')))).toContain('Changed later to 42')
    const [line] = lines()
    expect(line && layoutThreadLine(line, messagesFor('en')).text).toBe(
      'The customer changed the answer to 42, which cannot be read on its scale: it was set aside',
    )

    await tell({ score: 4, comment: 'slow' })
    expect(cards()[0]?.answers[0]).toMatchObject({ score: 4 })
    expect(cards()[0]?.answers[0]?.setAside).toBeUndefined()
    expect(lines()[1]?.data).toMatchObject({ before: { score: 3 }, after: { score: 4 } })
  })

  it('and told once, however often it comes; the number before, once it is back, too', async () => {
    await tell({ score: 3 })
    await tell({ score: 42 })
    await tell({ score: 42 })
    expect(lines()).toHaveLength(1)

    await tell({ score: 3 })
    await tell({ score: 3 })

    expect(cards()[0]?.answers[0]?.setAside).toBeUndefined()
    expect(kinds()).toEqual(['answer_changed', 'answer_changed'])
  })
})

describe('a later version that says nothing new', () => {
  it('has no line; what else the card shows is kept up to date', async () => {
    await tell({ score: 3 })
    await tell({ score: 3, survey: 'Yearly', customer: { id: 'c-7', name: 'Ada Lovelace' } })

    expect(lines()).toEqual([])
    expect(cards()).toMatchObject([{ customer: 'Ada Lovelace', answers: [{ score: 3, survey: 'Yearly' }] }])
    expect(await ground.rows("SELECT kind FROM loop_event WHERE kind <> 'opened'")).toEqual([])
  })

  it('but words says so, and the answer is told as it is', async () => {
    await tell({ score: 3, comment: null })
    await tell({ score: 3, comment: 'It broke twice' })

    expect(kinds()).toEqual(['comment_added'])
    expect(cards()[0]?.answers).toMatchObject([{ score: 3, comment: 'It broke twice' }])
    await tell({ score: 2, comment: 'It broke thrice' })
    expect(lines()[1]?.data).toMatchObject({
      before: { score: 3, comment: 'It broke twice' },
      after: { score: 2, comment: 'It broke thrice' },
    })
  })
})

describe('an answer edited for the worse', () => {
  it('raises its open loop: critical, and due as such', async () => {
    await tell({ score: 5 })
    const before = await loop()
    await tell({ score: 0 })

    const after = await loop()
    expect([before.severity, after.severity]).toEqual(['normal', 'critical'])
    expect(after.first_contact_due_at.getTime()).toBeLessThan(before.first_contact_due_at.getTime())
    await tell({ score: 5 })
    expect(await loop()).toMatchObject({ severity: 'critical' })
  })

  it('reopens its closed loop, and the thread says why', async () => {
    await tell({ score: 5 })
    await close()
    await tell({ score: 1 })

    expect(await loop()).toMatchObject({ status: 'claimed', severity: 'critical', reopen_count: 1 })
    expect(kinds().slice(-2)).toEqual(['reopened', 'answer_changed'])
    const reopened = lines().find(({ kind }) => kind === 'reopened')
    expect(reopened && layoutThreadLine(reopened, messagesFor('en')).text).toBe(
      'Reopened: the customer changed the answer for the worse',
    )
  })

  it.each([
    ['a better one', { score: 6 }],
    ['a comment', { score: 5, comment: 'and thanks' }],
    ['a good one', { score: 9 }],
  ])('but not %s: closed stays closed', async (_name, change) => {
    await tell({ score: 5 })
    await close()
    await tell(change)

    expect(await loop()).toMatchObject({ status: 'closed', reopen_count: 0 })
    expect(kinds().at(-1)).toBe('answer_changed')
  })

  it('joins the open loop of the customer when its own is closed', async () => {
    await tell({ score: 5 })
    await close()
    ground.clock.now += 20 * dayMs
    works.now = ground.clock.now
    await tell({ id: 'r-2', score: 6, answered_at: new Date(ground.clock.now).toISOString() })
    expect(await loops()).toHaveLength(2)

    await tell({ score: 0 })

    expect(await loops()).toMatchObject([
      { status: 'closed', reopen_count: 0 },
      { status: 'new', severity: 'critical' },
    ])
    expect(kinds().slice(-2).toSorted()).toEqual(['answer_changed', 'joined'])
  })
})

describe('a customer who becomes known later', () => {
  it('is the customer of the loop from then on', async () => {
    await tell({ customer: null })
    expect(cards()[0]?.customer).toBeNull()

    await tell()

    expect(cards()[0]?.customer).toBe('Ada')
    expect((await loop()).customer_id).not.toBeNull()
    await tell({ id: 'r-2', score: 1 })
    expect(await loops()).toHaveLength(1)
  })

  it('who has an open loop keeps that one, and is named on both cards', async () => {
    await tell({ id: 'r-0' })
    await tell({ customer: null })
    await tell()

    expect((await loops()).map((row) => row.customer_id === null)).toEqual([false, true])
    expect(cards().map(({ customer }) => customer)).toEqual(['Ada', 'Ada'])
  })
})
