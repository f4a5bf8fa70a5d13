import { applyTo } from '../../src/alerts/raise-loop.js'
import { openLog } from '../../src/logging/log.js'
import { claimLoop, releaseLoop, type ActInput } from '../../src/loops/claim-loop.js'
import type { Loop } from '../../src/loops/loop.js'
import { resumeLoop, snoozeLoop, waitForCustomer } from '../../src/loops/pause-loop.js'
import { runClocksOn } from '../../src/loops/run-clocks-on.js'
import { transition, withCloser, type TransitionDeps } from '../../src/loops/transition.js'
import { dismissLoop, restoreAnswer, withdrawAnswer } from '../../src/loops/withdraw-answer.js'
import { changeLine, tellAsLine } from '../../src/telling/burst.js'
import type { CardJobDeps } from '../../src/telling/telling.js'
import { workspaceById } from '../../src/workspaces/store.js'
import type { Case } from './foreign-case.js'
import { mine, t0, type Ground } from './two-workspaces.js'

const gone = { refused: { kind: 'gone' } }
const due = { firstContactDueAt: t0 + 1, resolutionDueAt: t0 + 2 }

/** What people do to loops, and what Heard does to them by itself. */
export const actCases: Record<string, Case> = {
  'src/alerts/raise-loop.ts#applyTo': {
    gives: null,
    async call(g) {
      const workspace = await workspaceOfMine(g)
      const join = { kind: 'join', severity: 'critical', due, data: {} } as const
      return applyTo(g.prisma, foreignLoop(g), join, workspace, t0)
    },
  },
  'src/loops/claim-loop.ts#claimLoop': { gives: gone, call: (g) => claimLoop(desk(g), foreignAct(g)) },
  'src/loops/claim-loop.ts#releaseLoop': { gives: gone, call: (g) => releaseLoop(desk(g), foreignAct(g)) },
  'src/loops/pause-loop.ts#waitForCustomer': {
    gives: gone,
    call: (g) => waitForCustomer(desk(g), foreignAct(g)),
  },
  'src/loops/pause-loop.ts#resumeLoop': { gives: gone, call: (g) => resumeLoop(desk(g), foreignAct(g)) },
  'src/loops/pause-loop.ts#snoozeLoop': { gives: gone, call: (g) => snoozeLoop(desk(g), foreignAct(g)) },
  'src/loops/run-clocks-on.ts#runClocksOn': {
    gives: 'as they were',
    async call(g) {
      const waiting = { ...foreignLoop(g), status: 'waiting' } as const
      const resumed = { next: { ...waiting, status: 'working' } as const, events: [] }
      const change = await runClocksOn(g.prisma, waiting, resumed, () => workspaceOfMine(g), t0 + 3_600_000)
      return change === resumed ? 'as they were' : change
    },
  },
  'src/loops/transition.ts#transition': {
    gives: gone,
    call: (g) => transition(desk(g), { ...foreignAct(g), command: { kind: 'claim', by: mine } }),
  },
  'src/loops/transition.ts#withCloser': {
    gives: { kind: 'already_closed' },
    call: (g) => withCloser(desk(g), foreignLoop(g), { kind: 'already_closed' }),
  },
  'src/loops/withdraw-answer.ts#withdrawAnswer': {
    gives: gone,
    call: (g) =>
      withdrawAnswer(desk(g), { ...foreignAct(g), responseId: g.alert.responseId, reason: 'not mine' }),
  },
  'src/loops/withdraw-answer.ts#restoreAnswer': {
    gives: { refused: { kind: 'already_done' } },
    call: (g) => restoreAnswer(desk(g), foreignAct(g)),
  },
  'src/loops/withdraw-answer.ts#dismissLoop': {
    gives: gone,
    call: (g) => dismissLoop(desk(g), foreignAct(g)),
  },
  'src/telling/burst.ts#tellAsLine': {
    gives: undefined,
    call: (g) => tellAsLine(teller(g), foreignCard(g), foreignLoop(g)),
  },
  'src/telling/burst.ts#changeLine': {
    gives: undefined,
    call: (g) => changeLine(teller(g), foreignCard(g)),
  },
}

export function desk({ prisma }: Ground): TransitionDeps {
  return { prisma, bell: { ring: () => Promise.resolve() } }
}

export function foreignLoop({ loop, other }: Ground): Loop {
  return { ...loop, workspaceId: other }
}

function foreignAct({ loop, other }: Ground): ActInput {
  return { workspaceId: other, loopId: loop.id, actor: mine, now: t0 }
}

function foreignCard({ card, other }: Ground): Ground['card'] {
  return { ...card, workspaceId: other }
}

function teller(g: Ground): CardJobDeps {
  const none = () => Promise.reject(new Error('nothing is to be said'))
  const worked = { pool: g.pool, clock: () => t0, random: () => 0.5, log: openLog('silent') }
  return { ...desk(g), ...worked, chatOf: none }
}

async function workspaceOfMine(g: Ground) {
  const workspace = await workspaceById(g, g.loop.workspaceId)
  if (workspace === null) throw new Error('the ground is not laid')
  return workspace
}
