import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { PrismaClient } from '../../src/database/prisma/client.js'
import { reopenWindowMs } from '../../src/loops/heard-answers.js'
import { transition } from '../../src/loops/transition.js'
import { ana, hourMs, t0 } from '../loops/sample-loop.js'
import { changeAnswer, seedAlert, seedCustomer, seedWorkspace, type Seeded } from '../loops/seed.js'
import { buildWorks, type Works } from '../loops/works.js'
import { freshDatabase, type FreshDatabase } from '../support/database.js'

let db: FreshDatabase
let prisma: PrismaClient
let seeded: Seeded
let works: Works

beforeAll(async () => {
  db = await freshDatabase()
  prisma = db.database.prisma
})
afterAll(() => db.drop())
beforeEach(async () => {
  seeded = await seedWorkspace(prisma)
  works = buildWorks(db.database)
})

const quiet = { ring: async () => undefined }

function loops() {
  return prisma.loop.findMany({ where: { workspaceId: seeded.workspaceId }, orderBy: { openedAt: 'asc' } })
}

async function eventsOf(loopId: string) {
  return prisma.loopEvent.findMany({ where: { loopId }, orderBy: { id: 'asc' } })
}

async function close(loopId: string, now: number): Promise<void> {
  const command = { kind: 'close', by: ana, outcome: 'lost', note: null, reason: 'gone' } as const
  const on = { workspaceId: seeded.workspaceId, loopId, now }
  const result = await transition({ prisma, bell: quiet }, { ...on, command })
  expect(result).toMatchObject({ done: true })
}

describe('an alert', () => {
  it('opens a loop with clocks and a card in the home channel, and rings for the card', async () => {
    const { alertId, responseId } = await seedAlert(prisma, seeded, { comment: 'never again' })

    await works.alert(alertId)

    const [loop] = await loops()
    expect(loop).toMatchObject({ status: 'new', severity: 'normal', version: 1 })
    // Monday 10:00 and 24 open hours of 9 to 17.
    expect(loop?.firstContactDueAt.toISOString()).toBe('2026-11-05T10:00:00.000Z')
    const card = await prisma.cardMessage.findUniqueOrThrow({ where: { loopId: loop?.id ?? '' } })
    expect(card).toMatchObject({ channel: 'C0HOME', wantedVersion: 1, shownVersion: 0, messageId: null })
    expect(works.rings).toEqual([{ job: 'card', id: card.id }])
    expect(await prisma.alert.findUnique({ where: { id: alertId } })).toMatchObject({
      handledVersion: 1n,
      loopId: loop?.id,
      leaseUntil: null,
      attempts: 0,
    })
    const [opened] = await eventsOf(loop?.id ?? '')
    expect(opened).toMatchObject({ kind: 'opened', data: { responseId, score: 3, comment: 'never again' } })
  })

  it('run again, and twice at once, changes nothing', async () => {
    const { alertId } = await seedAlert(prisma, seeded)

    await Promise.all([works.alert(alertId), works.alert(alertId)])
    await works.alert(alertId)

    expect(await loops()).toHaveLength(1)
  })

  it('goes where the routes say', async () => {
    const route = { workspaceId: seeded.workspaceId, createdAt: new Date(t0), position: 1 }
    await prisma.route.create({
      data: { ...route, id: crypto.randomUUID(), channel: 'C0CRIT', severity: 'critical' },
    })
    const { alertId } = await seedAlert(prisma, seeded, { score: 1, severity: 'critical' })

    await works.alert(alertId)

    const card = await prisma.cardMessage.findFirst({ where: { workspaceId: seeded.workspaceId } })
    expect(card?.channel).toBe('C0CRIT')
  })

  it('waits, and says why, until there is a channel', async () => {
    seeded = await seedWorkspace(prisma, null)
    const { alertId } = await seedAlert(prisma, seeded)
    await works.alert(alertId)
    expect(await loops()).toEqual([])
    expect(await prisma.alert.findUnique({ where: { id: alertId } })).toMatchObject({
      lastError: 'no_channel',
    })

    await prisma.workspace.update({ where: { id: seeded.workspaceId }, data: { homeChannel: 'C0NEW' } })
    works.now += 30_000
    await works.alert(alertId)

    expect(await loops()).toHaveLength(1)
    expect(await prisma.alert.findUnique({ where: { id: alertId } })).toMatchObject({ lastError: null })
  })

  it('whose answer was bettered before anybody was told opens nothing', async () => {
    const alert = await seedAlert(prisma, seeded)
    await changeAnswer(prisma, alert, { score: 9, comment: 'my mistake' })

    await works.alert(alert.alertId)

    expect(await loops()).toEqual([])
    expect(await prisma.alert.findUnique({ where: { id: alert.alertId } })).toMatchObject({
      handledVersion: 2n,
    })
  })
})

