import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { LoopCard, ThreadLine } from '../../src/chat/views.js'
import type { PrismaClient } from '../../src/database/prisma/client.js'
import { freshDatabase, type FreshDatabase } from '../support/database.js'
import { ana, ben, t0 } from './sample-loop.js'
import { changeAnswer, seedAlert, seedCustomer, seedWorkspace, type Seeded } from './seed.js'
import { buildWorks, type Works } from './works.js'
import type { Fault } from './tiny-chat.js'

let db: FreshDatabase
let prisma: PrismaClient
let seeded: Seeded
let works: Works
let loopId: string
let cardId: string
let alert: { alertId: string; responseId: string }

beforeAll(async () => {
  db = await freshDatabase()
  prisma = db.database.prisma
})
afterAll(() => db.drop())

beforeEach(async () => {
  // The sweep of a test must find no rows of another.
  for (const table of ['notice', 'card_message', 'channel_slot'])
    await db.database.pool.query(`DELETE FROM ${table}`)
  seeded = await seedWorkspace(prisma)
  works = buildWorks(db.database)
  alert = await seedAlert(prisma, seeded, { customerId: await seedCustomer(prisma, seeded) })
  await works.alert(alert.alertId)
  const card = await prisma.cardMessage.findFirstOrThrow({ where: { workspaceId: seeded.workspaceId } })
  loopId = card.loopId
  cardId = card.id
})

function act(action: 'claim' | 'wait' | 'resume' | 'release', actor = ana) {
  return works.desk.act({ workspaceId: seeded.workspaceId, loopId, actor, action })
}

function record(values: Record<string, string>) {
  const request = { workspaceId: seeded.workspaceId, loopId, actor: ana, version: 99 }
  return works.desk.submitForm({ ...request, action: 'work', values })
}

function cards(): { messageId: string; card: LoopCard; edits: number }[] {
  return works.chat.messages
    .filter(({ marker }) => marker.kind === 'card')
    .map(({ messageId, content, edits }) => ({ messageId, card: content as LoopCard, edits }))
}

function lines(): string[] {
  return works.chat.messages
    .filter(({ marker }) => marker.kind === 'line')
    .map(({ content }) => {
      const line = content as ThreadLine
      return typeof line.data.step === 'string' ? `${line.kind} ${line.data.step}` : line.kind
    })
}

function row() {
  return prisma.cardMessage.findUniqueOrThrow({ where: { id: cardId } })
}

const allSteps = {
  'hear.contact': 'reached',
  'empathize.emotion': 'angry',
  'apologize.message': 'on the call',
  'resolve.done': 'refund',
  'diagnose.cause': 'policy',
}
const allLines = ['hear', 'empathize', 'apologize', 'resolve', 'diagnose'].map((step) => `step_done ${step}`)

describe('a new loop', () => {
  it('is posted as a card with its marker and facts, and without a line', async () => {
    await works.card(cardId)

    expect(works.chat.messages).toHaveLength(1)
    expect(works.chat.messages[0]).toMatchObject({ channel: 'C0HOME', marker: { kind: 'card', id: cardId } })
    expect(cards()[0]?.card).toMatchObject({
      loopId,
      status: 'new',
      customer: 'Rosa',
      answers: [{ metric: 'nps', score: 3, max: 10, band: 'bad', comment: 'slow' }],
      segments: [{ name: 'plan', value: 'pro' }],
      actions: { primary: 'claim', secondary: 'work' },
      lastAction: { kind: 'opened', by: null },
    })
    expect(await row()).toMatchObject({ messageId: 'm1', shownVersion: 1, leaseUntil: null, attempts: 0 })
  })

  it('is posted once by two runs at once, and by runs that follow', async () => {
    await Promise.all([works.card(cardId), works.card(cardId), works.card(cardId)])
    await works.card(cardId)

    expect(works.chat.calls).toEqual(['postCard'])
  })
})

