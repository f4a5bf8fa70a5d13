import { z } from 'zod'
import type { Loop, Step } from './loop.js'
import type { Db } from './store.js'

const StepEvent = z.object({ step: z.string(), record: z.record(z.string(), z.string()).optional() })

/** What a step held when the loop had this version, and whether it was recorded or skipped since. */
export async function recordedAt(
  db: Db,
  loop: Pick<Loop, 'id' | 'workspaceId'>,
  step: Step,
  version: number,
): Promise<{ record: Record<string, string>; changedSince: boolean }> {
  const events = await db.loopEvent.findMany({
    where: { workspaceId: loop.workspaceId, loopId: loop.id, kind: { in: ['step_done', 'step_skipped'] } },
    orderBy: { id: 'asc' },
    select: { version: true, data: true },
  })
  let record: Record<string, string> = {}
  let changedSince = false
  for (const event of events) {
    const data = StepEvent.parse(event.data)
    if (data.step !== step) continue
    if (event.version > version) changedSince = true
    else record = data.record ?? {}
  }
  return { record, changedSince }
}