describe('one customer', () => {
  it('gets one loop from 20 alerts at once', async () => {
    const customerId = await seedCustomer(prisma, seeded)
    const alerts = await Promise.all(
      Array.from({ length: 20 }, () => seedAlert(prisma, seeded, { customerId })),
    )

    await Promise.all(alerts.map(({ alertId }) => works.alert(alertId)))
    works.now += hourMs
    await works.settle(0)

    const found = await loops()
    expect(found).toHaveLength(1)
    const kinds = (await eventsOf(found[0]?.id ?? '')).map((event) => event.kind)
    expect(kinds).toEqual(['opened', ...Array.from({ length: 19 }, () => 'joined')])
    expect(found[0]?.version).toBe(20)
    expect(await prisma.alert.count({ where: { loopId: found[0]?.id ?? '' } })).toBe(20)
    expect(await prisma.cardMessage.count({ where: { workspaceId: seeded.workspaceId } })).toBe(1)
  })

  it('who answers badly again joins the open loop, which turns critical with it', async () => {
    const customerId = await seedCustomer(prisma, seeded)
    await works.alert((await seedAlert(prisma, seeded, { customerId })).alertId)

    await works.alert(
      (await seedAlert(prisma, seeded, { customerId, score: 0, severity: 'critical' })).alertId,
    )

    expect(await loops()).toMatchObject([{ severity: 'critical', version: 2 }])
  })

  it.each([
    ['within 14 days', reopenWindowMs, 1],
    ['later', reopenWindowMs + 1, 2],
  ])('who answers badly %s after closing', async (_name, after, count) => {
    const customerId = await seedCustomer(prisma, seeded)
    await works.alert((await seedAlert(prisma, seeded, { customerId })).alertId)
    const [first] = await loops()
    await close(first?.id ?? '', t0)

    works.now = t0 + after
    await works.alert((await seedAlert(prisma, seeded, { customerId, at: works.now })).alertId)

    const found = await loops()
    expect(found).toHaveLength(count)
    expect(found[0]).toMatchObject(count === 1 ? { status: 'claimed', reopenCount: 1 } : { status: 'closed' })
    const told = await eventsOf(first?.id ?? '')
    expect(told.map((event) => event.kind).slice(3)).toEqual(count === 1 ? ['reopened', 'joined'] : [])
  })

  it('whose closed loop meets several bad answers at once gets it reopened once', async () => {
    const customerId = await seedCustomer(prisma, seeded)
    await works.alert((await seedAlert(prisma, seeded, { customerId })).alertId)
    await close((await loops())[0]?.id ?? '', t0)
    const alerts = await Promise.all(
      Array.from({ length: 8 }, () => seedAlert(prisma, seeded, { customerId })),
    )

    await Promise.all(alerts.map(({ alertId }) => works.alert(alertId)))
    works.now += hourMs
    await works.settle(0)

    expect(await loops()).toMatchObject([{ reopenCount: 1, status: 'claimed' }])
  })

  it('who is nobody gets a loop for every answer', async () => {
    await works.alert((await seedAlert(prisma, seeded)).alertId)
    await works.alert((await seedAlert(prisma, seeded)).alertId)

    expect(await loops()).toHaveLength(2)
  })

  it('of another workspace is another customer', async () => {
    const customerId = await seedCustomer(prisma, seeded)
    await works.alert((await seedAlert(prisma, seeded, { customerId })).alertId)
    const other = await seedWorkspace(prisma)
    await works.alert((await seedAlert(prisma, other, { customerId })).alertId)

    expect(await loops()).toMatchObject([{ version: 1 }])
    expect(await prisma.loop.count({ where: { workspaceId: other.workspaceId } })).toBe(1)
  })
})

describe('a later version of an answer', () => {
  it('tells its loop what it was and what it is, even when it is good now', async () => {
    const alert = await seedAlert(prisma, seeded, { score: 3, comment: null })
    await works.alert(alert.alertId)
    await changeAnswer(prisma, alert, { score: 3, comment: 'because' })
    await works.alert(alert.alertId)
    await changeAnswer(prisma, alert, { score: 9, comment: 'because' })
    await works.alert(alert.alertId)

    const [loop] = await loops()
    expect(loop?.version).toBe(3)
    const told = await eventsOf(loop?.id ?? '')
    expect(told.map((event) => event.data)).toMatchObject([
      { score: 3, comment: null },
      { before: { score: 3, comment: null }, after: { score: 3, comment: 'because' }, band: 'bad' },
      { before: { score: 3, comment: 'because' }, after: { score: 9, comment: 'because' }, band: 'good' },
    ])
    expect(await prisma.cardMessage.findFirst({ where: { loopId: loop?.id ?? '' } })).toMatchObject({
      wantedVersion: 3,
    })
  })
})
