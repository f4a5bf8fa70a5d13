import { AppError } from '../../errors.js'
import type { DraftSource } from '../draft.js'
import type { LoadRow } from './load-rows.js'
import type { RejectedRow } from './rejects.js'

/** Why rows were rejected, in this run. */
export interface RejectReason {
  reason: string
  rows: number
  firstLine: number
}

/** As many a file holds; more are no questions but answers, from a column that was mixed up. */
const mostUnboundQuestions = 50

export interface Tally {
  /** @throws AppError bad_input when a column was mixed up */
  see: (rows: readonly LoadRow[]) => void
  reject: (row: RejectedRow) => void
  report: () => { reasons: RejectReason[]; waiting: string[] }
}

/** What a run tells at its end. */
export function openTally({ questions }: DraftSource): Tally {
  const reasons = new Map<string, RejectReason>()
  const waiting = new Set<string>()
  return {
    see(rows: readonly LoadRow[]) {
      for (const { questionKey, stated } of rows.flatMap(({ answers }) => answers)) {
        if (stated === undefined && !questions.has(questionKey)) waiting.add(questionKey)
      }
      if (waiting.size <= mostUnboundQuestions) return
      throw new AppError({
        code: 'bad_input',
        message: 'import: too many questions that are not bound',
        tellUser: ({ cli }) => cli.importing.tooManyQuestions(mostUnboundQuestions),
      })
    },
    reject({ line, reason }: RejectedRow) {
      const known = reasons.get(reason) ?? { reason, rows: 0, firstLine: line }
      reasons.set(reason, { ...known, rows: known.rows + 1 })
    },
    report: () => ({
      reasons: [...reasons.values()].sort((a, b) => b.rows - a.rows),
      waiting: [...waiting].sort(),
    }),
  }
}
