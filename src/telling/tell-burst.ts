import { z } from 'zod'
import type { Marker, MessageRef } from '../chat/port.js'
import type { Burst } from '../database/prisma/client.js'
import { AppError } from '../errors.js'
import type { Job } from '../queue/job.js'
import type { Lease } from '../queue/lease.js'
import { burstOutbox } from '../queue/outbox.js'
import { deliveriesOf } from '../queue/trace.js'
import { workRow, type RowOutcome } from '../queue/work-row.js'
import { moveSummary, noteOpeningsTold, noteSummaryShown } from '../loops/burst-store.js'
import { readSummary } from './burst-summary.js'
import { countLines, isGathering } from '../loops/gathered-store.js'
import { goFirst } from './go-first.js'
import { editsOf, postsTo, slotsOf, type SlotWait } from './slots.js'
import { afterRefusal } from './tell.js'
import type { CardJobDeps, Telling } from './telling.js'
import { tracedPort } from './traced-port.js'
import { mayTry, noteDone, noteWorks } from './trouble.js'

const BurstJob = z.object({ id: z.uuid() })

const noChatWaitMs = 60_000
/** Loops are still being opened for a summary of answers that waited together: looked at again this soon. */
const gatheringMs = 500

/**
 * Brings a summary up to its version: posts it, or edits it where it stands. As with a card, what may have been posted
 * is looked for before it is posted again.
 */
export function burstJob(deps: CardJobDeps): Job<{ id: string }> {
  return {
    name: burstOutbox.job,
    schema: BurstJob,
    handle: ({ id }) => workRow(deps, burstOutbox, id, (lease) => tell(deps, id, lease)),
  }
}

/** One run of telling one summary. */
type BurstTelling = Pick<Telling, 'deps' | 'port' | 'slots' | 'attempts' | 'act' | 'worked'>

async function tell(deps: CardJobDeps, id: string, lease: Lease): Promise<RowOutcome> {
  const burst = await deps.prisma.burst.findUniqueOrThrow({ where: { id } })
  if (await isGathering(deps.pool, burst))
    return { waitUntil: deps.clock() + gatheringMs, error: 'gathering' }
  const found = await deps.chatOf(burst.workspaceId)
  if ('absent' in found) return { waitUntil: deps.clock() + noChatWaitMs, error: found.absent }
  const deliveryIds = await deliveriesOf(deps.pool, burstOutbox.job, id)
  const place = { workspaceId: burst.workspaceId, channel: burst.channel }
  const leave = await mayTry(deps, place, burst)
  if ('wait' in leave) return leave.wait
  const telling: BurstTelling = {
    deps,
    port: tracedPort(found, deps.log, { deliveryIds, burstId: id }),
    slots: slotsOf(deps, burst, lease),
    attempts: lease.attempts,
    act: burst.messageId === null ? 'post' : 'edit',
    async worked() {
      if (leave.troubled) await noteWorks(deps, place, telling.act)
    },
  }
  try {
    const wait = await tellOnce(telling, burst)
    if (wait === null && leave.troubled) await noteDone(deps, place)
    return wait ?? 'done'
  } catch (error) {
    return afterRefusal(telling, burst, error)
  }
}

/** @returns the turn to come back for, or null: the version that was read is told */
async function tellOnce(telling: BurstTelling, burst: Burst): Promise<SlotWait | null> {
  const { deps } = telling
  await noteLinks(telling, burst)
  const standing = await findStanding(telling, burst)
  const wait =
    standing === null ? await postSummary(telling, burst) : await editSummary(telling, burst, standing)
  if (wait === null) await noteSummaryShown(deps.prisma, burst)
  return wait
}

async function findStanding(
  { deps, port, attempts }: BurstTelling,
  burst: Burst,
): Promise<MessageRef | null> {
  const { channel, messageId } = burst
  if (messageId !== null) return { channel, messageId }
  if (attempts <= 1) return null
  const found = await port.findOwn(channel, markerOf(burst), burst.createdAt.getTime())
  if (found !== null) await noteStanding(deps, burst, found)
  return found
}

async function postSummary(telling: BurstTelling, burst: Burst): Promise<SlotWait | null> {
  const { deps, port, slots } = telling
  const wait = await slots.next(postsTo(burst.channel))
  if (wait !== null) {
    return burst.severity === 'critical' ? goFirst(deps.pool, burst, wait, deps.clock()) : wait
  }
  const summary = await readSummary(deps.prisma, burst)
  telling.act = 'post'
  await noteStanding(deps, burst, await port.postSummary(burst.channel, summary, markerOf(burst)))
  await telling.worked()
  return null
}

async function noteStanding({ prisma, clock }: CardJobDeps, burst: Burst, ref: MessageRef): Promise<void> {
  await moveSummary(prisma, burst, ref)
  await noteOpeningsTold(prisma, burst, clock())
}

async function editSummary(
  telling: BurstTelling,
  burst: Burst,
  standing: MessageRef,
): Promise<SlotWait | null> {
  const { deps, port, slots } = telling
  const wait = await slots.next(editsOf(burst.workspaceId))
  if (wait !== null) return wait
  const summary = await readSummary(deps.prisma, burst)
  telling.act = 'edit'
  try {
    await port.editSummary(standing, summary)
    await telling.worked()
    return null
  } catch (error) {
    if (!(await isGone(telling, burst, error))) throw error
  }
  // Somebody deleted it. Is all of it done or on cards, there is nothing to be told again.
  if ((await countLines(deps.prisma, burst)).onlyHere === 0) return null
  await moveSummary(deps.prisma, burst, null)
  return postSummary(telling, burst)
}

/** Whether the message that the platform could not find is gone indeed, rather than merely refusing. */
async function isGone({ port }: BurstTelling, burst: Burst, error: unknown): Promise<boolean> {
  if (!(error instanceof AppError) || error.code !== 'not_found') return false
  const found = await port.findOwn(burst.channel, markerOf(burst), burst.createdAt.getTime())
  return found?.messageId !== burst.messageId
}

/** A card that stands is linked from its line; without a link the line says that there is one. */
async function noteLinks(
  { deps: { prisma }, port }: BurstTelling,
  { id, workspaceId }: Burst,
): Promise<void> {
  const opened = await prisma.cardMessage.findMany({
    where: { burstId: id, workspaceId, messageId: { not: null }, permalink: null },
  })
  for (const { id: cardId, channel, messageId } of opened) {
    const permalink = await port.linkTo({ channel, messageId: messageId ?? '' }).catch(noLink)
    // A platform that does not answer would use up the lease; the next edit asks again.
    if (permalink === null) return
    await prisma.cardMessage.updateMany({
      where: { id: cardId, workspaceId, messageId },
      data: { permalink },
    })
  }
}

function noLink(error: unknown): null {
  if (error instanceof AppError) return null
  throw error
}

function markerOf({ id }: Burst): Marker {
  return { kind: 'burst', id }
}
