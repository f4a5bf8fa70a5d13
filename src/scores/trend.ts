import { AppError } from '../errors.js'
import type { Composition } from './composition.js'
import type { Definition } from './definition.js'
import type { Interval } from './interval.js'
import { overlap, type DayRange } from './window.js'

/** Fewer answers get counts only. */
export const fewestForScore = 10
/** Fewer answers, in either window, get no verdict. */
export const fewestForVerdict = 30
/** Noise alone would call a change in one comparison of twenty. */
const significance = 0.05

export interface Trend {
  /** Score now minus score before, in points; null where one of them has no score. */
  delta: number | null
  interval: Interval | null
  p: number | null
  /** none: one of the windows has no answers. */
  verdict: 'better' | 'worse' | 'no_clear_change' | 'too_few' | 'none'
}

export interface Sample {
  days: DayRange
  counts: Composition
}

/** The score if there are answers enough for one. */
export function scoreOf(definition: Definition, counts: Composition): number | null {
  return counts.n < fewestForScore ? null : definition.score(counts)
}

/**
 * Tells a change from noise. Only separate windows are compared: days in both would hide or fake a change.
 * @throws AppError bad_input when the windows share a day
 */
export function trend(definition: Definition, now: Sample, before: Sample): Trend {
  if (overlap(now.days, before.days)) {
    throw new AppError({
      code: 'bad_input',
      message: 'window: a change is told between windows that share no day',
    })
  }
  if (now.counts.n === 0 || before.counts.n === 0)
    return { delta: null, interval: null, p: null, verdict: 'none' }
  const after = scoreOf(definition, now.counts)
  const first = scoreOf(definition, before.counts)
  const delta = after === null || first === null ? null : after - first
  if (delta === null || Math.min(now.counts.n, before.counts.n) < fewestForVerdict) {
    return { delta, interval: null, p: null, verdict: 'too_few' }
  }
  const { interval, p } = definition.change(now.counts, before.counts)
  return { delta, interval, p, verdict: verdictOf(delta, interval, p) }
}

/** The observed scores and the interval, whose centre leans to zero, must point the same way. */
function verdictOf(delta: number, interval: Interval, p: number): Trend['verdict'] {
  if (p >= significance) return 'no_clear_change'
  if (delta > 0 && interval.low > 0) return 'better'
  if (delta < 0 && interval.high < 0) return 'worse'
  return 'no_clear_change'
}
