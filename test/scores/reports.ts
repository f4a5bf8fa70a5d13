import type { ScoreReport } from '../../src/chat/score-report.js'
import type { QuestionCounts } from '../../src/scores/counts.js'
import { nps } from '../../src/scores/nps.js'
import { buildReport } from '../../src/scores/report.js'
import { readWindow } from '../../src/scores/window.js'

/** Score and number of answers. */
export type Cells = [score: number, n: number][]

export interface Made {
  window?: string
  now?: Cells
  before?: Cells
  survey?: string
  transactional?: Cells
  unbound?: number
  quarantined?: number
  withdrawn?: number
  atLeast?: boolean
}

/** A report of made-up NPS answers, on the last day of October 2026 in Berlin. */
export function npsReport(made: Made): ScoreReport {
  const reading = readWindow(made.window ?? 'last30d', {
    now: Date.parse('2026-10-31T12:00:00Z'),
    timeZone: 'Europe/Berlin',
  })
  if ('problem' in reading) throw new Error(reading.problem.kind)
  const question: Omit<QuestionCounts, 'now' | 'before'> = {
    scale: nps.scale,
    survey: made.survey ?? null,
    programme: 'relational',
  }
  const questions: QuestionCounts[] = [
    { ...question, now: new Map(made.now), before: new Map(made.before) },
    { ...question, programme: 'transactional', now: new Map(made.transactional), before: new Map() },
  ]
  const { unbound = 0, quarantined = 0, withdrawn = 0, atLeast = false } = made
  return buildReport(nps, reading.window, questions, { unbound, quarantined, withdrawn, atLeast })
}
