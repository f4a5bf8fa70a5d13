import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { PrismaClient } from '../../src/database/prisma/client.js'
import { wakeLoops } from '../../src/loops/wake-loops.js'
import { lastEvent, lockLoop, lockLoopOfCustomer, loopById, writeChange } from '../../src/loops/store.js'
import { transition } from '../../src/loops/transition.js'
import { freshDatabase, type FreshDatabase } from '../support/database.js'
import { ana, ben, dayMs, hourMs, t0 } from './sample-loop.js'
import { seedAlert, seedCustomer, seedWorkspace, type Seeded } from './seed.js'
import { buildWorks, type Works } from './works.js'

let db: FreshDatabase
let prisma: PrismaClient
let seeded: Seeded
let works: Works
let loopId: string
let customerId: string

beforeAll(async () => {
  db = await freshDatabase()
  prisma = db.database.prisma
})
afterAll(() => db.drop())
beforeEach(async () => {
  seeded = await seedWorkspace(prisma)
  works = buildWorks(db.database)
  customerId = await seedCustomer(prisma, seeded)
  loopId = await openLoop()
})

async function openLoop(): Promise<string> {
  const { alertId } = await seedAlert(prisma, seeded, { customerId, at: works.now })
  await works.alert(alertId)
  return (await prisma.alert.findUniqueOrThrow({ where: { id: alertId } })).loopId ?? ''
}

type Click = Parameters<Works['desk']['act']>[0]['action']
type FormName = Parameters<Works['desk']['openForm']>[0]['action']

function on(actor = ana, id = loopId) {
  return { workspaceId: seeded.workspaceId, loopId: id, actor }
}
function act(action: Click, actor = ana) {
  return works.desk.act({ ...on(actor), action })
}
function submit(action: FormName, values: Record<string, string>, { actor = ana, version = 99 } = {}) {
  return works.desk.submitForm({ ...on(actor), action, version, values })
}
async function loop() {
  const found = await loopById(prisma, seeded.workspaceId, loopId)
  if (!found) throw new Error('no loop')
  return found
}
async function history() {
  const events = await prisma.loopEvent.findMany({ where: { loopId }, orderBy: { id: 'asc' } })
  return events.map(({ version, kind }) => `${version} ${kind}`)
}

const five = {
  'hear.contact': 'reached',
  'empathize.emotion': 'angry',
  'apologize.message': 'on the call',
  'resolve.done': 'refund',
  'diagnose.cause': 'policy',
}

describe('two people at once', () => {
  it('one owns it, the other is told who and when', async () => {
    for (let round = 0; round < 10; round += 1) {
      const results = await Promise.all([act('claim', ana), act('claim', ben)])
      const { owner } = await loop()

      const winner = results[0] && 'done' in results[0] ? ana : ben
      expect(owner).toEqual(winner)
      expect(results.filter((result) => 'done' in result)).toHaveLength(1)
      expect(results.find((result) => 'refused' in result)).toEqual({
        refused: { kind: 'taken', by: winner, at: works.now },
      })
      works.now += 1_000
      await act('release', winner)
    }
  })

  it('and more: every change of one owner is kept, none is lost', async () => {
    await act('claim')
    const records = Object.entries(five).map(([field, value]) => submit('work', { [field]: value }))

    expect((await Promise.all(records)).every((result) => 'done' in result)).toBe(true)

    const { version, steps } = await loop()
    expect(version).toBe(7)
    expect(Object.keys(steps).sort()).toEqual(['apologize', 'diagnose', 'empathize', 'hear', 'resolve'])
    expect((await history()).map((line) => line.split(' ')[0])).toEqual(['1', '2', '3', '4', '5', '6', '7'])
    expect(await prisma.cardMessage.findUnique({ where: { loopId } })).toMatchObject({ wantedVersion: 7 })
  })
})

describe('the whole way', () => {
  it('claim, five steps in one form, close, reopen', async () => {
    expect(await act('claim')).toEqual({ done: true, version: 2 })
    expect(await submit('work', five)).toEqual({ done: true, version: 3 })
    expect(await submit('close', { outcome: 'recovered', note: 'happy' })).toEqual({ done: true, version: 4 })
    works.now += hourMs
    expect(await act('claim', ben)).toEqual({ refused: { kind: 'already_closed', by: ana, at: t0 } })
    expect(await act('reopen', ben)).toEqual({ done: true, version: 5 })

    expect(await loop()).toMatchObject({ status: 'claimed', owner: ana, reopenCount: 1, outcome: null })
    expect(await history()).toEqual([
      '1 opened',
      '2 claimed',
      ...Array.from({ length: 5 }, () => '3 step_done'),
      '4 closed',
      '5 reopened',
    ])
    expect(works.rings.filter(({ job }) => job === 'card')).toHaveLength(5)
  })

  it('reopening while the customer has another open loop is refused', async () => {
    await act('claim')
    await submit('close', { outcome: 'lost', reason: 'left' })
    works.now = t0 + 15 * dayMs
    const newer = await openLoop()
    expect(newer).not.toBe(loopId)

    expect(await act('reopen')).toEqual({ refused: { kind: 'other_open' } })
    expect(await loop()).toMatchObject({ status: 'closed', version: 3 })
  })

  it('waiting stops the clocks', async () => {
    await act('claim')
    const before = await loop()
    await act('wait')
    works.now += 2 * dayMs
    await act('resume')

    const after = await loop()
    expect(after.resolutionDueAt - before.resolutionDueAt).toBe(2 * dayMs)
    const resumed = await prisma.loopEvent.findFirst({ where: { loopId, kind: 'resumed' } })
    expect(resumed?.data).toEqual({ waitedSince: t0 })
  })

  it('a snoozed loop wakes by itself after a working day', async () => {
    await act('snooze')
    expect((await loop()).snoozedUntil).toBe(t0 + dayMs)

    const deps = { prisma, bell: { ring: async () => undefined } }
    expect(await wakeLoops(deps, t0 + dayMs - 1)).toBe(0)
    expect(await wakeLoops(deps, t0 + dayMs)).toBe(1)
    expect(await loop()).toMatchObject({ status: 'working', snoozedUntil: null })
  })
})

