import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { FormGo, FormPart, LoopCard, ThreadLine } from '../../src/chat/views.js'
import type { Database } from '../../src/database/database.js'
import type { PrismaClient } from '../../src/database/prisma/client.js'
import type { ClickAction, FormAction } from '../../src/loops/desk.js'
import type { Actor } from '../../src/loops/loop.js'
import { loopById } from '../../src/loops/store.js'
import { freshDatabase, type FreshDatabase } from '../support/database.js'
import { ana } from './sample-loop.js'
import { seedAlert, seedCustomer, seedWorkspace, type Seeded } from './seed.js'
import { buildWorks, type Works } from './works.js'

/** One loop of one customer in a workspace of its own, with everything that works it. Anew for every test. */
export interface Stage {
  database: Database
  prisma: PrismaClient
  seeded: Seeded
  works: Works
  loopId: string
  cardId: string
  customerId: string
  alert: { alertId: string; responseId: string }
}

/** Registers the hooks; the stage is filled before each test. */
export function useStage(): Stage {
  const stage = {} as Stage
  let db: FreshDatabase
  beforeAll(async () => {
    db = await freshDatabase()
  })
  afterAll(() => db.drop())
  beforeEach(async () => {
    // The sweep of a test must find no rows of another, and its clock begins anew.
    for (const table of ['notice', 'card_message', 'burst', 'channel_slot', 'channel_trouble']) {
      await db.database.pool.query(`DELETE FROM ${table}`)
    }
    stage.database = db.database
    stage.prisma = db.database.prisma
    stage.seeded = await seedWorkspace(stage.prisma)
    stage.works = buildWorks(db.database)
    stage.customerId = await seedCustomer(stage.prisma, stage.seeded)
    stage.alert = await seedAlert(stage.prisma, stage.seeded, { customerId: stage.customerId })
    await stage.works.alert(stage.alert.alertId)
    const where = { workspaceId: stage.seeded.workspaceId }
    const card = await stage.prisma.cardMessage.findFirstOrThrow({ where })
    Object.assign(stage, { loopId: card.loopId, cardId: card.id })
  })
  return stage
}

/** The request of a person on the stage's loop. */
export function on({ seeded, loopId }: Stage, actor = ana) {
  return { workspaceId: seeded.workspaceId, loopId, actor }
}

export function act(stage: Stage, action: ClickAction, actor = ana) {
  return stage.works.desk.act({ ...on(stage, actor), action })
}

/** Submits a form; without a version, one that was opened this moment. */
export function submit(
  stage: Stage,
  action: FormAction,
  values: Record<string, string>,
  {
    actor = ana,
    version = Number.MAX_SAFE_INTEGER,
    part,
    go,
  }: { actor?: Actor; version?: number; part?: FormPart; go?: FormGo | undefined } = {},
) {
  return stage.works.desk.submitForm({ ...on(stage, actor), action, version, part, go, values })
}

/** The least that records all five steps. */
export const five = {
  'hear.contact': 'reached',
  'empathize.emotion': 'angry',
  'apologize.message': 'on the call',
  'resolve.done': 'refund',
  'diagnose.cause': 'policy',
}
export const fiveLines = ['hear', 'empathize', 'apologize', 'resolve', 'diagnose'].map(
  (step) => `step_done ${step}`,
)

export async function loopOf({ prisma, seeded, loopId }: Stage) {
  const found = await loopById(prisma, seeded.workspaceId, loopId)
  if (!found) throw new Error('no loop')
  return found
}

export function cardRow({ prisma, cardId }: Stage) {
  return prisma.cardMessage.findUniqueOrThrow({ where: { id: cardId } })
}

/** The cards in the chat. */
export function cards({ works }: Stage): { messageId: string; card: LoopCard; edits: number }[] {
  return works.chat.messages
    .filter(({ marker }) => marker.kind === 'card')
    .map(({ messageId, content, edits }) => ({ messageId, card: content as LoopCard, edits }))
}

/** The thread lines in the chat, as `kind` or `kind step`. */
export function lines({ works }: Stage): string[] {
  return works.chat.messages
    .filter(({ marker }) => marker.kind === 'line')
    .map(({ content }) => {
      const { kind, data } = content as ThreadLine
      return typeof data.step === 'string' ? `${kind} ${data.step}` : kind
    })
}
