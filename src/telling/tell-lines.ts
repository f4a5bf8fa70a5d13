import { z } from 'zod'
import type { Marker, MessageRef } from '../chat/port.js'
import type { ThreadLine } from '../chat/views.js'
import type { CardMessage, LoopEvent } from '../database/prisma/client.js'
import { postsTo, type SlotWait } from './slots.js'
import type { Telling } from './telling.js'
import { noteTelling, noteTold, untoldEvents } from './told-store.js'

/**
 * Posts a line for every event up to a version that the thread does not tell yet.
 * @returns the turn to come back for, or null: all are told
 */
export async function tellLines(
  telling: Telling,
  card: CardMessage,
  thread: MessageRef,
  version: number,
): Promise<SlotWait | null> {
  const { deps, slots } = telling
  for (const event of await untoldEvents(deps.prisma, card, version)) {
    if (await standsAlready(telling, thread, event)) continue
    const wait = await slots.next(postsTo(thread.channel))
    if (wait !== null) return wait
    await noteTelling(deps.prisma, event)
    telling.act = 'line'
    await telling.port.postLine(thread, lineOf(event), markerOf(event))
    await noteTold(deps.prisma, event, deps.clock())
    await telling.progressed()
  }
  return null
}

/** After a try of unknown outcome the thread is asked first. */
async function standsAlready(
  { deps, port, progressed }: Telling,
  thread: MessageRef,
  event: LoopEvent,
): Promise<boolean> {
  if (event.tellAttempts === 0) return false
  const found = await port.findOwn(thread.channel, markerOf(event), event.at.getTime(), thread.messageId)
  if (found === null) return false
  await noteTold(deps.prisma, event, deps.clock())
  await progressed()
  return true
}

const Data = z.record(z.string(), z.unknown()).catch({})

function lineOf({ kind, byName, at, data }: LoopEvent): ThreadLine {
  return { kind, by: byName, at: at.getTime(), data: Data.parse(data) }
}

function markerOf({ id }: LoopEvent): Marker {
  return { kind: 'line', id: String(id) }
}
