import { beforeEach, describe, expect, it } from 'vitest'
import { transition } from '../../src/loops/transition.js'
import { wakeLoops } from '../../src/loops/wake-loops.js'
import { ana, ben, dayMs, hourMs, t0 } from './sample-loop.js'
import { seedAlert } from './seed.js'
import { act, five, loopOf, on, submit, useStage } from './stage.js'

const stage = useStage()

async function openLoop(): Promise<string> {
  const { customerId, works } = stage
  const { alertId } = await seedAlert(stage.prisma, stage.seeded, { customerId, at: works.now })
  await works.alert(alertId)
  return (await stage.prisma.alert.findUniqueOrThrow({ where: { id: alertId } })).loopId ?? ''
}

async function history() {
  const events = await stage.prisma.loopEvent.findMany({
    where: { loopId: stage.loopId },
    orderBy: { id: 'asc' },
  })
  return events.map(({ version, kind }) => `${version} ${kind}`)
}

describe('two people at once', () => {
  it('one owns it, the other is told who and when', async () => {
    for (let round = 0; round < 10; round += 1) {
      const results = await Promise.all([act(stage, 'claim', ana), act(stage, 'claim', ben)])
      const { owner } = await loopOf(stage)

      const winner = results[0] && 'done' in results[0] ? ana : ben
      expect(owner).toEqual(winner)
      expect(results.filter((result) => 'done' in result)).toHaveLength(1)
      expect(results.find((result) => 'refused' in result)).toEqual({
        refused: { kind: 'taken', by: winner, at: stage.works.now },
      })
      stage.works.now += 1_000
      await act(stage, 'release', winner)
    }
  })

  it('and more: every change of one owner is kept, none is lost', async () => {
    await act(stage, 'claim')
    const records = Object.entries(five).map(([field, value]) => submit(stage, 'work', { [field]: value }))

    expect((await Promise.all(records)).every((result) => 'done' in result)).toBe(true)

    const { version, steps } = await loopOf(stage)
    expect(version).toBe(7)
    expect(Object.keys(steps).sort()).toEqual(['apologize', 'diagnose', 'empathize', 'hear', 'resolve'])
    expect((await history()).map((line) => line.split(' ')[0])).toEqual(['1', '2', '3', '4', '5', '6', '7'])
    expect(await stage.prisma.cardMessage.findUnique({ where: { loopId: stage.loopId } })).toMatchObject({
      wantedVersion: 7,
    })
  })
})

describe('the whole way', () => {
  it('claim, five steps in one form, close, reopen', async () => {
    expect(await act(stage, 'claim')).toEqual({ done: true, version: 2 })
    expect(await submit(stage, 'work', five)).toEqual({ done: true, version: 3 })
    expect(await submit(stage, 'close', { outcome: 'recovered', note: 'happy' })).toEqual({
      done: true,
      version: 4,
    })
    stage.works.now += hourMs
    expect(await act(stage, 'claim', ben)).toEqual({ refused: { kind: 'already_closed', by: ana, at: t0 } })
    expect(await submit(stage, 'reopen', { reason: 'They called again.' }, { actor: ben })).toEqual({
      done: true,
      version: 5,
    })

    expect(await loopOf(stage)).toMatchObject({
      status: 'claimed',
      owner: ana,
      reopenCount: 1,
      outcome: null,
    })
    expect(await history()).toEqual([
      '1 opened',
      '2 claimed',
      ...Array.from({ length: 5 }, () => '3 step_done'),
      '4 closed',
      '5 reopened',
    ])
    expect(stage.works.rings.filter(({ job }) => job === 'card')).toHaveLength(5)
  })

  it('reopening while the customer has another open loop is refused', async () => {
    await act(stage, 'claim')
    await submit(stage, 'close', { outcome: 'lost', reason: 'left' })
    stage.works.now = t0 + 15 * dayMs
    const newer = await openLoop()
    expect(newer).not.toBe(stage.loopId)

    expect(await submit(stage, 'reopen', { reason: 'again' })).toMatchObject({
      form: { action: 'reopen', notes: [{ text: expect.stringContaining('another open card') as string }] },
    })
    expect(await loopOf(stage)).toMatchObject({ status: 'closed', version: 3 })
  })

  it('waiting stops the clocks', async () => {
    await act(stage, 'claim')
    const before = await loopOf(stage)
    await act(stage, 'wait')
    stage.works.now += 2 * dayMs
    await act(stage, 'resume')

    const after = await loopOf(stage)
    expect(after.resolutionDueAt - before.resolutionDueAt).toBe(2 * dayMs)
    const resumed = await stage.prisma.loopEvent.findFirst({
      where: { loopId: stage.loopId, kind: 'resumed' },
    })
    expect(resumed?.data).toEqual({ waitedSince: t0 })
  })

  it('a snoozed loop wakes by itself after a working day', async () => {
    await act(stage, 'snooze')
    expect((await loopOf(stage)).snoozedUntil).toBe(t0 + dayMs)

    const deps = { prisma: stage.prisma, bell: { ring: async () => undefined } }
    expect(await wakeLoops(deps, t0 + dayMs - 1)).toBe(0)
    expect(await wakeLoops(deps, t0 + dayMs)).toBe(1)
    expect(await loopOf(stage)).toMatchObject({ status: 'working', snoozedUntil: null })
  })
})

