import {
  isCrowded,
  joinBurst,
  moveSummary,
  noteOpeningsTold,
  noteSummaryShown,
  noteTellingAsLine,
  touchBurst,
  wantOwnCard,
} from '../../src/loops/burst-store.js'
import { goFirst } from '../../src/loops/go-first.js'
import { openCard } from '../../src/loops/open-card.js'
import { t0, type Case, type Ground } from './two-workspaces.js'

/** The walk's part about summaries. */
export const burstCases: Record<string, Case> = {
  'src/loops/burst-store.ts#isCrowded': {
    gives: false,
    call: (g) => isCrowded(g.pool, foreignCard(g), 'normal'),
  },
  'src/loops/burst-store.ts#joinBurst': {
    gives: null,
    call: (g) => {
      const joining = { severity: 'normal', version: 9, leaseUntil: t0, givesTurn: true } as const
      return joinBurst(g.prisma, foreignCard(g), joining, t0)
    },
  },
  'src/loops/burst-store.ts#touchBurst': {
    gives: undefined,
    call: (g) => touchBurst(g.prisma, foreignCard(g), t0),
  },
  'src/loops/burst-store.ts#noteTellingAsLine': {
    gives: false,
    call: (g) => noteTellingAsLine(g.prisma, foreignCard(g), 9),
  },
  'src/loops/burst-store.ts#wantOwnCard': {
    gives: null,
    call: (g) => wantOwnCard(g.prisma, g.other, g.loop.id, t0),
  },
  'src/loops/burst-store.ts#moveSummary': {
    gives: undefined,
    call: (g) => moveSummary(g.prisma, foreignBurst(g), { channel: 'C0', messageId: 'm0' }),
  },
  'src/loops/burst-store.ts#noteOpeningsTold': {
    gives: undefined,
    call: (g) => noteOpeningsTold(g.prisma, foreignBurst(g), t0),
  },
  'src/loops/burst-store.ts#noteSummaryShown': {
    gives: undefined,
    call: (g) => noteSummaryShown(g.prisma, foreignBurst(g)),
  },
  'src/loops/go-first.ts#goFirst': {
    gives: { slotAt: t0, holding: 'x' },
    call: (g) => goFirst(g.pool, foreignCard(g), { slotAt: t0, holding: 'x' }, 0),
  },
  'src/loops/open-card.ts#openCard': {
    gives: { refused: { kind: 'gone' } },
    call: ({ prisma, other, loop }) =>
      openCard(
        { prisma, bell: { ring: () => Promise.resolve() } },
        { workspaceId: other, loopId: loop.id, now: t0 },
      ),
  },
}

function foreignCard(g: Ground): Ground['card'] {
  return { ...g.card, workspaceId: g.other }
}

function foreignBurst(g: Ground): Ground['burst'] {
  return { ...g.burst, workspaceId: g.other }
}
