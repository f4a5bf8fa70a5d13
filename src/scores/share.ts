import type { Scale } from '../surveys/question.js'
import type { Composition } from './composition.js'
import { definitionKey, type Change, type Definition } from './definition.js'
import { twoSidedP, wilson, z95, type Interval } from './interval.js'

/**
 * A score that is the share of good answers, in percent. Interval: Wilson. Change: Newcombe's hybrid of two Wilson
 * intervals (Newcombe 1998, method 10); p is the level at which that interval would just touch zero, so that interval
 * and p never disagree.
 */
export function shareDefinition(scale: Scale): Definition {
  const key = definitionKey(scale)
  return {
    metric: scale.metric,
    key,
    scale,
    method: 'wilson',
    accepts: (other) => definitionKey(other) === key,
    score: (counts) => (100 * counts.good) / counts.n,
    interval(counts) {
      const { low, high } = wilson(counts.good, counts.n)
      return { low: 100 * low, high: 100 * high }
    },
    change: changeOfShare,
  }
}

/** Newcombe's interval of the difference of two shares, -1..1. */
export function newcombe(now: Composition, before: Composition, z = z95): Interval {
  const after = now.good / now.n
  const first = before.good / before.n
  const a = wilson(now.good, now.n, z)
  const b = wilson(before.good, before.n, z)
  const difference = after - first
  return {
    low: difference - Math.hypot(after - a.low, b.high - first),
    high: difference + Math.hypot(a.high - after, first - b.low),
  }
}

function changeOfShare(now: Composition, before: Composition): Change {
  const { low, high } = newcombe(now, before)
  return { interval: { low: 100 * low, high: 100 * high }, p: twoSidedP(touchingZ(now, before)) }
}

/** The quantile at which the interval just reaches zero, by halving; the interval only widens with it. */
function touchingZ(now: Composition, before: Composition): number {
  const up = now.good / now.n > before.good / before.n
  let inside = 0
  let outside = 10
  for (let round = 0; round < 60; round++) {
    const z = (inside + outside) / 2
    const { low, high } = newcombe(now, before, z)
    if (up ? low > 0 : high < 0) inside = z
    else outside = z
  }
  return inside
}
