import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { AppError } from '../../src/errors.js'
import { newUuid } from '../../src/ids.js'
import { openLog } from '../../src/logging/log.js'
import { messagesFor } from '../../src/messages/messages.js'
import { addSource } from '../../src/surveys/add-source.js'
import { bindQuestion, declare } from '../../src/surveys/bind-question.js'
import { askAgain, ignore, ignoreQuestion, type NamedQuestion } from '../../src/surveys/ignore-question.js'
import { importFile } from '../../src/surveys/import/import-file.js'
import type { Question } from '../../src/surveys/question.js'
import { toQuestion } from '../../src/surveys/question-row.js'
import { raiseRecent, retellLoops } from '../../src/surveys/raise-recent.js'
import { replay } from '../../src/surveys/replay.js'
import { addSecret, dropOldestSecret } from '../../src/surveys/rotate-secret.js'
import { rescore } from '../../src/surveys/score-waiting.js'
import { ada, head, mapping } from '../surveys/import/import-ground.js'
import { desk } from './foreign-act-cases.js'
import { placeFrom } from './foreign-binding-cases.js'
import type { Case } from './foreign-case.js'
import { codeOf } from './foreign-source-cases.js'
import { mine, t0, type Ground } from './two-workspaces.js'

const english = messagesFor('en')
const noSuchSource = english.setup.noSource('mine')
const mineFromThere = (g: Ground) => ({ workspaceId: g.other, name: 'mine' })

/** Connecting, declaring and scoring, and files of answers. */
export const questionCases: Record<string, Case> = {
  'src/surveys/add-source.ts#addSource': {
    gives: 'a source of its own, whatever that of the one workspace is named',
    async call(g) {
      const deps = { prisma: g.prisma, sealer: g.sealer, newId: newUuid }
      const { id } = await addSource(deps, { ...mineFromThere(g), kind: 'canonical', now: t0 })
      const { count } = await g.prisma.source.deleteMany({ where: { id, workspaceId: g.other } })
      return count === 1 ? 'a source of its own, whatever that of the one workspace is named' : count
    },
  },
  'src/surveys/bind-question.ts#bindQuestion': {
    gives: noSuchSource,
    call: (g) => {
      const binding = { key: 'q1', metric: 'nps' }
      const input = { workspaceId: g.other, sourceName: 'mine', binding, by: mine.name, now: t0 }
      return bindQuestion(desk(g), input).catch(toldOf)
    },
  },
  'src/surveys/bind-question.ts#declare': {
    gives: 'not_found',
    async call(g) {
      const by = { by: mine, now: t0, heldMs: 0 }
      return declare(g.prisma, await placeFrom(g), { key: 'asked', metric: 'nps' }, by).catch(codeOf)
    },
  },
  'src/surveys/ignore-question.ts#ignore': {
    gives: [],
    call: async (g) => ignore(g.prisma, await placeFrom(g), 'Theirs', t0 + 1),
  },
  'src/surveys/ignore-question.ts#ignoreQuestion': {
    gives: noSuchSource,
    call: (g) => ignoreQuestion(desk(g), foreignName(g)).catch(toldOf),
  },
  'src/surveys/ignore-question.ts#askAgain': {
    gives: noSuchSource,
    call: (g) => askAgain(desk(g), foreignName(g)).catch(toldOf),
  },
  'src/surveys/raise-recent.ts#raiseRecent': {
    gives: 0,
    call: async (g) => raiseRecent(desk(g), await foreignQuestion(g), newUuid(t0), t0 + 1),
  },
  'src/surveys/raise-recent.ts#retellLoops': {
    gives: undefined,
    call: async (g) => retellLoops(desk(g), await foreignQuestion(g), t0 + 1),
  },
  'src/surveys/replay.ts#replay': {
    gives: 0,
    async call({ database, other }) {
      const commit = { push: () => Promise.reject(new Error('nothing is to be written')) }
      return (await replay({ database, commit }, { workspaceId: other }, t0 * 2)).replayed
    },
  },
  'src/surveys/rotate-secret.ts#addSecret': {
    gives: noSuchSource,
    call: (g) => addSecret(g, mineFromThere(g)).catch(toldOf),
  },
  'src/surveys/rotate-secret.ts#dropOldestSecret': {
    gives: noSuchSource,
    call: (g) => dropOldestSecret(g, mineFromThere(g)).catch(toldOf),
  },
  'src/surveys/score-waiting.ts#rescore': {
    gives: { scored: 0, quarantined: 0, older: 0 },
    call: async (g) => rescore(desk(g), { ...(await foreignQuestion(g)), min: 0, max: 1 }, t0),
  },
  'src/surveys/import/import-file.ts#importFile': { gives: noSuchSource, call: importFromThere },
}

function foreignName(g: Ground): NamedQuestion {
  return { workspaceId: g.other, sourceName: 'mine', key: 'asked', by: mine.name, now: t0 + 1 }
}

/** The question that the one workspace has answers to. */
async function foreignQuestion({ prisma, other }: Ground): Promise<Question> {
  const row = await prisma.question.findFirstOrThrow({ where: { source: { name: 'mine' }, key: 'q1' } })
  return { ...toQuestion(row), workspaceId: other }
}

async function importFromThere(g: Ground): Promise<unknown> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'heard-foreign-'))
  const [file, mappingFile] = [path.join(folder, 'a.csv'), path.join(folder, 'a.yaml')]
  await Promise.all([writeFile(file, `${head}\n${ada}\n`), writeFile(mappingFile, mapping)])
  const scoreStated = () => Promise.reject(new Error('nothing is to be scored'))
  const deps = { ...desk(g), pool: g.pool, log: openLog('silent'), clock: () => t0, scoreStated }
  const silent = { onProgress: () => undefined, onBegin: () => undefined, isStopped: () => false }
  const asked = { workspaceId: g.other, sourceName: 'mine', dryRun: false, alert: false }
  try {
    return await importFile(deps, { ...asked, ...silent, file, mappingFile }).catch(toldOf)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function toldOf(error: unknown): unknown {
  return error instanceof AppError ? error.tell(english) : error
}
