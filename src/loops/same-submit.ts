import { z } from 'zod'
import type { SubmitRequest } from './desk.js'
import { fieldIds } from './forms.js'
import type { Loop } from './loop.js'
import type { Db } from './store.js'

const text = z.string().nullish().catch(null)
const Closed = z.object({ outcome: text, note: text, reason: text })

/**
 * Whether a submit has closed the loop before: its answer came too late or got lost, and the person sent it once more. Told
 * that the loop was closed by themselves, they would be asked to open it again.
 */
export async function closedByThis(db: Db, loop: Loop, request: SubmitRequest): Promise<boolean> {
  const { workspaceId, loopId, actor, version, values, go } = request
  if (loop.status !== 'closed' || go === 'reopen') return false
  const event = await db.loopEvent.findFirst({
    where: { workspaceId, loopId, kind: 'closed', byId: actor.id, version: { gt: version } },
    orderBy: { id: 'desc' },
  })
  if (event === null) return false
  const closed = Closed.parse(event.data)
  const own: Readonly<Record<string, string | null | undefined>> = {
    [fieldIds.outcome]: closed.outcome,
    [fieldIds.note]: closed.note,
    outcome: closed.outcome,
    note: closed.note,
    reason: closed.reason,
  }
  return Object.entries(values).every(([id, value]) => (own[id] ?? recorded(loop, id, value)) === value)
}

function recorded(loop: Loop, id: string, value: string): string | undefined {
  if (id === fieldIds.skip) {
    return Object.values(loop.steps).some((step) => step.skippedReason === value) ? value : undefined
  }
  const [step = '', field = ''] = id.split('.')
  const steps: Readonly<Partial<Record<string, Loop['steps']['hear']>>> = loop.steps
  return steps[step]?.record[field]
}
