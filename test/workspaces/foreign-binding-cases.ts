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
async function placeFrom(g: Ground): Promise<QuestionPlace> {
  const { id: sourceId } = await g.prisma.source.findFirstOrThrow({ where: { name: 'mine' } })
  return { workspaceId: g.other, sourceId, key: 'asked' }
}

/** What people say of questions. */
export const bindingCases: Record<string, Case> = {
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