describe('forms', () => {
  it('open for the owner or a loop without one, and for nobody else', async () => {
    expect(await works.desk.openForm({ ...on(ben), action: 'work' })).toMatchObject({
      form: { action: 'work', version: 1 },
    })
    await act('claim')
    expect(await works.desk.openForm({ ...on(ben), action: 'close' })).toEqual({
      refused: { kind: 'not_yours', by: ana, at: t0 },
    })
    await submit('work', five)
    expect(await works.desk.openForm({ ...on(), action: 'skip' })).toEqual({
      refused: { kind: 'already_done' },
    })
    await submit('close', { outcome: 'lost' })
    expect(await works.desk.openForm({ ...on(), action: 'work' })).toEqual({
      refused: { kind: 'already_closed', by: ana, at: t0 },
    })
  })

  it('that are wrong change nothing', async () => {
    expect(await submit('work', {})).toHaveProperty('fieldErrors')
    expect(await submit('skip', { step: 'hear' })).toHaveProperty('fieldErrors.reason')
    expect(await submit('close', { outcome: 'recovered' })).toHaveProperty('fieldErrors.reason')
    expect(await loop()).toMatchObject({ version: 1, status: 'new' })
  })

  it('skip a step with a reason, and claim by it', async () => {
    await submit('skip', { step: 'apologize', reason: 'not our fault' })

    const { owner, steps } = await loop()
    expect(owner).toEqual(ana)
    expect(steps.apologize).toMatchObject({ skippedReason: 'not our fault', record: {} })
  })
})

describe('a form that was open while somebody else recorded', () => {
  beforeEach(async () => {
    await submit('work', { 'hear.contact': 'attempted' })
    await act('release')
    await submit('work', { 'hear.contact': 'reached' }, { actor: ben })
    await act('release', ben)
  })
  const opened = 3

  it('leaves their step alone where it repeats what it showed, and keeps the rest', async () => {
    const values = { 'hear.contact': 'attempted', 'resolve.done': 'refund' }
    expect(await submit('work', values, { version: opened })).toHaveProperty('done')

    const { steps } = await loop()
    expect(steps.hear).toMatchObject({ record: { contact: 'reached' }, by: ben })
    expect(steps.resolve).toMatchObject({ record: { done: 'refund' }, by: ana })
  })

  it('is refused where it says something new on that step', async () => {
    const values = { 'hear.contact': 'attempted', 'hear.story': 'new' }

    expect(await submit('work', values, { version: opened })).toEqual({
      refused: { kind: 'step_already_recorded', by: ben, at: t0 },
    })
  })

  it('amends freely when it was opened afterwards', async () => {
    const { version } = await loop()
    const values = { 'hear.contact': 'attempted' }

    expect(await submit('work', values, { version })).toHaveProperty('done')
    expect((await loop()).steps.hear).toMatchObject({ record: { contact: 'attempted' }, by: ana })
  })
})

describe('another workspace', () => {
  it('finds nothing, by any door', async () => {
    const other = (await seedWorkspace(prisma)).workspaceId
    const gone = { refused: { kind: 'gone' } }
    const foreign = { ...on(), workspaceId: other }
    const real = await loop()

    expect(await works.desk.act({ ...foreign, action: 'claim' })).toEqual(gone)
    expect(await works.desk.act({ ...foreign, action: 'reopen' })).toEqual(gone)
    expect(await works.desk.openForm({ ...foreign, action: 'work' })).toEqual(gone)
    expect(await works.desk.submitForm({ ...foreign, action: 'work', version: 1, values: five })).toEqual(
      gone,
    )
    expect(await works.desk.submitForm({ ...foreign, action: 'close', version: 1, values: {} })).toEqual(gone)
    expect(await loopById(prisma, other, loopId)).toBeNull()
    expect(await lastEvent(prisma, other, loopId, 'opened')).toBeNull()
    await prisma.$transaction(async (tx) => {
      expect(await lockLoop(tx, other, loopId)).toBeNull()
      expect(await lockLoopOfCustomer(tx, other, customerId, 0)).toBeNull()
      const change = { next: { ...real, version: 2, workspaceId: other }, events: [] }
      expect(await writeChange(tx, { ...real, workspaceId: other }, change)).toBe('lost')
    })
    expect(await loop()).toEqual(real)
  })

  it.each(['', 'x', "' OR 1=1", '00000000-0000-7000-8000-000000000009'])('nor does the id %j', async (id) => {
    expect(await works.desk.act({ ...on(ana, id), action: 'claim' })).toEqual({ refused: { kind: 'gone' } })
  })
})

describe('a bell that fails', () => {
  it('does not undo what is committed', async () => {
    const bell = { ring: () => Promise.reject(new Error('no queue')) }
    const command = { kind: 'claim', by: ana } as const

    const result = await transition({ prisma, bell }, { ...on(), command, now: t0 })

    expect(result).toEqual({ done: true, version: 2 })
  })
})
