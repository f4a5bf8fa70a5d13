import type { Actor, Loop, LoopStatus } from '../../src/loops/loop.js'

export const ana: Actor = { id: 'U1', name: 'Ana' }
export const ben: Actor = { id: 'U2', name: 'Ben' }

/** Monday 2026-11-02, 10:00 UTC. */
export const t0 = Date.UTC(2026, 10, 2, 10)
export const hourMs = 3_600_000
export const dayMs = 24 * hourMs

/** A loop as it may stand in a status. All but a new one are Ana's. */
export function loopIn(status: LoopStatus, fields: Partial<Loop> = {}): Loop {
  return {
    id: '00000000-0000-7000-8000-000000000001',
    workspaceId: '00000000-0000-7000-8000-00000000000a',
    customerId: null,
    status,
    severity: 'normal',
    owner: status === 'new' ? null : ana,
    openedAt: t0,
    claimedAt: status === 'new' ? null : t0 + 1_000,
    firstContactDueAt: t0 + 3 * dayMs,
    resolutionDueAt: t0 + 7 * dayMs,
    snoozedUntil: status === 'snoozed' ? t0 + dayMs : null,
    closedAt: status === 'closed' ? t0 + 2_000 : null,
    outcome: status === 'closed' ? 'neutral' : null,
    closeNote: null,
    reopenCount: 0,
    steps: {},
    version: 3,
    ...fields,
  }
}
