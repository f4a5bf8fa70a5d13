import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lastTold, platformOf, routesOf, settleAlert } from '../../src/alerts/alert-store.js'
import { listRoutes, setRoute } from '../../src/alerts/set-route.js'
import { newUuid } from '../../src/ids.js'
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
} from '../../src/loops/told-store.js'
import { wakeWorkspace } from '../../src/queue/lease.js'
import { cardOutbox } from '../../src/queue/outbox.js'
import { readCounts, readLeftOut } from '../../src/scores/counts.js'
import { health } from '../../src/watch/health.js'
import { refusedFindings } from '../../src/watch/refused.js'
import {
  installOfWorkspace,
  keepInstall,
  markGone,
  sayUninstalled,
} from '../../src/workspaces/install-store.js'
import { moveDays } from '../../src/workspaces/move-days.js'
import { keepRefreshed, noteRefreshFailed } from '../../src/workspaces/refresh-store.js'
import { buildSealer } from '../../src/workspaces/seal.js'
import { setWorkspace } from '../../src/workspaces/set-workspace.js'
import { isInstalled } from '../../src/workspaces/store.js'
import { storeFunctions } from '../support/store-functions.js'
import { burstCases } from './foreign-bursts.js'
import { openGround, t0, type Case, type Ground } from './two-workspaces.js'

const now = { from: '2000-01-01', to: '2100-01-01' }
const everyWorkspace = 'is about all workspaces, and gives each with its own rows'
const byTeam = 'asked by chat team, which belongs to one workspace; gives that one'