describe('a change', () => {
  it('edits the card and adds one line for each event, in order', async () => {
    await works.settle()
    await act('claim')
    await record(allSteps)
    await works.settle()

    expect(cards()).toHaveLength(1)
    expect(cards()[0]?.card).toMatchObject({
      status: 'working',
      owner: ana,
      actions: { primary: 'close', secondary: 'work' },
    })
    expect(lines()).toEqual(['claimed', ...allLines])
    expect(works.chat.messages.slice(1).every(({ threadOf }) => threadOf === 'm1')).toBe(true)
    expect(await row()).toMatchObject({ shownVersion: 3, wantedVersion: 3 })
    // Six lines take six turns of the channel; the card is not edited anew for each.
    expect(cards()[0]?.edits).toBeLessThanOrEqual(2)
  })

  it('before the card is posted is on the card, and in its thread', async () => {
    await act('claim')
    await works.settle()

    expect(works.chat.calls).toEqual(['postCard', 'postLine'])
    expect(cards()[0]?.card.owner).toEqual(ana)
  })

  it('of the answer is shown', async () => {
    await works.settle()
    await changeAnswer(prisma, alert, { score: 1, comment: 'worse' })
    await works.settle()

    expect(cards()[0]?.card.answers).toMatchObject([{ score: 1, comment: 'worse' }])
    expect(lines()).toEqual(['answer_changed'])
  })

  it('that comes while a card is being told is told too', async () => {
    works.chat.fail('postCard', 'killed')
    void works.card(cardId)
    await works.chat.killed
    await act('claim')
    works.now += 60_000
    await works.settle()

    expect(cards()).toHaveLength(1)
    expect(cards()[0]?.card.owner).toEqual(ana)
    expect(lines()).toEqual(['claimed'])
  })
})

describe('sends to one channel', () => {
  it('are a second apart, in the order of asking, and none starves', async () => {
    const others = await Promise.all(Array.from({ length: 4 }, () => seedAlert(prisma, seeded)))
    for (const { alertId } of others) await works.alert(alertId)
    const posted: number[] = []
    const { postCard } = works.chat
    works.chat.postCard = (...args) => {
      posted.push(works.now - t0)
      return postCard(...args)
    }

    await works.settle()

    expect(posted).toEqual([0, 1_000, 2_000, 3_000, 4_000])
    // Waiting for one's turn is no try after which a message might stand there.
    expect(works.chat.calls).not.toContain('findOwn')
  })
})

describe('exactly once', () => {
  const faults: Fault[] = ['reply_lost', 'killed', 'unavailable', 'rate_limited', 'bug']

  /** Runs the card's job into the fault, and then whatever brings things in order. */
  async function meet(fault: Fault): Promise<void> {
    const run = works.card(cardId)
    if (fault === 'killed') await works.chat.killed
    else await run
    if (fault === 'killed') works.now += 60_000
    await works.settle(120_000)
  }

  it.each(faults)('a card whose post met: %s', async (fault) => {
    works.chat.fail('postCard', fault)
    await meet(fault)

    expect(cards()).toHaveLength(1)
    expect(await row()).toMatchObject({
      messageId: cards()[0]?.messageId,
      shownVersion: 1,
      lastError: null,
      attempts: 0,
    })
  })

  it('a card whose reply was lost again and again', async () => {
    works.chat.fail('postCard', 'reply_lost')
    works.chat.fail('findOwn', 'unavailable')
    works.chat.fail('findOwn', 'rate_limited')
    await meet('reply_lost')

    expect(cards()).toHaveLength(1)
  })

  it.each(faults)('a line whose post met: %s', async (fault) => {
    await works.settle()
    await act('claim')
    works.chat.fail('postLine', fault)
    await meet(fault)

    expect(lines()).toEqual(['claimed'])
    expect(await row()).toMatchObject({ shownVersion: 2, lastError: null })
  })

  it.each(faults)('each of many lines, in order, when one in the middle met: %s', async (fault) => {
    await works.settle()
    await record(allSteps)
    // Turns are a second apart: two lines are told before the third meets the fault.
    await works.card(cardId)
    works.now += 1_000
    await works.card(cardId)
    works.now += 1_000
    works.chat.fail('postLine', fault)
    await meet(fault)

    expect(lines()).toEqual(['claimed', ...allLines])
    expect(cards()).toHaveLength(1)
  })

  it.each(faults)('an edit that met: %s', async (fault) => {
    await works.settle()
    await act('claim')
    works.chat.fail('editCard', fault)
    await meet(fault)

    expect(cards()).toMatchObject([{ card: { status: 'claimed' } }])
    expect(lines()).toEqual(['claimed'])
  })
})