describe('forms', () => {
  it('open for the owner or a loop without one, and for nobody else', async () => {
    expect(await stage.works.desk.openForm({ ...on(stage, ben), action: 'work' })).toMatchObject({
      form: { action: 'work', version: 1 },
    })
    await act(stage, 'claim')
    expect(await stage.works.desk.openForm({ ...on(stage, ben), action: 'close' })).toEqual({
      refused: { kind: 'not_yours', by: ana, at: t0 },
    })
    await submit(stage, 'work', five)
    expect(await stage.works.desk.openForm({ ...on(stage), action: 'skip' })).toEqual({
      refused: { kind: 'already_done' },
    })
    await submit(stage, 'close', { outcome: 'lost' })
    expect(await stage.works.desk.openForm({ ...on(stage), action: 'work' })).toEqual({
      refused: { kind: 'already_closed', by: ana, at: t0 },
    })
  })

  it('that are wrong change nothing', async () => {
    expect(await submit(stage, 'work', {})).toHaveProperty('fieldErrors')
    expect(await submit(stage, 'skip', { step: 'hear' })).toHaveProperty('fieldErrors.reason')
    expect(await submit(stage, 'close', { outcome: 'recovered' })).toHaveProperty('fieldErrors.reason')
    expect(await loopOf(stage)).toMatchObject({ version: 1, status: 'new' })
  })

  it('skip a step with a reason, and claim by it', async () => {
    await submit(stage, 'skip', { step: 'apologize', reason: 'not our fault' })

    const { owner, steps } = await loopOf(stage)
    expect(owner).toEqual(ana)
    expect(steps.apologize).toMatchObject({ skippedReason: 'not our fault', record: {} })
  })
})

describe('a form that was open while somebody else recorded', () => {
  beforeEach(async () => {
    await submit(stage, 'work', { 'hear.contact': 'attempted' })
    await act(stage, 'release')
    await submit(stage, 'work', { 'hear.contact': 'reached' }, { actor: ben })
    await act(stage, 'release', ben)
  })
  const opened = 3

  it('leaves their step alone where it repeats what it showed, and keeps the rest', async () => {
    const values = { 'hear.contact': 'attempted', 'resolve.done': 'refund' }
    expect(await submit(stage, 'work', values, { version: opened })).toHaveProperty('done')

    const { steps } = await loopOf(stage)
    expect(steps.hear).toMatchObject({ record: { contact: 'reached' }, by: ben })
    expect(steps.resolve).toMatchObject({ record: { done: 'refund' }, by: ana })
  })

  it('is refused where it says something new on that step', async () => {
    const values = { 'hear.contact': 'attempted', 'hear.story': 'new' }

    const refused = await submit(stage, 'work', values, { version: opened })

    if (!('form' in refused)) throw new Error('no form')
    expect(refused.form).toMatchObject({ action: 'work', go: 'save', version: 5 })
    expect(refused.form.notes?.map(({ text, at }) => [text, at])).toContainEqual([
      '{time}: Ben changed the record of that the customer was heard',
      t0,
    ])
    const fields = refused.form.sections.flatMap((section) => section.fields)
    expect(fields.find(({ id }) => id === 'hear.story')?.initial).toBe('new')
    expect(fields.find(({ id }) => id === 'hear.contact')).toMatchObject({
      initial: 'attempted',
      hint: 'Ben recorded: Yes, we talked',
    })
    expect((await loopOf(stage)).steps.hear).toMatchObject({ record: { contact: 'reached' }, by: ben })

    const { version, go } = refused.form
    expect(await submit(stage, 'work', values, { version, go })).toHaveProperty('done')
    expect((await loopOf(stage)).steps.hear).toMatchObject({ record: { story: 'new' }, by: ana })
  })

  it('amends freely when it was opened afterwards', async () => {
    const { version } = await loopOf(stage)
    const values = { 'hear.contact': 'attempted' }

    expect(await submit(stage, 'work', values, { version })).toHaveProperty('done')
    expect((await loopOf(stage)).steps.hear).toMatchObject({ record: { contact: 'attempted' }, by: ana })
  })
})

describe('a bell that fails', () => {
  it('does not undo what is committed', async () => {
    const bell = { ring: () => Promise.reject(new Error('no queue')) }
    const command = { kind: 'claim', by: ana } as const

    const result = await transition({ prisma: stage.prisma, bell }, { ...on(stage), command, now: t0 })

    expect(result).toEqual({ done: true, version: 2 })
  })
})
