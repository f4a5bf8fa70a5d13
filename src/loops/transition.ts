import type { PrismaClient } from '../database/prisma/client.js'
import type { Bell, Ring } from '../queue/job.js'
import { AppError } from '../errors.js'
import { codeOf } from '../database/failure.js'
import { workspaceById } from '../workspaces/store.js'
import type { ActResult, Refusal } from './desk.js'
import { decideAll } from './heard.js'
import type { LoopCommand } from './heard-change.js'
import type { Loop } from './loop.js'
import { runClocksOn } from './run-clocks-on.js'
import { lastEvent, loopById, writeChange } from './store.js'

export interface TransitionDeps {
  prisma: PrismaClient
  bell: Bell
}

/** What is asked of a loop. What may be chosen only once the loop is known is chosen anew at every try; several commands are one change. */
export interface TransitionInput {
  workspaceId: string
  loopId: string
  command:
    LoopCommand | ((loop: Loop) => Promise<LoopCommand | readonly LoopCommand[] | { refused: Refusal }>)
  /** Epoch ms. */
  now: number
}

/** Losing this often in a row takes a crowd on one loop that the chat platform's own limits rule out. */
const maxTries = 20

/**
 * The one way in which a loop changes: load, decide, write if nobody was first, else once more with what they made of it.
 * The card is told after the commit.
 * @throws AppError too_busy when others were first at every try
 */
export async function transition(deps: TransitionDeps, input: TransitionInput): Promise<ActResult> {
  for (let tries = 0; tries < maxTries; tries += 1) {
    const result = await tryOnce(deps, input)
    if (result !== 'lost') return result
  }
  throw new AppError({
    code: 'too_busy',
    message: `compare-and-set lost ${maxTries} times: loop ${input.loopId}`,
  })
}

async function tryOnce(deps: TransitionDeps, input: TransitionInput): Promise<ActResult | 'lost'> {
  const { prisma } = deps
  const { workspaceId, loopId, now } = input
  const loop = await loopById(prisma, workspaceId, loopId)
  if (loop === null) return { refused: { kind: 'gone' } }
  const command = typeof input.command === 'function' ? await input.command(loop) : input.command
  if ('refused' in command) return command
  const decision = decideAll(loop, 'kind' in command ? [command] : command, now)
  if ('refused' in decision) return { refused: await withCloser(deps, loop, decision.refused) }
  const change = await runClocksOn(prisma, loop, decision, () => workspaceById(deps, workspaceId), now)
  const written = await write(deps, loop, change)
  if (written === 'lost') return 'lost'
  if ('refused' in written) return written
  await ringChanged(deps.bell, written)
  return { done: true, version: change.next.version }
}

async function write(
  { prisma }: TransitionDeps,
  loop: Loop,
  change: Parameters<typeof writeChange>[2],
): Promise<Awaited<ReturnType<typeof writeChange>> | { refused: Refusal }> {
  try {
    return await prisma.$transaction((tx) => writeChange(tx, loop, change), {
      maxWait: 10_000,
      timeout: 15_000,
    })
  } catch (error) {
    if (codeOf(error) !== 'P2002') throw error
    // The only unique index that an update of a loop can meet: one open loop a customer.
    return { refused: { kind: 'other_open' } }
  }
}

/** A refusal because the loop is closed says who closed it: the history knows. */
export async function withCloser({ prisma }: TransitionDeps, loop: Loop, refused: Refusal): Promise<Refusal> {
  if (refused.kind !== 'already_closed') return refused
  const closed = await lastEvent(prisma, loop.workspaceId, loop.id, 'closed')
  return closed?.by ? { ...refused, by: closed.by } : refused
}

/** The change is committed, so a bell that fails must not fail it: the sweep finds the rows. */
export async function ringChanged(
  bell: Bell,
  { cardId, homeIds }: { cardId: string | null; homeIds: readonly string[] },
  urgent = false,
): Promise<void> {
  const rings: Ring[] = homeIds.map((id) => ({ job: 'home', id }))
  if (cardId !== null) rings.unshift({ job: 'card', id: cardId, ...(urgent && { urgent }) })
  if (rings.length === 0) return
  try {
    await bell.ring(rings)
  } catch {
    return
  }
}
