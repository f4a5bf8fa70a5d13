import { loopAnswers } from '../../src/loops/story.js'
import {
  countAgain,
  dropWithdrawal,
  putWithdrawal,
  strikeAgain,
  withdrawalOf,
} from '../../src/loops/withdrawal-store.js'
import type { Case } from './foreign-case.js'
import { mine, t0, type Ground } from './two-workspaces.js'

/** The part of the answers that loops are about. */
export const answerCases: Record<string, Case> = {
  'src/loops/story.ts#loopAnswers': {
    gives: [],
    call: (g) => loopAnswers(g.prisma, { ...g.loop, workspaceId: g.other }),
  },
  'src/loops/withdrawal-store.ts#putWithdrawal': {
    gives: undefined,
    call: (g) => putWithdrawal(g.prisma, foreignAnswer(g), { by: mine, reason: 'not mine' }, t0),
  },
  'src/loops/withdrawal-store.ts#strikeAgain': {
    gives: undefined,
    call: (g) => strikeAgain(g.prisma, foreignAnswer(g), t0),
  },
  'src/loops/withdrawal-store.ts#dropWithdrawal': {
    gives: undefined,
    call: (g) => dropWithdrawal(g.prisma, foreignAnswer(g), t0),
  },
  'src/loops/withdrawal-store.ts#countAgain': {
    gives: undefined,
    call: (g) => countAgain(g.prisma, foreignAnswer(g), t0),
  },
  'src/loops/withdrawal-store.ts#withdrawalOf': {
    gives: { where: null, by: null, reason: null, byPerson: false },
    async call(g) {
      const response = await g.prisma.response.findFirstOrThrow({ where: { id: g.alert.responseId } })
      return withdrawalOf(g.prisma, { ...response, state: 'withdrawn', workspaceId: g.other })
    },
  },
}

function foreignAnswer({ alert, other }: Ground) {
  return { id: alert.responseId, workspaceId: other }
}
