import { lastTold, platformOf, routesOf, settleAlert } from '../../src/alerts/alert-store.js'
import { listRoutes, setRoute } from '../../src/alerts/set-route.js'
import { newUuid } from '../../src/ids.js'
import { wakeWorkspace } from '../../src/queue/lease.js'
import { cardOutbox } from '../../src/queue/outbox.js'
import { readCounts, readLeftOut } from '../../src/scores/counts.js'
import { nps } from '../../src/scores/nps.js'
import { scoreReport } from '../../src/scores/report.js'
import { beginRun, sourceForImport } from '../../src/surveys/import/import-run-store.js'
import { health } from '../../src/watch/health.js'
import { refusedFindings } from '../../src/watch/refused.js'
import { troubleFindings } from '../../src/watch/trouble.js'
import { installOfWorkspace, markGone, sayUninstalled } from '../../src/workspaces/install-store.js'
import { moveDays } from '../../src/workspaces/move-days.js'
import { chooseLanguage, languageOf } from '../../src/workspaces/person-settings.js'
import { keepRefreshed, noteRefreshFailed } from '../../src/workspaces/refresh-store.js'
import { setWorkspace } from '../../src/workspaces/set-workspace.js'
import { isInstalled } from '../../src/workspaces/store.js'
import { mine, t0 } from './two-workspaces.js'
import { actCases } from './foreign-act-cases.js'
import { formCases } from './foreign-form-cases.js'
import { late, loopCases, type Case } from './foreign-loop-cases.js'
import { bindingCases } from './foreign-binding-cases.js'
import { questionCases } from './foreign-question-cases.js'
import { codeOf, sourceCases } from './foreign-source-cases.js'

const foreignRun = { fileName: 'a.csv', fileKey: 'k', fileBytes: 1, about: {} }
const now = { from: '2000-01-01', to: '2100-01-01' }
const everyWorkspace = 'is about all workspaces, and gives each with its own rows'
const byTeam = 'asked by chat team, which belongs to one workspace; gives that one'

export const cases: Record<string, Case> = {
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
  ...loopCases,
  ...actCases,
  ...formCases,
  ...sourceCases,
  ...bindingCases,
  ...questionCases,
  'src/queue/lease.ts#wakeWorkspace': {
    gives: undefined,
    call: (g) => wakeWorkspace(g.pool, cardOutbox, g.other, 0),
  },
  'src/scores/counts.ts#readCounts': {
    gives: [],
    call: (g) => readCounts(g, { workspaceId: g.other, metric: 'nps', now, before: now }),
  },
  'src/scores/counts.ts#readLeftOut': {
    gives: { quarantined: 0, unbound: 0, withdrawn: 0, atLeast: false },
    call: (g) => readLeftOut(g, { workspaceId: g.other, metric: 'nps', days: now }),
  },
  'src/scores/report.ts#scoreReport': {
    gives: '0 answers to 0 questions',
    async call(g) {
      const asked = { workspaceId: g.other, definition: nps, window: 'last30d', now: t0 }
      const { n, pooled } = await scoreReport(g, asked)
      return `${n} answers to ${pooled.questions} questions`
    },
  },
  'src/surveys/import/import-run-store.ts#sourceForImport': {
    gives: null,
    call: (g) => sourceForImport(g, g.other, 'mine'),
  },
  'src/surveys/import/import-run-store.ts#beginRun': {
    gives: 'no run',
    async call(g) {
      const { id } = await g.prisma.source.findFirstOrThrow({ where: { name: 'mine' } })
      const run = { ...foreignRun, workspaceId: g.other, sourceId: id }
      return beginRun(g.pool, run, t0).catch(() => 'no run')
    },
  },
  'src/surveys/import/import-run-store.ts#keepProgress': {
    spared: 'goes on with the run that beginRun gave, in the same session',
  },
  'src/surveys/import/import-run-store.ts#finishRun': {
    spared: 'ends the run that beginRun gave, in the same session',
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
  'src/watch/trouble.ts#troubleFindings': { gives: [], call: (g) => troubleFindings(g, g.other, late) },
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
  'src/workspaces/person-settings.ts#languageOf': {
    gives: null,
    call: (g) => languageOf(g, { workspaceId: g.other, personId: mine.id }),
  },
  'src/workspaces/person-settings.ts#chooseLanguage': {
    gives: undefined,
    call: (g) => chooseLanguage(g, { workspaceId: g.other, personId: mine.id }, 'en', late),
  },
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
