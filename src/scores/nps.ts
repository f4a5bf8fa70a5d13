import type { Scale } from '../surveys/question.js'
import { definitionKey, type Definition } from './definition.js'
import { adjustedWald, npsInterval, twoSidedP, z95 } from './interval.js'

/** The one scale NPS has. A 1-10 question is not NPS: it has six detractor values instead of seven. */
const scale: Scale = {
  metric: 'nps',
  min: 0,
  max: 10,
  direction: 'high_is_good',
  good: { from: 9, to: 10 },
  bad: { from: 0, to: 6 },
}

/**
 * NPS = 100 x (promoters - detractors) / answers, -100..100. Interval: adjusted Wald. Change: difference of two adjusted
 * scores (Sauro and Lewis), which supposes different people in both windows.
 */
export const nps: Definition = {
  metric: 'nps',
  key: definitionKey(scale),
  scale,
  method: 'adjusted_wald',
  // A team may move the cut-offs of its alerts; the ones of NPS are fixed.
  accepts: ({ metric, min, max, direction }) =>
    metric === scale.metric && min === scale.min && max === scale.max && direction === scale.direction,
  score: (counts) => (100 * (counts.good - counts.bad)) / counts.n,
  interval: npsInterval,
  change(now, before) {
    const after = adjustedWald(now)
    const first = adjustedWald(before)
    const difference = after.centre - first.centre
    const error = Math.hypot(after.standardError, first.standardError)
    const low = Math.max(-200, 100 * (difference - z95 * error))
    const high = Math.min(200, 100 * (difference + z95 * error))
    return { interval: { low, high }, p: twoSidedP(difference / error) }
  },
}
