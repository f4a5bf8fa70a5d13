import type { ScoreReport } from '../../src/chat/score-report.js'

/** A score report with something in every part of it. */
export function aReport(fields: Partial<ScoreReport> = {}): ScoreReport {
  return {
    metric: 'nps',
    definition: {
      key: 'nps',
      min: 0,
      max: 10,
      direction: 'high_is_good',
      good: { from: 9, to: 10 },
      bad: { from: 0, to: 6 },
      method: 'adjusted_wald',
    },
    window: {
      kind: 'last',
      label: 'last30d',
      from: '2026-10-02',
      to: '2026-10-31',
      days: 30,
      inclToday: true,
      timeZone: 'Europe/Berlin',
    },
    previous: {
      from: '2026-09-02',
      to: '2026-10-01',
      days: 30,
      n: 1204,
      counts: { good: 600, neutral: 304, bad: 300 },
      score: 24.9,
    },
    n: 1250,
    counts: { good: 700, neutral: 250, bad: 300 },
    byScore: Array.from({ length: 11 }, (_, score) => ({ score, n: 100 + score })),
    score: 32,
    interval: { low: 28.1, high: 35.8 },
    trend: { delta: 7.1, interval: { low: 1, high: 13 }, p: 0.0214, verdict: 'better' },
    fewest: { score: 10, verdict: 30 },
    leftOut: { quarantined: 3, unbound: 1200, withdrawn: 7, otherDefinition: 5, atLeast: true },
    pooled: { questions: 2, surveys: ['7001', '7002'], surveyCount: 4, relational: 900, transactional: 350 },
    ...fields,
  }
}
