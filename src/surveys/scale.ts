import { AppError, type Sentence } from '../errors.js'
import type { Band, Metric, Scale } from './question.js'

/** What a survey tool or a person declares of a question; the bands follow from it or are declared too. */
export type DeclaredScale = Pick<Scale, 'metric' | 'min' | 'max' | 'direction'>

interface Bands {
  good: Band
  bad: Band
}

const lowest = -100
const highest = 100

/**
 * The usual bands of a high-is-good scale, by "min-max"; a low-is-good scale is their mirror image.
 * CSAT: the satisfied share of common survey tools (top two boxes; the top one of three; upper half of four).
 * CES: 1-7 agreement, "made it easy" (CES 2.0, 2013): 5-7 easy, 4 neutral, 1-3 hard. The mirror of 1-5 and 1-7 is
 * CES 1.0, "how much effort" (2008/2010): 4-5 and 5-7 hard.
 * CSAT on 1-10 is missing on purpose: tools start "satisfied" at 7, 8 or 9.
 */
const usualBands: Readonly<Record<Exclude<Metric, 'nps'>, Readonly<Record<string, Bands>>>> = {
  csat: {
    '0-1': { good: { from: 1, to: 1 }, bad: { from: 0, to: 0 } },
    '1-3': { good: { from: 3, to: 3 }, bad: { from: 1, to: 1 } },
    '1-4': { good: { from: 3, to: 4 }, bad: { from: 1, to: 2 } },
    '1-5': { good: { from: 4, to: 5 }, bad: { from: 1, to: 2 } },
    '1-6': { good: { from: 5, to: 6 }, bad: { from: 1, to: 2 } },
    '1-7': { good: { from: 6, to: 7 }, bad: { from: 1, to: 2 } },
  },
  ces: {
    '1-3': { good: { from: 3, to: 3 }, bad: { from: 1, to: 1 } },
    '1-5': { good: { from: 4, to: 5 }, bad: { from: 1, to: 2 } },
    '1-7': { good: { from: 5, to: 7 }, bad: { from: 1, to: 3 } },
  },
}

/**
 * The scale with its usual good and bad bands.
 * NPS is 0-10 and high is good, with 9-10 promoters and 0-6 detractors (Reichheld 2003); anything else is another
 * question and is refused, never rescaled.
 * @throws AppError bad_input for an NPS that is none, a broken range, or a scale without agreed cut-offs
 */
export function defaultScale(declared: DeclaredScale): Scale {
  const { metric, min, max, direction } = declared
  checkRange(declared)
  if (metric === 'nps') {
    return { metric, min, max, direction, good: { from: 9, to: 10 }, bad: { from: 0, to: 6 } }
  }
  const bands = usualBands[metric][`${min}-${max}`]
  if (!bands) {
    throw badScale(`no agreed cut-offs for ${metric} on ${min}-${max}`, ({ setup }) =>
      setup.scale.noUsualBands(metric, min, max),
    )
  }
  return { metric, min, max, direction, ...oriented(bands, { min, max, direction }) }
}

/** The scales that have usual bands, where high is good; where low is good they are mirrored. */
export function usualScales(metric: Exclude<Metric, 'nps'>): (Bands & { min: number; max: number })[] {
  return Object.entries(usualBands[metric]).map(([ends, bands]) => {
    const [min = 0, max = 0] = ends.split('-').map(Number)
    return { min, max, ...bands }
  })
}

/**
 * Checks bands that a person declared: inside the range, not empty, not overlapping, the good one at the good end.
 * @throws AppError bad_input
 */
export function checkScale(scale: Scale): void {
  checkRange(scale)
  for (const name of ['good', 'bad'] as const) {
    const band = scale[name]
    if (!Number.isInteger(band.from) || !Number.isInteger(band.to) || band.from > band.to) {
      throw badScale(`${name} band is not a range`, ({ setup }) => setup.scale.bandNoRange(name))
    }
    if (band.from < scale.min || band.to > scale.max) {
      throw badScale(`${name} band is outside the scale`, ({ setup }) =>
        setup.scale.bandOutside(name, scale.min, scale.max),
      )
    }
  }
  if (scale.metric === 'nps') return checkNpsBands(scale)
  const [lower, upper] =
    scale.direction === 'high_is_good' ? [scale.bad, scale.good] : [scale.good, scale.bad]
  if (lower.to >= upper.from) {
    throw badScale('good and bad bands overlap or are the wrong way round', ({ setup }) =>
      setup.scale.bandsOverlap(scale.direction === 'high_is_good'),
    )
  }
}

/** Whether a score can be counted on this scale: a whole number from min to max. */
export function inRange(scale: Pick<Scale, 'min' | 'max'>, score: number): boolean {
  return Number.isInteger(score) && score >= scale.min && score <= scale.max
}

/** Which end of the scale a score belongs to, by the declared bands. @param score one that is inRange */
export function bandOf(scale: Scale, score: number): 'good' | 'neutral' | 'bad' {
  if (score >= scale.bad.from && score <= scale.bad.to) return 'bad'
  if (score >= scale.good.from && score <= scale.good.to) return 'good'
  return 'neutral'
}

function oriented(bands: Bands, scale: Pick<Scale, 'min' | 'max' | 'direction'>): Bands {
  if (scale.direction === 'high_is_good') return bands
  const mirror = (band: Band): Band => ({
    from: scale.min + scale.max - band.to,
    to: scale.min + scale.max - band.from,
  })
  return { good: mirror(bands.good), bad: mirror(bands.bad) }
}

function checkRange({ metric, min, max, direction }: DeclaredScale): void {
  const whole = Number.isInteger(min) && Number.isInteger(max)
  if (!whole || min >= max || min < lowest || max > highest) {
    throw badScale('the scale is not a range', ({ setup }) => setup.scale.noRange())
  }
  if (metric === 'nps' && (min !== 0 || max !== 10 || direction !== 'high_is_good')) {
    throw badScale('nps is 0-10 with high_is_good only', ({ setup }) => setup.scale.npsScale())
  }
}

function checkNpsBands({ good, bad }: Scale): void {
  if (good.from === 9 && good.to === 10 && bad.from === 0 && bad.to === 6) return
  throw badScale('nps bands are fixed', ({ setup }) => setup.scale.npsBands())
}

function badScale(message: string, tellUser: Sentence): AppError {
  return new AppError({ code: 'bad_input', message: `scale: ${message}`, tellUser })
}
