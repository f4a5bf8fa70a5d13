import {
  countDeliveries,
  deliveryById,
  listDeliveries,
  newestDelivery,
  nextDeliveries,
  noteReplayed,
  sourceIdOf,
} from '../../src/surveys/delivery-store.js'
import { setSource } from '../../src/surveys/set-source.js'
import { listSources } from '../../src/surveys/list-sources.js'
import { setToolFile } from '../../src/surveys/set-tool-file.js'
import { rotateUrl } from '../../src/surveys/source-url.js'
import { disableSource, enableSource } from '../../src/surveys/switch-source.js'
import { readSource } from '../../src/surveys/read-source.js'
import { knownSurvey } from '../../src/surveys/fetch-store.js'
import { openTrialUrl, sourceToTry } from '../../src/surveys/trial-url.js'
import { setApi } from '../../src/surveys/set-api.js'
import { buildSealer } from '../../src/workspaces/seal.js'
import {
  activeHours,
  closeFinding,
  countOnce,
  forgetReplayed,
  openFinding,
  sentBetween,
  watchedSources,
} from '../../src/watch/watch-store.js'
import { silenceOf } from '../../src/watch/watch.js'
import { watchFindings } from '../../src/watch/watched.js'
import type { Case } from './foreign-loop-cases.js'
import { deliveryOfMine, findingOfMine, t0, type Ground } from './two-workspaces.js'

const trouble = { kind: 'silent', since: t0, count: 0, reason: null } as const
const sourceIdOfMine = async (g: Ground) =>
  (await g.prisma.source.findFirstOrThrow({ where: { name: 'mine' } })).id
const place = async (g: Ground) => ({ workspaceId: g.other, id: await sourceIdOfMine(g) })
const mineFromThere = (g: Ground) => ({ workspaceId: g.other, name: 'mine' })

const sealer = buildSealer(Buffer.alloc(32, 7).toString('base64'))
const page = { until: t0 * 2, after: null, limit: 10 }

