import { describe, expect, it } from 'vitest'
import { lastEvent, lockLoop, lockLoopOfCustomer, loopById, writeChange } from '../../src/loops/store.js'
import {
  noteOpeningTold,
  noteShown,
  noteTelling,
  noteTold,
  moveCard,
  untoldEvents,
} from '../../src/telling/told-store.js'
import { seedWorkspace } from './seed.js'
import { act, cardRow, five, loopOf, on, useStage } from './stage.js'

const stage = useStage()

describe('another workspace', () => {
  it('finds nothing, by any door', async () => {
    const other = (await seedWorkspace(stage.prisma)).workspaceId
    const gone = { refused: { kind: 'gone' } }
    const foreign = { ...on(stage), workspaceId: other }
    const real = await loopOf(stage)

    expect(await stage.works.desk.act({ ...foreign, action: 'claim' })).toEqual(gone)
    expect(await stage.works.desk.openForm({ ...foreign, action: 'reopen' })).toEqual(gone)
    expect(await stage.works.desk.openForm({ ...foreign, action: 'work' })).toEqual(gone)
    expect(
      await stage.works.desk.submitForm({ ...foreign, action: 'work', version: 1, values: five }),
    ).toEqual(gone)
    expect(
      await stage.works.desk.submitForm({ ...foreign, action: 'close', version: 1, values: {} }),
    ).toEqual(gone)
    expect(await loopById(stage.prisma, other, stage.loopId)).toBeNull()
    expect(await lastEvent(stage.prisma, other, stage.loopId, 'opened')).toBeNull()
    await stage.prisma.$transaction(async (tx) => {
      expect(await lockLoop(tx, other, stage.loopId)).toBeNull()
      expect(await lockLoopOfCustomer(tx, other, stage.customerId, 0)).toBeNull()
      const change = { next: { ...real, version: 2, workspaceId: other }, events: [] }
      expect(await writeChange(tx, { ...real, workspaceId: other }, change)).toBe('lost')
    })
    expect(await loopOf(stage)).toEqual(real)
  })

  it.each(['', 'x', "' OR 1=1", '00000000-0000-7000-8000-000000000009'])('nor does the id %j', async (id) => {
    expect(await stage.works.desk.act({ ...on(stage), loopId: id, action: 'claim' })).toEqual({
      refused: { kind: 'gone' },
    })
  })

  it('nor does it tell, move or settle the card', async () => {
    const { prisma } = stage
    await act(stage, 'claim')
    const card = await cardRow(stage)
    const events = await prisma.loopEvent.findMany({ where: { loopId: stage.loopId } })
    const foreign = { ...card, workspaceId: (await seedWorkspace(prisma)).workspaceId }

    await moveCard(prisma, foreign, { channel: 'C0', messageId: 'm0' })
    await noteShown(prisma, foreign, 2)
    await noteOpeningTold(prisma, foreign, 1)
    for (const event of events) {
      await noteTelling(prisma, { ...event, workspaceId: foreign.workspaceId })
      await noteTold(prisma, { ...event, workspaceId: foreign.workspaceId }, 1)
    }

    expect(await untoldEvents(prisma, foreign, 2)).toEqual([])
    expect(await cardRow(stage)).toEqual(card)
    expect(await prisma.loopEvent.findMany({ where: { loopId: stage.loopId } })).toEqual(events)
  })
})
