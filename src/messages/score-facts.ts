import type { ScoreReport } from '../chat/score-report.js'

// What every language says of a score report in its own words.

/** "9-10", or "3" where both ends are the same. */
export function range(from: number, to: number): string {
  return from === to ? String(from) : `${from}-${to}`
}

/** The scores between the two bands; null where they meet. */
export function gap(report: ScoreReport): string | null {
  const { good, bad } = report.definition
  const from = Math.min(good.to, bad.to) + 1
  const to = Math.max(good.from, bad.from) - 1
  return from > to ? null : range(from, to)
}

export interface Part {
  name: string
  scores: string
  n: number
  share: string
}

/** The parts, best first, with the scores that are in them. A scale whose bands meet has no neutral part. */
export function partsOf(
  report: ScoreReport,
  names: Record<'good' | 'neutral' | 'bad', string>,
  percent: (hundredths: number) => string,
): Part[] {
  const { counts, definition, n } = report
  const { good, bad } = definition
  const between = gap(report)
  const share = (of: number) => (n === 0 ? '-' : percent(Math.round((100 * of) / n)))
  const part = (key: 'good' | 'neutral' | 'bad', scores: string): Part => ({
    name: names[key],
    scores,
    n: counts[key],
    share: share(counts[key]),
  })
  return [
    part('good', range(good.from, good.to)),
    ...(between === null ? [] : [part('neutral', between)]),
    part('bad', range(bad.from, bad.to)),
  ]
}

/** The difference of the two whole numbers that are shown, so that it can be checked by eye; finer where that is zero. */
export function changeOf(report: ScoreReport): { points: number; digits: number } | null {
  const { score: now, previous, trend } = report
  if (now === null || previous.score === null) return null
  const shown = Math.round(now) - Math.round(previous.score)
  return shown === 0 ? { points: trend.delta ?? 0, digits: 1 } : { points: shown, digits: 0 }
}
