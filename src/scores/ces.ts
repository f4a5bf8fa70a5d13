import type { Scale } from '../surveys/question.js'
import type { Histogram } from './composition.js'
import type { Definition } from './definition.js'
import { t95, type Interval } from './interval.js'
import { shareDefinition } from './share.js'

/** CES = share of easy answers, in percent, by the direction and cut-offs that the question declares. */
export function ces(scale: Scale & { metric: 'ces' }): Definition {
  return shareDefinition(scale)
}

/**
 * The other usual CES: the mean on the scale as it was asked, with Student's t interval kept within the scale. Which end
 * is good is the scale's direction. The scale is ordinal, so a mean is a convention; say so where it is shown.
 * @returns null under ten answers on the scale
 */
export function cesMean(
  histogram: Histogram,
  scale: Scale,
): { n: number; mean: number; interval: Interval } | null {
  const cells = [...histogram].filter(
    ([score]) => Number.isInteger(score) && score >= scale.min && score <= scale.max,
  )
  const n = cells.reduce((sum, [, count]) => sum + count, 0)
  if (n < 10) return null
  const mean = cells.reduce((sum, [score, count]) => sum + score * count, 0) / n
  const variance = cells.reduce((sum, [score, count]) => sum + count * (score - mean) ** 2, 0) / (n - 1)
  const half = t95(n - 1) * Math.sqrt(variance / n)
  return {
    n,
    mean,
    interval: { low: Math.max(scale.min, mean - half), high: Math.min(scale.max, mean + half) },
  }
}
