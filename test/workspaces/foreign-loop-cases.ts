import { newUuid } from '../../src/ids.js'
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
import { goFirst } from '../../src/telling/go-first.js'
import { openCard } from '../../src/loops/open-card.js'
import { dropSubmitted } from '../../src/loops/drafts.js'
import { readHome } from '../../src/telling/home.js'
import { homeOpened, homeReadAnew, wantHomes } from '../../src/loops/homes.js'
import { recordedAt } from '../../src/loops/step-history.js'
import {
  insertLoop,
  lastEvent,
  lockLoop,
  lockLoopOfCustomer,
  loopById,
  writeChange,
} from '../../src/loops/store.js'
import {
  moveCard,
  noteOpeningTold,
  noteShown,
  noteTelling,
  noteTold,
  untoldEvents,
} from '../../src/telling/told-store.js'
import {
  closeTroubles,
  openTrouble,
  passProbe,
  probeWorkspaceNow,
  takeProbe,
  troublesOf,
  wakeChannel,
  writeTroubleNotice,
  type OpenTrouble,
  type Place,
} from '../../src/telling/trouble-store.js'
import { answerCases } from './foreign-answer-cases.js'
import type { Case } from './foreign-case.js'
import { mine, t0, type Ground } from './two-workspaces.js'

export type { Case }