/** Sources and what they sent. */
export const sourceCases: Record<string, Case> = {
  'src/surveys/delivery-store.ts#listDeliveries': {
    gives: [],
    call: (g) => listDeliveries(g, { workspaceId: g.other }, 10),
  },
  'src/surveys/delivery-store.ts#deliveryById': {
    gives: null,
    call: (g) => deliveryById(g, g.other, deliveryOfMine),
  },
  'src/surveys/delivery-store.ts#sourceIdOf': {
    gives: 'bad_input',
    call: (g) => sourceIdOf(g, g.other, 'mine').catch(codeOf),
  },
  'src/surveys/delivery-store.ts#countDeliveries': {
    gives: 0,
    call: (g) => countDeliveries(g, { workspaceId: g.other }, t0 * 2),
  },
  'src/surveys/delivery-store.ts#nextDeliveries': {
    gives: [],
    call: (g) => nextDeliveries(g, { workspaceId: g.other }, page),
  },
  'src/surveys/delivery-store.ts#noteReplayed': {
    gives: undefined,
    call: (g) => noteReplayed(g, g.other, [{ id: deliveryOfMine, verdict: 'accepted', reason: null }]),
  },
  'src/surveys/delivery-store.ts#newestDelivery': {
    gives: null,
    call: (g) => newestDelivery(g, { workspaceId: g.other }),
  },
  'src/surveys/trial-url.ts#openTrialUrl': {
    gives: 'not_found',
    call: async (g) => openTrialUrl(g, await place(g), t0).catch(codeOf),
  },
  'src/surveys/trial-url.ts#sourceToTry': {
    gives: 'bad_input',
    call: (g) => sourceToTry(g, mineFromThere(g)).catch(codeOf),
  },
  'src/surveys/set-tool-file.ts#setToolFile': {
    gives: 'bad_input',
    call: (g) =>
      setToolFile(g, { workspaceId: g.other, name: 'mine', file: { name: 'x', text: '' } }).catch(codeOf),
  },
  'src/surveys/set-source.ts#setSource': {
    gives: 'bad_input',
    call: (g) => setSource(g, { workspaceId: g.other, name: 'mine' }, { holdSeconds: 90 }).catch(codeOf),
  },
  'src/surveys/list-sources.ts#listSources': { gives: [], call: (g) => listSources(g, g.other, t0) },
  'src/surveys/source-url.ts#rotateUrl': {
    gives: 'bad_input',
    call: (g) => rotateUrl(g, mineFromThere(g), 0, t0).catch(codeOf),
  },
  'src/surveys/switch-source.ts#disableSource': {
    gives: 'bad_input',
    call: (g) => disableSource(g, mineFromThere(g), t0).catch(codeOf),
  },
  'src/surveys/switch-source.ts#enableSource': {
    gives: 'bad_input',
    call: (g) => enableSource(g, mineFromThere(g), t0).catch(codeOf),
  },
  'src/surveys/read-source.ts#readSource': {
    gives: null,
    call: async (g) => readSource(g, await place(g)),
  },
  'src/surveys/set-api.ts#setApi': {
    gives: 'bad_input',
    call: (g) => setApi({ prisma: g.prisma, sealer }, { workspaceId: g.other, name: 'mine' }).catch(codeOf),
  },
  'src/surveys/fetch-store.ts#wantFetches': { spared: "the intake's own rows, each with its workspace" },
  'src/surveys/fetch-store.ts#readFetch': { spared: 'by the id of a row that the queue rings for' },
  'src/surveys/fetch-store.ts#noteFetched': { spared: 'by the id of a row that the queue rings for' },
  'src/surveys/fetch-store.ts#noteTold': { spared: 'by the id of a row that the queue rings for' },
  'src/surveys/fetch-store.ts#holdSource': { spared: "by the id of a row's own source" },
  'src/surveys/fetch-store.ts#keepSurvey': { spared: "under an id that is made of the source's" },
  'src/surveys/fetch-store.ts#knownSurvey': {
    gives: undefined,
    call: async (g) => {
      const { id: sourceId } = await g.prisma.source.findFirstOrThrow({ where: { name: 'mine' } })
      return knownSurvey(g.pool, { workspaceId: g.other, sourceId, surveyKey: 's-1' }, 0)
    },
  },
  'src/watch/watch-store.ts#countOnce': { gives: true, call: (g) => countOnce(g.pool, g.other, t0) },
  'src/watch/watch-store.ts#watchedSources': { gives: [], call: (g) => watchedSources(g.pool, g.other) },
  'src/watch/watch-store.ts#activeHours': {
    gives: [],
    call: async (g) => activeHours(g.pool, await place(g), 0, t0 * 2),
  },
  'src/watch/watch-store.ts#sentBetween': {
    gives: { deliveries: 0, useful: 0 },
    call: async (g) => sentBetween(g.pool, await place(g), 0, t0 * 2),
  },
  'src/watch/watch-store.ts#openFinding': {
    gives: null,
    call: async (g) => openFinding(g.pool, await place(g), trouble, {}, t0),
  },
  'src/watch/watch-store.ts#closeFinding': {
    gives: null,
    call: (g) => closeFinding(g.pool, g.other, findingOfMine, {}, t0),
  },
  'src/watch/watch-store.ts#forgetReplayed': {
    gives: false,
    call: async (g) => forgetReplayed(g.pool, await place(g), t0 * 2),
  },
  'src/watch/watch.ts#silenceOf': {
    gives: null,
    call: async (g) => silenceOf(g, { ...(await place(g)), timeZone: 'UTC' }, t0 * 2, t0 * 2),
  },
  'src/watch/watched.ts#watchFindings': { gives: [], call: (g) => watchFindings(g, g.other, t0) },
}

export function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : error
}