const cases: Record<string, Case> = {
  'src/alerts/alert-store.ts#lockAlert': {
    spared: 'reads the workspace from the alert that the queue names',
  },
  'src/alerts/alert-store.ts#settleAlert': {
    gives: undefined,
    call: (g) => settleAlert(g.prisma, { ...g.alert, workspaceId: g.other, version: 9n }, null),
  },
  'src/alerts/alert-store.ts#routesOf': { gives: [], call: (g) => routesOf(g.prisma, g.other) },
  'src/alerts/alert-store.ts#platformOf': { gives: 'slack', call: (g) => platformOf(g.prisma, g.other) },
  'src/alerts/alert-store.ts#lastTold': {
    gives: null,
    call: (g) => lastTold(g.prisma, g.other, g.loop.id, g.alert.responseId),
  },
  'src/alerts/set-route.ts#setRoute': {
    gives: 'bad_input',
    call: (g) =>
      setRoute({ prisma: g.prisma, newId: newUuid }, g.other, { channel: 'C0X', source: 'mine' }, t0).catch(
        codeOf,
      ),
  },
  'src/alerts/set-route.ts#listRoutes': { gives: [], call: (g) => listRoutes({ prisma: g.prisma }, g.other) },
  ...burstCases,
  'src/loops/tell.ts#afterRefusal': { spared: 'writes of the row that it is given, and reads nothing' },
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
      const card = { id: newUuid(t0), platform: 'slack', channel: 'C0X' }
      return insertLoop(g.prisma, { next: { ...g.loop, workspaceId: g.other }, events: [] }, card)
    },
  },
  'src/loops/store.ts#lastEvent': {
    gives: null,
    call: (g) => lastEvent(g.prisma, g.other, g.loop.id, 'opened'),
  },
  'src/loops/told-store.ts#moveCard': {
    gives: undefined,
    call: (g) => moveCard(g.prisma, foreignCard(g), null),
  },
  'src/loops/told-store.ts#noteShown': {
    gives: undefined,
    call: (g) => noteShown(g.prisma, foreignCard(g), 9),
  },
  'src/loops/told-store.ts#untoldEvents': {
    gives: [],
    call: (g) => untoldEvents(g.prisma, foreignCard(g), 9),
  },
  'src/loops/told-store.ts#noteOpeningTold': {
    gives: undefined,
    call: (g) => noteOpeningTold(g.prisma, foreignCard(g), t0),
  },
  'src/loops/told-store.ts#noteTelling': {
    gives: undefined,
    call: (g) => noteTelling(g.prisma, { ...g.event, workspaceId: g.other }),
  },
  'src/loops/told-store.ts#noteTold': {
    gives: undefined,
    call: (g) => noteTold(g.prisma, { ...g.event, workspaceId: g.other }, t0),
  },
  'src/loops/trouble.ts#noteTrouble': {
    spared: 'writes a notice of the workspace that it is given, and reads nothing',
  },
  'src/queue/lease.ts#wakeWorkspace': {
    gives: undefined,
    call: (g) => wakeWorkspace(g.pool, cardOutbox, g.other, 0),
  },
  'src/scores/counts.ts#readCounts': {
    gives: [],
    call: (g) => readCounts(g, { workspaceId: g.other, metric: 'nps', now, before: now }),
  },
  'src/scores/counts.ts#readLeftOut': {
    gives: { quarantined: 0, unbound: 0, atLeast: false },
    call: (g) => readLeftOut(g, { workspaceId: g.other, metric: 'nps', days: now }),
  },
  'src/watch/health.ts#health': {
    gives: '0 sources, 0 answers, 0 routes, 0 cards',
    async call({ database, other }) {
      const found = await health({ database, checkChat: () => Promise.resolve([]) }, other, t0 * 2)
      const of = (what: string, fact: string): string =>
        String(found.find((one) => one.what === what)?.data[fact])
      return `${of('sources', 'sources')} sources, ${of('questions', 'answers')} answers, ${of('routes', 'routes')} routes, ${of('cards', 'due')} cards`
    },
  },
  'src/watch/refused.ts#refusedFindings': { gives: [], call: (g) => refusedFindings(g, g.other, t0) },
  'src/workspaces/install-store.ts#installOfTeam': { spared: byTeam },
  'src/workspaces/install-store.ts#installOfWorkspace': {
    gives: null,
    call: (g) => installOfWorkspace(g, g.other, 'slack'),
  },
  'src/workspaces/install-store.ts#keepInstall': { spared: byTeam },
  'src/workspaces/install-store.ts#markGone': {
    gives: false,
    call: (g) => markGone(g, { ...g.install, workspaceId: g.other }, 'token_revoked', t0),
  },
  'src/workspaces/install-store.ts#sayUninstalled': {
    gives: undefined,
    call: (g) => sayUninstalled(g, { ...g.install, workspaceId: g.other }),
  },
  'src/workspaces/move-days.ts#moveDays': { gives: undefined, call: (g) => moveDays(g, g.other) },
  'src/workspaces/refresh-store.ts#leaseExpiring': { spared: everyWorkspace },
  'src/workspaces/refresh-store.ts#keepRefreshed': {
    gives: false,
    call: (g) =>
      keepRefreshed(g, { ...g.install, workspaceId: g.other }, { secret: 'stolen', expiresAt: t0 }),
  },
  'src/workspaces/refresh-store.ts#noteRefreshFailed': {
    gives: undefined,
    call: (g) => noteRefreshFailed(g, { ...g.install, workspaceId: g.other }, { error: 'x', nextAt: t0 }),
  },
  'src/workspaces/set-workspace.ts#setWorkspace': {
    gives: 'Renamed',
    call: async (g) => (await setWorkspace(g, g.other, { name: 'Renamed' })).name,
  },
  'src/workspaces/store.ts#workspaceById': { spared: 'gives the workspace of this very id' },
  'src/workspaces/store.ts#allWorkspaces': { spared: everyWorkspace },
  'src/workspaces/store.ts#workspaceOfTeam': { spared: byTeam },
  'src/workspaces/store.ts#firstWorkspace': { spared: everyWorkspace },
  'src/workspaces/store.ts#rememberInstall': { spared: byTeam },
  'src/workspaces/store.ts#isInstalled': {
    gives: false,
    call: (g) => isInstalled(g, g.other, 'slack', 'T0MINE'),
  },
}

function foreignCard(g: Ground): Ground['card'] {
  return { ...g.card, workspaceId: g.other }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : error
}

const walked = storeFunctions()

describe('the store functions, as the sources have them', () => {
  it('each have a case here, and no case is without its function', () => {
    expect(walked.length).toBeGreaterThan(30)
    expect(Object.keys(cases).toSorted()).toEqual(walked.toSorted())
  })
})

describe('with the id of another workspace', () => {
  const called = Object.entries(cases).flatMap(([name, one]) => ('call' in one ? [{ name, ...one }] : []))

  let ground: Ground
  beforeAll(async () => {
    ground = await openGround(buildSealer(Buffer.alloc(32, 7).toString('base64')), keepInstall)
  })
  afterAll(() => ground.close())

  it.each(called)('$name finds nothing and changes nothing', async ({ gives, call }) => {
    const before = await ground.rows()
    expect(before.length).toBeGreaterThan(10)

    expect(await call(ground)).toEqual(gives)

    expect(await ground.rows()).toEqual(before)
  })
})
