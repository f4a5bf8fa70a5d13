import type { Metric, Scale } from '../surveys/question.js'
import type { Composition } from './composition.js'
import type { Interval } from './interval.js'

/** A difference of two scores of one definition, in points. */
export interface Change {
  interval: Interval
  /** Two-sided: how often noise alone would show at least this difference. */
  p: number
}

/**
 * One way to make a score of answers. Answers are pooled, and scores compared, only within one definition: same metric,
 * scale, direction and cut-offs, hence the same key. Pure.
 */
export interface Definition {
  metric: Metric
  key: string
  scale: Scale
  method: 'adjusted_wald' | 'wilson'
  /** Whether the answers to a question of this scale may be pooled under this definition. */
  accepts(scale: Scale): boolean
  /** Exact, in points; rounded for display only. Asked with n of at least 1. */
  score(counts: Composition): number
  /** 95 % interval in points. Asked with n of at least 1. */
  interval(counts: Composition): Interval
  change(now: Composition, before: Composition): Change
}

/** Equal for two questions if, and only if, their answers mean the same thing. */
export function definitionKey(scale: Scale): string {
  const { metric, min, max, direction, good, bad } = scale
  return `${metric} ${min}-${max} ${direction} good ${good.from}-${good.to} bad ${bad.from}-${bad.to}`
}