describe('trouble', () => {
  it('that an operator must end is told in the home channel once, and the card comes when it is over', async () => {
    const other = await seedAlert(prisma, seeded)
    await works.alert(other.alertId)
    works.chat.fail('postCard', 'misconfigured')
    works.chat.fail('postCard', 'misconfigured')
    await works.settle(10_000)

    expect(cards()).toEqual([])
    expect(await row()).toMatchObject({ lastError: 'misconfigured' })
    const told = works.chat.messages.filter(({ marker }) => marker.kind === 'notice')
    expect(told).toMatchObject([
      { content: { kind: 'delivery_trouble', data: { channel: 'C0HOME', problem: 'Invite me.' } } },
    ])

    await works.settle(310_000)
    expect(cards()).toHaveLength(2)
  })

  it('is a retry after the time that the platform asked for', async () => {
    works.chat.fail('postCard', 'rate_limited')
    await works.card(cardId)

    expect((await row()).nextTryAt.getTime()).toBe(t0 + 30_000)
    works.now += 29_999
    await works.card(cardId)
    expect(works.chat.calls).toEqual(['postCard'])
  })

  it('of a deleted card ends with a new card, where the thread goes on', async () => {
    await works.settle()
    works.chat.remove('m1')
    await act('claim')
    await works.settle()

    expect(cards()).toMatchObject([{ card: { status: 'claimed' } }])
    expect(lines()).toEqual(['claimed'])
    expect(works.chat.messages.at(-1)?.threadOf).toBe(cards()[0]?.messageId)
  })

  it('keeps what the customer wrote out of the row', async () => {
    works.chat.fail('postCard', 'bug')
    await works.card(cardId)

    expect(await row()).toMatchObject({ lastError: 'internal' })
  })
})

describe('a notice', () => {
  async function notice(): Promise<string> {
    const id = crypto.randomUUID()
    const at = new Date(t0)
    const data = { sourceName: 'web', questionKey: 'q9' }
    const { workspaceId } = seeded
    await prisma.notice.create({
      data: { id, workspaceId, kind: 'unbound_question', data, createdAt: at, nextTryAt: at },
    })
    return id
  }

  const posted = () => works.chat.messages.filter(({ marker }) => marker.kind === 'notice')

  it.each(['reply_lost', 'killed', 'unavailable', 'rate_limited'] as Fault[])(
    'is posted once: %s',
    async (fault) => {
      const id = await notice()
      works.chat.fail('postNotice', fault)
      const run = works.notice(id)
      if (fault === 'killed') await works.chat.killed
      else await run
      works.now += 60_000
      await works.settle()

      expect(posted()).toMatchObject([
        { channel: 'C0HOME', marker: { id }, content: { kind: 'unbound_question' } },
      ])
    },
  )

  it('waits for a home channel', async () => {
    await prisma.workspace.update({ where: { id: seeded.workspaceId }, data: { homeChannel: null } })
    const id = await notice()
    await works.notice(id)
    expect(await prisma.notice.findUnique({ where: { id } })).toMatchObject({ lastError: 'no_home_channel' })

    await prisma.workspace.update({ where: { id: seeded.workspaceId }, data: { homeChannel: 'C0NEW' } })
    works.now += 60_000
    await works.settle()

    expect(posted()).toMatchObject([{ channel: 'C0NEW' }])
  })
})

describe('two people at once', () => {
  it('make one line for the winner', async () => {
    await works.settle()
    await Promise.all([act('claim', ana), act('claim', ben)])
    await works.settle()

    expect(lines()).toEqual(['claimed'])
  })
})
