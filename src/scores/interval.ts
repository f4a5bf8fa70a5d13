/** Bounds in the unit of what they are about: points for NPS, a share of 0..1 for Wilson. */
export interface Interval {
  low: number
  high: number
}

/** Normal quantile of a two-sided 95 % interval. */
export const z95 = 1.959963985

/** What the adjusted Wald method makes of a composition: shares, not points. */
export interface AdjustedScore {
  /** Centre of the interval, -1..1. Not the observed score: it leans to zero at small n. */
  centre: number
  standardError: number
}

/**
 * Adjusted Wald for a difference of two shares of one sample (Rocks 2016; the best of three at small n in Sauro and
 * Lewis's comparison): three answers are added, three quarters of one to each end.
 */
export function adjustedWald(counts: { good: number; bad: number; n: number }): AdjustedScore {
  const n = counts.n + 3
  const good = (counts.good + 0.75) / n
  const bad = (counts.bad + 0.75) / n
  const centre = good - bad
  return { centre, standardError: Math.sqrt((good + bad - centre * centre) / n) }
}

/** 95 % interval of an NPS in points, within -100..100. It may be asked at any n, even 0 (then it says nearly nothing). */
export function npsInterval(counts: { good: number; bad: number; n: number }): Interval {
  const { centre, standardError } = adjustedWald(counts)
  return {
    low: Math.max(-100, 100 * (centre - z95 * standardError)),
    high: Math.min(100, 100 * (centre + z95 * standardError)),
  }
}

/**
 * Wilson's interval of a share x/n, within 0..1 (Wilson 1927).
 * @param n at least 1
 * @param z normal quantile; 95 % by default
 */
export function wilson(x: number, n: number, z = z95): Interval {
  const share = x / n
  const shrink = 1 + (z * z) / n
  const centre = (share + (z * z) / (2 * n)) / shrink
  const half = (z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n))) / shrink
  return { low: x === 0 ? 0 : Math.max(0, centre - half), high: x === n ? 1 : Math.min(1, centre + half) }
}

/**
 * Probability of a standard normal at least as far from zero as z, both sides. Absolute error below 1e-14; 0 beyond
 * 8 standard errors. Series of the error function (Abramowitz and Stegun 7.1.6).
 */
export function twoSidedP(z: number): number {
  const x = Math.abs(z) / Math.SQRT2
  if (!(x < 8 / Math.SQRT2)) return 0
  let term = x
  let sum = x
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= (2 * x * x) / (2 * k + 1)
    sum += term
  }
  const erf = (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum
  return Math.min(1, Math.max(0, 1 - erf))
}

/**
 * Two-sided 95 % quantile of Student's t by the Cornish-Fisher expansion (Abramowitz and Stegun 26.7.5).
 * @param freedom at least 9 (ten answers, fewer get no score): right to 0.0002 there, better above
 */
export function t95(freedom: number): number {
  const z = z95
  return (
    z +
    (z ** 3 + z) / (4 * freedom) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * freedom ** 3)
  )
}
