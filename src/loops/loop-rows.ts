import { z } from 'zod'
import type { Prisma, Loop as LoopRow, LoopStep as StepRow } from '../database/prisma/client.js'
import { LoopStatus, Outcome, Severity, Step, type Actor, type Loop, type LoopEventDraft } from './loop.js'

const Entries = z.record(z.string(), z.string())

/** Stored rows in our words. What does not fit them is our bug, and throws. */
export function toLoop(row: LoopRow, stepRows: readonly StepRow[]): Loop {
  return {
    id: row.id,
    workspaceId: row.workspaceId,
    customerId: row.customerId,
    status: LoopStatus.parse(row.status),
    severity: Severity.parse(row.severity),
    owner: row.ownerId === null ? null : { id: row.ownerId, name: row.ownerName ?? row.ownerId },
    openedAt: row.openedAt.getTime(),
    claimedAt: row.claimedAt?.getTime() ?? null,
    firstContactDueAt: row.firstContactDueAt.getTime(),
    resolutionDueAt: row.resolutionDueAt.getTime(),
    snoozedUntil: row.snoozedUntil?.getTime() ?? null,
    closedAt: row.closedAt?.getTime() ?? null,
    outcome: row.outcome === null ? null : Outcome.parse(row.outcome),
    closeNote: row.closeNote,
    reopenCount: row.reopenCount,
    steps: Object.fromEntries(stepRows.map((step) => [Step.parse(step.step), toStep(step)])),
    version: row.version,
  }
}

function toStep(row: StepRow): NonNullable<Loop['steps'][Step]> {
  return {
    record: Entries.parse(row.record),
    skippedReason: row.skippedReason,
    by: { id: row.byId, name: row.byName },
    at: row.at.getTime(),
  }
}

export function toLoopRow(loop: Loop): LoopRow {
  return {
    id: loop.id,
    workspaceId: loop.workspaceId,
    customerId: loop.customerId,
    status: loop.status,
    severity: loop.severity,
    ownerId: loop.owner?.id ?? null,
    ownerName: loop.owner?.name ?? null,
    openedAt: new Date(loop.openedAt),
    claimedAt: dateOf(loop.claimedAt),
    firstContactDueAt: new Date(loop.firstContactDueAt),
    resolutionDueAt: new Date(loop.resolutionDueAt),
    snoozedUntil: dateOf(loop.snoozedUntil),
    closedAt: dateOf(loop.closedAt),
    outcome: loop.outcome,
    closeNote: loop.closeNote,
    reopenCount: loop.reopenCount,
    version: loop.version,
  }
}

/** The rows of those steps that differ from what was there before. */
export function toStepRows(loop: Loop, before: Loop['steps']): Prisma.LoopStepUncheckedCreateInput[] {
  return Step.options.flatMap((step) => {
    const state = loop.steps[step]
    if (state === undefined || state === before[step]) return []
    return {
      workspaceId: loop.workspaceId,
      loopId: loop.id,
      step,
      byId: state.by.id,
      byName: state.by.name,
      at: new Date(state.at),
      record: state.record,
      skippedReason: state.skippedReason,
    }
  })
}

export function toEventRow(loop: Loop, event: LoopEventDraft): Prisma.LoopEventCreateManyInput {
  return {
    workspaceId: loop.workspaceId,
    loopId: loop.id,
    version: loop.version,
    at: new Date(event.at),
    kind: event.kind,
    byId: event.by?.id ?? null,
    byName: event.by?.name ?? null,
    data: JSON.parse(JSON.stringify(event.data)) as Prisma.InputJsonObject,
  }
}

export function actorOf(row: { byId: string | null; byName: string | null }): Actor | null {
  return row.byId === null ? null : { id: row.byId, name: row.byName ?? row.byId }
}

function dateOf(time: number | null): Date | null {
  return time === null ? null : new Date(time)
}
