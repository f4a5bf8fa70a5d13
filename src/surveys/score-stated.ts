import { idOf } from '../ids.js'
import { bindingOutbox } from '../queue/outbox.js'
import { scaleOnly } from './binding-store.js'
import { toQuestion } from './question-row.js'
import type { RaiseRecentDeps } from './raise-recent.js'
import { workBinding } from './work-binding.js'

/**
 * A tool has said for the first time what a question's numbers mean: scores the answers that came before, and tells of the
 * bad ones of the last day.
 */
export async function scoreStated(deps: RaiseRecentDeps, questionId: string, now: number): Promise<void> {
  const { prisma } = deps
  const row = await prisma.question.findUnique({ where: { id: questionId } })
  if (row?.boundBy !== 'tool') return
  const id = idOf(questionId, 'stated')
  const { workspaceId, sourceId, key: questionKey } = row
  const scale = scaleOnly(toQuestion(row))
  const said = { id, workspaceId, sourceId, questionKey, questionId, byName: 'tool', scale, meansElse: false }
  // Held as a job of it would be: if this process dies, one takes it up when the lease ends.
  const leaseUntil = new Date(now + bindingOutbox.leaseMs)
  const at = new Date(now)
  await prisma.binding.createMany({
    data: [{ ...said, createdAt: at, nextTryAt: at, leaseUntil, attempts: 1 }],
    skipDuplicates: true,
  })
  await workBinding(deps, await prisma.binding.findUniqueOrThrow({ where: { id } }), now)
}
