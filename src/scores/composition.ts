import type { Band, Scale } from '../surveys/question.js'

/** How many answers gave each score. */
export type Histogram = ReadonlyMap<number, number>

/** How a set of answers splits. `n` is always good + neutral + bad: nothing is divided by answers that are in no part. */
export interface Composition {
  good: number
  neutral: number
  bad: number
  n: number
  /** Answers that are not a whole step of the scale: in no part and not in n. */
  outside: number
}

/** Splits answers by the cut-offs of their scale. The bands must not overlap. */
export function compose(
  histogram: Histogram,
  scale: Pick<Scale, 'min' | 'max' | 'good' | 'bad'>,
): Composition {
  const parts = { good: 0, neutral: 0, bad: 0, outside: 0 }
  for (const [score, n] of histogram) parts[partOf(score, scale)] += n
  return { ...parts, n: parts.good + parts.neutral + parts.bad }
}

/** Adds histograms of the same definition. */
export function mergeHistograms(histograms: Iterable<Histogram>): Map<number, number> {
  const merged = new Map<number, number>()
  for (const histogram of histograms) {
    for (const [score, n] of histogram) merged.set(score, (merged.get(score) ?? 0) + n)
  }
  return merged
}

function partOf(
  score: number,
  scale: Pick<Scale, 'min' | 'max' | 'good' | 'bad'>,
): 'good' | 'neutral' | 'bad' | 'outside' {
  if (!Number.isInteger(score) || score < scale.min || score > scale.max) return 'outside'
  if (isIn(score, scale.good)) return 'good'
  if (isIn(score, scale.bad)) return 'bad'
  return 'neutral'
}

function isIn(score: number, band: Band): boolean {
  return score >= band.from && score <= band.to
}
