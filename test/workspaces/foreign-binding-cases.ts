import {
  countLines,
  isGathering,
  joinGathered,
  placeLines,
  turnPage,
} from '../../src/loops/gathered-store.js'
import { readAsked } from '../../src/surveys/asking-store.js'
import { askingNoticeId } from '../../src/surveys/asking-id.js'
import {
  lastBinding,
  readSaid,
  touchAskingNotice,
  type QuestionPlace,
} from '../../src/surveys/binding-store.js'
import type { Case } from './foreign-loop-cases.js'
import { t0, type Ground } from './two-workspaces.js'

/** The question of the one workspace, as the other one would name it. */
export async function placeFrom(g: Ground): Promise<QuestionPlace> {
  const { id: sourceId } = await g.prisma.source.findFirstOrThrow({ where: { name: 'mine' } })
  return { workspaceId: g.other, sourceId, key: 'asked' }
}

/** The summary of the one workspace, as one of answers that waited, from the other one. */
async function gatheredFrom(g: Ground): Promise<Ground['burst']> {
  const { id: bindingId } = await g.prisma.binding.findFirstOrThrow({ where: { questionKey: 'asked' } })
  return { ...g.burst, workspaceId: g.other, bindingId, messageId: null }
}

/** What people say of questions, and what comes of it. */
export const bindingCases: Record<string, Case> = {
  'src/loops/gathered-store.ts#joinGathered': {
    gives: null,
    call: async (g) => {
      const { bindingId } = await gatheredFrom(g)
      const joining = { workspaceId: g.other, bindingId, channel: 'C0MINE', severity: 'normal' } as const
      return joinGathered(g.prisma, joining, t0)
    },
  },
  'src/loops/gathered-store.ts#isGathering': {
    gives: false,
    call: async (g) => isGathering(g.pool, await gatheredFrom(g)),
  },
  'src/loops/gathered-store.ts#placeLines': {
    gives: undefined,
    call: async (g) => placeLines(g.prisma, await gatheredFrom(g)),
  },
  'src/loops/gathered-store.ts#countLines': {
    gives: { untouched: 0, taken: 0, closed: 0, onlyHere: 0 },
    call: async (g) => countLines(g.prisma, await gatheredFrom(g)),
  },
  'src/loops/gathered-store.ts#turnPage': {
    gives: false,
    call: (g) => turnPage(g.prisma, { workspaceId: g.other, burstId: g.burst.id, page: 0 }, t0),
  },
  'src/surveys/asking-store.ts#readAsked': {
    gives: null,
    call: async (g) => readAsked(g.prisma, g.other, askingNoticeId(await placeFrom(g))),
  },
  'src/surveys/binding-store.ts#lockSaying': {
    spared: 'locks a name that holds the workspace; reads no row',
  },
  'src/surveys/binding-store.ts#readSaid': {
    gives: null,
    call: async (g) => readSaid(g.prisma, await placeFrom(g)),
  },
  'src/surveys/binding-store.ts#lastBinding': {
    gives: null,
    call: async (g) => lastBinding(g.prisma, await placeFrom(g)),
  },
  'src/surveys/binding-store.ts#touchAskingNotice': {
    gives: null,
    call: async (g) => touchAskingNotice(g.prisma, await placeFrom(g), t0),
  },
}