/** After everything that the one workspace waits for. */
export const late = t0 + 30 * 24 * 3_600_000
/** The loops' part. */
export const loopCases: Record<string, Case> = {
  ...answerCases,
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
  'src/telling/go-first.ts#goFirst': {
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
  'src/telling/tell.ts#afterRefusal': { spared: 'writes of the row that it is given, and reads nothing' },
  'src/loops/drafts.ts#dropSubmitted': {
    gives: undefined,
    call: (g) =>
      dropSubmitted(
        g.prisma,
        { workspaceId: g.other, loopId: g.loop.id, actor: mine, action: 'work' },
        () => true,
      ),
  },
  'src/telling/home.ts#readHome': {
    gives: { mine: [], team: [], mineCount: 0, teamCount: 0 },
    call: (g) => readHome(g.prisma, { workspaceId: g.other, personId: mine.id }, t0),
  },
  'src/loops/homes.ts#wantHomes': { gives: [], call: (g) => wantHomes(g.prisma, g.other, [mine]) },
  'src/loops/homes.ts#homeReadAnew': {
    gives: undefined,
    call: (g) =>
      homeReadAnew(
        { prisma: g.prisma, bell: { ring: () => Promise.resolve() } },
        { workspaceId: g.other, personId: mine.id },
      ),
  },
  'src/loops/homes.ts#homeOpened': {
    gives: undefined,
    call: (g) =>
      homeOpened(
        { prisma: g.prisma, bell: { ring: () => Promise.resolve() } },
        { workspaceId: g.other, platform: 'slack', personId: mine.id },
        late,
      ),
  },
  'src/loops/step-history.ts#recordedAt': {
    gives: { record: {}, changedSince: false },
    call: (g) => recordedAt(g.prisma, { ...g.loop, workspaceId: g.other }, 'hear', 99),
  },
  'src/loops/store.ts#loopById': { gives: null, call: (g) => loopById(g.prisma, g.other, g.loop.id) },
  'src/loops/store.ts#lockLoop': { gives: null, call: (g) => lockLoop(g.prisma, g.other, g.loop.id) },
  'src/loops/store.ts#lockLoopOfCustomer': {
    gives: null,
    call: (g) => lockLoopOfCustomer(g.prisma, g.other, g.customerId, 0),
  },
  'src/loops/store.ts#writeChange': {
    gives: 'lost',
    call: (g) => {
      const foreign = { ...g.loop, workspaceId: g.other }
      return writeChange(g.prisma, foreign, { next: { ...foreign, version: 9 }, events: [] })
    },
  },
  'src/loops/store.ts#insertLoop': {
    gives: false,
    call: (g) => {
      const card = { id: newUuid(t0), platform: 'slack', channel: 'C0X', burstId: null }
      return insertLoop(g.prisma, { next: { ...g.loop, workspaceId: g.other }, events: [] }, card)
    },
  },
  'src/loops/store.ts#lastEvent': {
    gives: null,
    call: (g) => lastEvent(g.prisma, g.other, g.loop.id, 'opened'),
  },
  'src/telling/told-store.ts#moveCard': {
    gives: undefined,
    call: (g) => moveCard(g.prisma, foreignCard(g), null),
  },
  'src/telling/told-store.ts#noteShown': {
    gives: undefined,
    call: (g) => noteShown(g.prisma, foreignCard(g), 9),
  },
  'src/telling/told-store.ts#untoldEvents': {
    gives: [],
    call: (g) => untoldEvents(g.prisma, foreignCard(g), 9),
  },
  'src/telling/told-store.ts#noteOpeningTold': {
    gives: undefined,
    call: (g) => noteOpeningTold(g.prisma, foreignCard(g), t0),
  },
  'src/telling/told-store.ts#noteTelling': {
    gives: undefined,
    call: (g) => noteTelling(g.prisma, { ...g.event, workspaceId: g.other }),
  },
  'src/telling/told-store.ts#noteTold': {
    gives: undefined,
    call: (g) => noteTold(g.prisma, { ...g.event, workspaceId: g.other }, t0),
  },
  'src/telling/trouble-store.ts#troublesOf': { gives: [], call: (g) => troublesOf(g.pool, foreignPlace(g)) },
  'src/telling/trouble-store.ts#takeProbe': {
    gives: false,
    call: (g) => takeProbe(g.pool, foreignPlace(g), g.card.id, late),
  },
  'src/telling/trouble-store.ts#passProbe': {
    gives: false,
    call: (g) => passProbe(g.pool, foreignPlace(g), t0),
  },
  'src/telling/trouble-store.ts#closeTroubles': {
    gives: [],
    call: (g) => closeTroubles(g.prisma, foreignPlace(g), 9, late),
  },
  'src/telling/trouble-store.ts#wakeChannel': {
    gives: undefined,
    call: (g) => wakeChannel(g.pool, { workspaceId: g.other, channel: '' }, t0),
  },
  'src/telling/trouble-store.ts#writeTroubleNotice': {
    gives: undefined,
    call: (g) => writeTroubleNotice(g.prisma, foreignTrouble(g), new Date(t0)),
  },
  'src/telling/trouble-store.ts#openTrouble': {
    gives: { opened: true, since: new Date(late) },
    async call(g) {
      const { opened, since } = await openTrouble(g.pool, foreignTrouble(g))
      await g.prisma.channelTrouble.deleteMany({ where: { workspaceId: g.other } })
      return { opened, since }
    },
  },
  'src/telling/trouble-store.ts#probeAllNow': { spared: 'is about all workspaces: Heard was started anew' },
  'src/telling/trouble-store.ts#probeWorkspaceNow': {
    gives: undefined,
    call: (g) => probeWorkspaceNow(g.pool, g.other, t0),
  },
  'src/telling/trouble.ts#noteTrouble': {
    spared: 'does what openTrouble and writeTroubleNotice do, for the workspace that it is given',
  },
}

function foreignCard(g: Ground): Ground['card'] {
  return { ...g.card, workspaceId: g.other }
}

function foreignBurst(g: Ground): Ground['burst'] {
  return { ...g.burst, workspaceId: g.other }
}

function foreignPlace(g: Ground): Place {
  return { workspaceId: g.other, channel: g.card.channel }
}

function foreignTrouble(g: Ground): OpenTrouble {
  return { ...foreignPlace(g), problem: 'theirs', todo: 'theirs', act: 9, prober: g.loop.id, now: late }
}
