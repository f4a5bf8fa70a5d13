import { z } from 'zod'
import type { CardMessage } from '../database/prisma/client.js'
import { AppError } from '../errors.js'
import type { Job } from '../queue/job.js'
import { noteProgress, type Lease } from '../queue/lease.js'
import { cardOutbox } from '../queue/outbox.js'
import { deliveriesOf } from '../queue/trace.js'
import { changeLine, tellAsLine } from './burst.js'
import { loopCard } from '../loops/card.js'
import { editsOf, pause, postsTo, sendMs, slotsOf, type SlotWait } from './slots.js'
import { loopById } from '../loops/store.js'
import { readStory } from '../loops/story.js'
import type { CardJobDeps, Telling } from './telling.js'
import { showCard, standsElsewhere } from './tell-card.js'
import { tellLines } from './tell-lines.js'
import { noteShown } from './told-store.js'
import { tracedPort } from './traced-port.js'
import { mayTry, noteDone, noteTrouble, noteWorks } from './trouble.js'
import { workRow, type RowOutcome } from '../queue/work-row.js'

export type { CardJobDeps } from './telling.js'

const CardJob = z.object({ id: z.uuid() })

const noChatWaitMs = 60_000

/**
 * Brings one card and its thread up to the loop's version: posts or edits the card, then one line for every event that the
 * thread does not tell yet, in order. What was sent is noted at once, and what may have been sent is looked for before it
 * is sent again; so a crash or a lost reply at any point repeats nothing on a platform that lets us search.
 */
export function cardJob(deps: CardJobDeps): Job<{ id: string }> {
  return {
    name: cardOutbox.job,
    schema: CardJob,
    handle: ({ id }) => workRow(deps, cardOutbox, id, (lease) => tell(deps, id, lease)),
  }
}

async function tell(deps: CardJobDeps, id: string, lease: Lease): Promise<RowOutcome> {
  const card = await deps.prisma.cardMessage.findUniqueOrThrow({ where: { id } })
  const found = await deps.chatOf(card.workspaceId)
  if ('absent' in found) return { waitUntil: deps.clock() + noChatWaitMs, error: found.absent }
  const deliveryIds = await deliveriesOf(deps.pool, cardOutbox.job, id)
  const port = tracedPort(found, deps.log, { deliveryIds, cardId: id, loopId: card.loopId })
  const place = { workspaceId: card.workspaceId, channel: card.channel }
  const leave = await mayTry(deps, place, card)
  if ('wait' in leave) return leave.wait
  const telling: Telling = {
    deps,
    port,
    slots: slotsOf(deps, card, lease),
    attempts: lease.attempts,
    leaseUntil: lease.until,
    act: card.messageId === null ? 'post' : 'line',
    async worked() {
      if (leave.troubled) await noteWorks(deps, place, telling.act)
    },
    async progressed() {
      await noteProgress(deps.pool, cardOutbox, id, lease)
      await telling.worked()
    },
  }
  try {
    const outcome = await tellUntilDone(telling, card, lease)
    if (outcome === 'done' && leave.troubled) await noteDone(deps, place)
    return outcome
  } catch (error) {
    return afterRefusal(telling, card, error)
  }
}

async function tellUntilDone(telling: Telling, first: CardMessage, lease: Lease): Promise<RowOutcome> {
  const { clock, prisma } = telling.deps
  let card: CardMessage | null = first
  let moved = false
  while (card !== null && card.shownVersion < card.wantedVersion && clock() < lease.until - sendMs) {
    try {
      const wait = await tellOnce(telling, card)
      if (wait !== null) return wait
    } catch (error) {
      // Somebody deleted the card: it gets a new place, once a run.
      if (moved || !(await standsElsewhere(telling, card.id, error))) throw error
      moved = true
    }
    card = await prisma.cardMessage.findUnique({ where: { id: card.id } })
  }
  return 'done'
}

/** @returns the turn to come back for, or null: the version that was read is told */
async function tellOnce(telling: Telling, card: CardMessage): Promise<SlotWait | null> {
  const { prisma } = telling.deps
  const loop = await loopById(prisma, card.workspaceId, card.loopId)
  if (loop === null) throw new Error('a card without its loop')
  if (card.burstId !== null && card.openedAt === null) {
    await tellAsLine(telling.deps, card, loop)
    return null
  }
  const view = loopCard(await readStory(prisma, loop))
  const shown = await showCard(telling, card, view, loop.version)
  if (shown === 'in_burst') return null
  if ('slotAt' in shown) return shown
  const wait = await tellLines(telling, card, shown, loop.version)
  if (wait === null) {
    await changeLine(telling.deps, card)
    await noteShown(prisma, card, loop.version)
  }
  return wait
}

/**
 * What the platform's refusal of a row's message means for what goes to its channel next, and for people.
 * @throws what was refused, unless it says how long to wait
 */
export async function afterRefusal(
  { deps, act }: Pick<Telling, 'deps' | 'act'>,
  { id, workspaceId, channel }: { id: string; workspaceId: string; channel: string },
  error: unknown,
): Promise<RowOutcome> {
  if (!(error instanceof AppError)) throw error
  if (!error.retryable) {
    // What was refused may have shown that the whole chat is gone: then there is no trouble with a channel to tell of.
    const chat = await deps.chatOf(workspaceId)
    if ('absent' in chat) {
      return { waitUntil: deps.clock() + noChatWaitMs, error: chat.absent, refused: error.message }
    }
  }
  if (error.retryAfterMs !== undefined) {
    await pause(deps, [postsTo(channel), editsOf(workspaceId)], error.retryAfterMs)
  }
  const wait = await noteTrouble(deps, { workspaceId, channel }, { id, act }, error)
  if (wait !== null) return wait
  throw error
}
