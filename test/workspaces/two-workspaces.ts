import type { Burst, CardMessage, LoopEvent } from '../../src/database/prisma/client.js'
import { newUuid } from '../../src/ids.js'
import { keepDraft } from '../../src/loops/drafts.js'
import { homeOpened } from '../../src/loops/homes.js'
import type { Loop } from '../../src/loops/loop.js'
import { loopById } from '../../src/loops/store.js'
import { openTrouble, writeTroubleNotice } from '../../src/telling/trouble-store.js'
import { installOfTeam, type Install, type keepInstall } from '../../src/workspaces/install-store.js'
import { chooseLanguage } from '../../src/workspaces/person-settings.js'
import type { Sealer } from '../../src/workspaces/seal.js'
import type { Database } from '../../src/database/database.js'
import { t0 } from '../loops/sample-loop.js'
import { seedAlert, seedCustomer, seedWorkspace } from '../loops/seed.js'
import { buildWorks } from '../loops/works.js'
import { layActs } from './act-ground.js'
import { layAsked } from './asked-ground.js'
import { freshDatabase } from '../support/database.js'

export { t0 }

/** Somebody in the one workspace; in the other one the same id is nobody yet. */
export const mine = { id: 'U0MINE', name: 'Ana' }
export const findingOfMine = '4a1f0c7e-2f0e-5c3b-8a51-9d0f6a7b2c33'
export const deliveryOfMine = '0b5c1d1e-6f0b-5a53-9d1c-2f6c1d0e8a11'

/** One workspace with everything in it, and the id of another one. */
export interface Ground extends Database {
  database: Database
  sealer: Sealer
  other: string
  loop: Loop
  card: CardMessage
  /** The summary that the card's loop is a line of. */
  burst: Burst
  event: LoopEvent
  alert: Awaited<ReturnType<Database['prisma']['alert']['findFirstOrThrow']>>
  customerId: string
  install: Install
  /** Every row of the one workspace, as text. */
  rows(): Promise<string[]>
  close(): Promise<void>
}

export async function openGround(sealer: Sealer, keep: typeof keepInstall): Promise<Ground> {
  const fresh = await freshDatabase()
  const { database } = fresh
  const { prisma, pool } = database
  const seeded = await seedWorkspace(prisma)
  const { workspaceId } = seeded
  const customerId = await seedCustomer(prisma, seeded)
  const { alertId } = await seedAlert(prisma, seeded, { customerId })
  await seedAlert(prisma, seeded, {})
  await buildWorks(database).alert(alertId)
  await prisma.source.update({
    where: { id: seeded.sourceId },
    data: { name: 'mine', refusedCount: 2, lastRefusedAt: new Date(t0), lastRefusedReason: 'bad_signature' },
  })
  await prisma.delivery.create({
    data: {
      id: deliveryOfMine,
      workspaceId,
      sourceId: seeded.sourceId,
      deliveryKey: 'mine',
      contentType: 'application/json',
      body: Buffer.from('{}'),
      verdict: 'rejected',
      reason: 'mine',
      receivedAt: new Date(t0),
    },
  })
  await watchMine(prisma, seeded)
  await prisma.route.create({
    data: { id: newUuid(t0), workspaceId, position: 1, channel: 'C0MINE', createdAt: new Date(t0) },
  })
  const facts = { platform: 'slack', teamId: 'T0MINE', teamName: 'Mine', botUserId: 'U0', expiresAt: t0 * 2 }
  await keep({ prisma, sealer, newId: newUuid }, { ...facts, secret: 'sealed' }, t0)
  const { workspaceId: other } = await seedWorkspace(prisma, null)
  await prisma.question.deleteMany({ where: { workspaceId: other } })
  await prisma.source.deleteMany({ where: { workspaceId: other } })
  const at = new Date(t0)
  const times = { createdAt: at, nextTryAt: at }
  const gathered = { id: newUuid(t0), workspaceId, channel: 'C0MINE', severity: 'normal', wantedVersion: 1 }
  const burst = await prisma.burst.create({ data: { ...gathered, ...times } })
  await prisma.cardMessage.updateMany({ where: { workspaceId }, data: { burstId: burst.id } })
  const {
    id: cardId,
    channel,
    loopId,
  } = await prisma.cardMessage.findFirstOrThrow({ where: { workspaceId } })
  const waits = { lastError: 'misconfigured', nextTryAt: new Date(t0 + 3_600_000) }
  const card = await prisma.cardMessage.update({ where: { id: cardId }, data: waits })
  const trouble = { workspaceId, channel, problem: 'mine', todo: 'mine', act: 1, prober: cardId, now: t0 }
  await openTrouble(pool, trouble)
  await writeTroubleNotice(prisma, trouble, new Date(t0))
  await prisma.notice.updateMany({ where: { workspaceId }, data: waits })
  const typed = { changed: { 'hear.account': 'half a word' }, same: {}, sequence: null }
  await keepDraft(prisma, { workspaceId, loopId, actor: mine, action: 'work', typed }, t0)
  await layAsked(prisma, seeded, new Date(t0))
  await layActs(prisma, { workspaceId, loopId }, mine, new Date(t0))
  const home = { workspaceId, platform: 'slack', personId: mine.id }
  await homeOpened({ prisma, bell: { ring: () => Promise.resolve() } }, home, t0)
  await chooseLanguage({ prisma }, { workspaceId, personId: mine.id }, 'de', t0)
  const [loop, install] = [
    await loopById(prisma, workspaceId, card.loopId),
    await installOfTeam({ prisma, sealer }, 'slack', 'T0MINE'),
  ]
  if (!loop || !install) throw new Error('the ground is not laid')
  return {
    ...database,
    database,
    sealer,
    other,
    loop,
    card,
    burst,
    install,
    customerId,
    event: await prisma.loopEvent.findFirstOrThrow({ where: { workspaceId } }),
    alert: await prisma.alert.findUniqueOrThrow({ where: { id: alertId } }),
    async rows() {
      const { rows: tables } = await pool.query<{ name: string }>(
        `SELECT table_name AS name FROM information_schema.columns
         WHERE table_schema = 'public' AND column_name = 'workspace_id' ORDER BY 1`,
      )
      const all: string[] = []
      for (const { name } of tables) {
        const { rows } = await pool.query<{ row: string }>(
          `SELECT t::text AS row FROM ${name} t WHERE workspace_id = $1 ORDER BY 1`,
          [workspaceId],
        )
        all.push(...rows.map(({ row }) => `${name} ${row}`))
      }
      return all
    },
    close: () => fresh.drop(),
  }
}

async function watchMine(
  prisma: Database['prisma'],
  { workspaceId, sourceId }: Awaited<ReturnType<typeof seedWorkspace>>,
): Promise<void> {
  const at = new Date(t0)
  const ids = { workspaceId, sourceId }
  const token = { tokenHash: Buffer.alloc(32, 1), purpose: 'former', expiresAt: new Date(t0 * 2) }
  await prisma.sourceToken.create({ data: { ...ids, ...token } })
  await prisma.sourceHour.create({ data: { ...ids, hour: at, deliveries: 1, useful: 1 } })
  await prisma.sourceRun.create({ data: { ...ids, rejected: 3, since: at, lastAt: at } })
  await prisma.watchFinding.create({
    data: { ...ids, id: findingOfMine, kind: 'unusable', since: at, data: { count: 3 }, foundAt: at },
  })
}
