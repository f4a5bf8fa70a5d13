import { waitForWriters } from '../database/wait-for-writers.js'
import { messagesFor } from '../messages/messages.js'
import { workspaceById } from '../workspaces/store.js'
import { cardAnswer } from './answer-view.js'
import type { ActInput } from './claim-loop.js'
import type { ActResult, Refusal } from './desk.js'
import { decide } from './heard.js'
import type { LoopCommand } from './heard-change.js'
import { lockLoop, loopById, writeChange, type Db } from './store.js'
import { loopAnswers, type StoredAnswer } from './story.js'
import { ringChanged, transition, type TransitionDeps } from './transition.js'
import {
  countAgain,
  dropWithdrawal,
  putWithdrawal,
  strikeAgain,
  withdrawalOf,
  withdrawnData,
} from './withdrawal-store.js'

/** An answer of the loop is not valid: it leaves the scores at once, and stays on the card, struck out. */
export async function withdrawAnswer(
  deps: TransitionDeps,
  { responseId, reason, ...input }: ActInput & { responseId: string; reason: string },
): Promise<ActResult> {
  const { actor: by, now } = input
  const answers = await answersOf(deps, input)
  const found = answers.find(({ response }) => response.id === responseId)
  if (found === undefined) return { refused: { kind: 'gone' } }
  if (found.response.state === 'withdrawn') return { refused: { kind: 'already_done' } }
  const data = withdrawnData(factsOf(found), { where: null, by: by.name, reason })
  const result = await judge(deps, input, { kind: 'withdraw', by, data }, (tx) =>
    putWithdrawal(tx, found.response, { by, reason }, now),
  )
  if ('refused' in result) return result
  // What is being written at this moment may not have seen it.
  await waitForWriters(deps.prisma)
  await strikeAgain(deps.prisma, found.response, now)
  return result
}

/** The answer that a person withdrew last counts again. What the tool deleted is the tool's to bring back. */
export async function restoreAnswer(deps: TransitionDeps, input: ActInput): Promise<ActResult> {
  const { actor: by, now } = input
  const withdrawn = await withdrawnByPerson(deps, input)
  if (withdrawn === null) return { refused: { kind: 'already_done' } }
  const data = factsOf(withdrawn)
  const result = await judge(deps, input, { kind: 'restore', by, data }, (tx) =>
    dropWithdrawal(tx, withdrawn.response, now),
  )
  if ('refused' in result) return result
  await waitForWriters(deps.prisma)
  await countAgain(deps.prisma, withdrawn.response, now)
  return result
}

/** Closes a loop none of whose answers counts, in one click. */
export function dismissLoop(deps: TransitionDeps, input: ActInput): Promise<ActResult> {
  return transition(deps, {
    ...input,
    command: async (loop): Promise<LoopCommand | { refused: Refusal }> => {
      const answers = await loopAnswers(deps.prisma, loop)
      if (answers.some(({ response }) => response.state !== 'withdrawn')) {
        return { refused: { kind: 'answer_counts' } }
      }
      const workspace = await workspaceById(deps, input.workspaceId)
      const note = messagesFor(workspace?.language ?? 'en').card.dismissNote()
      return { kind: 'close', by: input.actor, outcome: 'not_valid', note, reason: null }
    },
  })
}

async function answersOf(
  { prisma }: TransitionDeps,
  { workspaceId, loopId }: ActInput,
): Promise<StoredAnswer[]> {
  const loop = await loopById(prisma, workspaceId, loopId)
  return loop === null ? [] : loopAnswers(prisma, loop)
}

async function withdrawnByPerson(deps: TransitionDeps, input: ActInput): Promise<StoredAnswer | null> {
  const withdrawn = (await answersOf(deps, input)).filter(({ response }) => response.state === 'withdrawn')
  const latest = withdrawn.toSorted(
    (a, b) => b.response.receivedAt.getTime() - a.response.receivedAt.getTime(),
  )
  for (const answer of latest) {
    if ((await withdrawalOf(deps.prisma, answer.response))?.byPerson) return answer
  }
  return null
}

/** Undoes what was written before the loop refused. */
class Refused extends Error {
  constructor(readonly refused: Refusal) {
    super('refused')
  }
}

/** The answer first and the loop after it, as everybody locks them; both or neither. */
async function judge(
  deps: TransitionDeps,
  { workspaceId, loopId, now }: ActInput,
  command: LoopCommand,
  change: (tx: Db) => Promise<void>,
): Promise<ActResult> {
  try {
    const { version, written } = await deps.prisma.$transaction(async (tx) => {
      await change(tx)
      const loop = await lockLoop(tx, workspaceId, loopId)
      if (loop === null) throw new Refused({ kind: 'gone' })
      const decision = decide(loop, command, now)
      if ('refused' in decision) throw new Refused(decision.refused)
      const written = await writeChange(tx, loop, decision)
      if (written === 'lost') throw new Error('a locked loop was changed')
      return { version: decision.next.version, written }
    })
    await ringChanged(deps.bell, written)
    return { done: true, version }
  } catch (error) {
    if (error instanceof Refused) return { refused: error.refused }
    throw error
  }
}

function factsOf({ response, question }: StoredAnswer): Record<string, unknown> {
  const { metric, score, min, max, direction, band, comment } = cardAnswer(response, question)
  return { responseId: response.id, metric, score, min, max, direction, band, comment }
}
