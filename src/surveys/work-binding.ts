import { z } from 'zod'
import type { Binding } from '../database/prisma/client.js'
import type { JobOutcome, Job } from '../queue/job.js'
import { bindingOutbox } from '../queue/outbox.js'
import { workRow, type RowOutcome, type WorkRowDeps } from '../queue/work-row.js'
import { touchAskingNotice } from './binding-store.js'
import { toQuestion } from './question-row.js'
import { raiseRecent, recentSince, retellLoops, type RaiseRecentDeps } from './raise-recent.js'
import { rescore } from './score-waiting.js'

export type BindingJobDeps = WorkRowDeps & RaiseRecentDeps

const BindingJob = z.object({ id: z.uuid() })

/** What became of the answers of a question that was declared. */
export interface BindingCounts {
  /** Answers that had waited for this binding, or that another one had scored. */
  scored: number
  quarantined: number
  /** Bad answers of the last day: each raises a card. */
  raised: number
  /** Scored answers that are older, or were loaded for the scores: they raise nothing. */
  older: number
}

/**
 * Scores what waited for a declaration, and tells of it: the work that whoever declared it began, and that a killed process
 * may have left. Done twice it comes to the same.
 */
export function bindingJob(deps: BindingJobDeps): Job<{ id: string }> {
  return {
    name: bindingOutbox.job,
    schema: BindingJob,
    handle: ({ id }): Promise<JobOutcome> => workRow(deps, bindingOutbox, id, () => work(deps, id)),
  }
}

async function work(deps: BindingJobDeps, id: string): Promise<RowOutcome> {
  const binding = await deps.prisma.binding.findUniqueOrThrow({ where: { id } })
  await workBinding(deps, binding, deps.clock())
  return 'done'
}

/**
 * Scores the answers to a question by what it says now, raises the bad ones of the last day, tells the cards that stand of
 * another meaning, and the notice that asked of its answer.
 */
export async function workBinding(
  deps: RaiseRecentDeps,
  binding: Binding,
  now: number,
): Promise<BindingCounts> {
  const { prisma, bell } = deps
  const { id, workspaceId, sourceId, questionKey: key } = binding
  const question = toQuestion(
    await prisma.question.findFirstOrThrow({ where: { workspaceId, sourceId, key } }),
  )
  const scored = await rescore(deps, question, recentSince(now))
  if (binding.meansElse) await retellLoops(deps, question, now)
  const isIdle = question.boundBy === 'tool' && scored.scored === 0
  const counts = { ...scored, raised: isIdle ? 0 : await raiseRecent(deps, question, id, now) }
  const noticeId = await prisma.$transaction(async (tx) => {
    const where = { id, workspaceId, doneAt: null }
    const { count } = await tx.binding.updateMany({ where, data: { ...counts, doneAt: new Date(now) } })
    return count === 0 ? null : touchAskingNotice(tx, { workspaceId, sourceId, key }, now)
  })
  if (noticeId !== null) await bell.ring([{ job: 'notice', id: noticeId }])
  return counts
}
