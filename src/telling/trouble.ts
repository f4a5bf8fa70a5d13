import type { PrismaClient } from '../database/prisma/client.js'
import type { AppError } from '../errors.js'
import { idOf } from '../ids.js'
import { messagesFor } from '../messages/messages.js'
import { waitingForSlot, type RowOutcome, type WorkRowDeps } from '../queue/work-row.js'
import { workspaceById } from '../workspaces/store.js'
import {
  closeTroubles,
  everywhere,
  openTrouble,
  passProbe,
  takeProbe,
  troublesOf,
  wakeChannel,
  writeTroubleNotice,
  type Place,
  type Trouble,
} from './trouble-store.js'

/** What was sent, or should have been. Each needs all that those before it need. */
export type Act = 'edit' | 'line' | 'post'

const strength: Readonly<Record<Act, number>> = { edit: 1, line: 2, post: 3 }

export interface TroubleDeps extends WorkRowDeps {
  prisma: PrismaClient
}

/** The row of an outbox that wants to send something. */
interface Row {
  id: string
  lastError: string | null
}

/** Rows that do not try themselves wait for somebody's success, and look again after this should nobody try. */
const spareMs = 60_000

/** `troubled`: it may try, and what comes of it tells whether the trouble is over. */
export type Leave = { wait: RowOutcome } | { troubled: boolean }

/**
 * Whether a row may send to a channel now. While an operator has to mend something, one row at a time tries, and the
 * others cost the platform nothing.
 */
export async function mayTry({ pool, clock, random }: TroubleDeps, place: Place, row: Row): Promise<Leave> {
  const troubles = await troublesOf(pool, place)
  if (troubles.length === 0) return { troubled: false }
  // It was on its way before: the turn that it waited for is now.
  if (row.lastError?.startsWith(waitingForSlot)) return { troubled: true }
  const now = clock()
  const probeAt = probeTime(troubles)
  if (probeAt <= now && (await takeProbe(pool, place, row.id, now))) return { troubled: true }
  const isNext = troubles.some(({ prober }) => prober === row.id)
  const waitUntil = Math.max(probeAt, now + 1_000) + (isNext ? 0 : spareMs * (1 + random()))
  const isOver = async (): Promise<boolean> => probeTime(await troublesOf(pool, place)) < probeAt
  return { wait: { waitUntil: Math.round(waitUntil), error: 'misconfigured', isOver } }
}

/** When the next one may try, epoch ms; without any trouble at once. */
function probeTime(troubles: readonly Pick<Trouble, 'nextProbeAt'>[]): number {
  return Math.max(0, ...troubles.map(({ nextProbeAt }) => nextProbeAt.getTime()))
}

/**
 * Notes that an operator must mend something before anything reaches the channel, and tells the home channel once, unless
 * that is what does not work. @returns how long the row waits; null: this error is not of that kind
 */
export async function noteTrouble(
  deps: TroubleDeps,
  { workspaceId, channel }: Place,
  { id, act }: { id: string; act: Act },
  error: AppError,
): Promise<RowOutcome | null> {
  if (error.retryable) return null
  const { prisma, pool, clock, log } = deps
  const workspace = await workspaceById({ prisma }, workspaceId)
  const todo = error.tell(messagesFor(workspace?.language ?? 'en'))
  if (error.code !== 'misconfigured' || error.reach === 'message') {
    await tellOnceADay(deps, { workspaceId, channel }, error.code, todo)
    return null
  }
  const place = { workspaceId, channel: error.reach === 'workspace' ? everywhere : channel }
  const now = clock()
  const trouble = { ...place, problem: error.message, todo, act: strength[act], prober: id, now }
  const { opened, since, nextProbeAt } = await openTrouble(pool, trouble)
  if (opened) log.error('nothing can be delivered until somebody acts', { ...place, problem: error.message })
  const isHome = place.channel === everywhere || place.channel === workspace?.homeChannel
  if (!isHome) await writeTroubleNotice(prisma, trouble, since)
  return { waitUntil: nextProbeAt.getTime(), error: error.code, refused: error.message }
}

/** A send went through although there was trouble: if it proves that all is well, what waits goes out. */
export async function noteWorks(
  { prisma, pool, clock, log }: TroubleDeps,
  place: Place,
  act: Act,
): Promise<void> {
  const now = clock()
  const gone = await closeTroubles(prisma, place, strength[act], now)
  for (const { channel, problem, since } of gone) {
    const minutes = Math.round((now - since.getTime()) / 60_000)
    log.info('delivery works again', { workspaceId: place.workspaceId, channel, problem, minutes })
    await wakeChannel(pool, { workspaceId: place.workspaceId, channel }, now)
  }
}

/** All that a row had to send went through and proves nothing of what else waits: the next one tries at once. */
export async function noteDone({ pool, clock }: TroubleDeps, place: Place): Promise<void> {
  const now = clock()
  if (await passProbe(pool, place, now)) await wakeChannel(pool, place, now)
}

/** What concerns one message only stops nothing else. */
async function tellOnceADay(
  { prisma, clock }: TroubleDeps,
  { workspaceId, channel }: Place,
  code: string,
  problem: string,
): Promise<void> {
  const at = new Date(clock())
  const id = idOf(workspaceId, 'delivery_trouble', channel, code, at.toISOString().slice(0, 10))
  const data = { channel, problem }
  await prisma.notice.createMany({
    data: [{ id, workspaceId, kind: 'delivery_trouble', data, createdAt: at, nextTryAt: at }],
    skipDuplicates: true,
  })
}
