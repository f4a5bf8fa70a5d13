import {
  countDeliveries,
  deliveryById,
  listDeliveries,
  nextDeliveries,
  noteReplayed,
  sourceIdOf,
} from '../../src/surveys/delivery-store.js'
import { setToolFile } from '../../src/surveys/set-tool-file.js'
import { readSource } from '../../src/surveys/read-source.js'
import type { Case } from './foreign-loop-cases.js'
import { deliveryOfMine, t0 } from './two-workspaces.js'

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
  'src/surveys/set-tool-file.ts#setToolFile': {
    gives: 'bad_input',
    call: (g) =>
      setToolFile(g, { workspaceId: g.other, name: 'mine', file: { name: 'x', text: '' } }).catch(codeOf),
  },
  'src/surveys/read-source.ts#readSource': {
    gives: null,
    call: async (g) => {
      const { id } = await g.prisma.source.findFirstOrThrow({ where: { name: 'mine' } })
      return readSource(g, { workspaceId: g.other, id })
    },
  },
}

export function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : error
}
