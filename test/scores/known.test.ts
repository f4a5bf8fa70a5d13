import { describe, expect, it } from 'vitest'
import { cesMean } from '../../src/scores/ces.js'
import { npsInterval, t95, twoSidedP, wilson } from '../../src/scores/interval.js'
import { nps } from '../../src/scores/nps.js'
import { newcombe } from '../../src/scores/share.js'

describe('adjusted Wald interval', () => {
  it.each([
    [0.6, 0.4, [26.0, 18.8, 13.4, 9.6, 6.1]],
    [0.25, 0.05, [14.1, 10.0, 7.1, 5.0, 3.2]],
    [0.5, 0.2, [21.0, 15.1, 10.7, 7.6, 4.8]],
  ])('has the known half-widths for %d promoters and %d detractors', (good, bad, expected) => {
    const halves = [50, 100, 200, 400, 1000].map((n) => {
      const { low, high } = npsInterval({ good: good * n, bad: bad * n, n })
      return Number(((high - low) / 2).toFixed(1))
    })
    expect(halves).toEqual(expected)
  })

  it('never leaves the scale', () => {
    expect(npsInterval({ good: 10, bad: 0, n: 10 }).high).toBe(100)
    expect(npsInterval({ good: 0, bad: 10, n: 10 }).low).toBe(-100)
  })
})

describe('change of NPS', () => {
  it('calls 46 to 39 with 87 and 94 answers no evidence', () => {
    const now = { good: 55, neutral: 21, bad: 18, n: 94, outside: 0 }
    const before = { good: 54, neutral: 19, bad: 14, n: 87, outside: 0 }
    expect([Math.round(nps.score(before)), Math.round(nps.score(now))]).toEqual([46, 39])
    const { p, interval } = nps.change(now, before)
    const z = (interval.low + interval.high) / 2 / ((interval.high - interval.low) / 2 / 1.959963985)
    expect(z).toBeCloseTo(-0.56, 2)
    expect(p).toBeCloseTo(0.58, 2)
    expect(interval.low).toBeLessThan(0)
    expect(interval.high).toBeGreaterThan(0)
  })

  it('agrees with its own interval at the edge of 5 %', () => {
    const half = { good: 100, neutral: 0, bad: 100, n: 200, outside: 0 }
    for (let better = 0; better <= 200; better++) {
      const { p, interval } = nps.change(
        { good: better, neutral: 0, bad: 200 - better, n: 200, outside: 0 },
        half,
      )
      expect(p < 0.05).toBe(interval.low > 0 || interval.high < 0)
    }
  })
})

describe('Wilson interval', () => {
  it.each([
    [10, 10, 72.2, 100],
    [8, 10, 49.0, 94.3],
    [80, 100, 71.1, 86.7],
    [0, 5, 0, 43.4],
  ])('of %d of %d', (x, n, low, high) => {
    const found = wilson(x, n)
    expect(100 * found.low).toBeCloseTo(low, 1)
    expect(100 * found.high).toBeCloseTo(high, 1)
  })
})

describe("Newcombe's interval", () => {
  // Newcombe (1998), table II, method 10.
  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
  ])('of %d/%d - %d/%d', (...[x1, n1, x2, n2, low, high]) => {
    const part = (x: number, n: number) => ({ good: x, neutral: 0, bad: n - x, n, outside: 0 })
    const found = newcombe(part(x1, n1), part(x2, n2))
    expect(found.low).toBeCloseTo(low, 4)
    expect(found.high).toBeCloseTo(high, 4)
  })
})

describe('quantiles', () => {
  it.each([
    [0, 1],
    [0.5, 0.6170750774519738],
    [1, 0.31731050786291415],
    [-1.959963984540054, 0.05],
    [3, 0.0026997960632601866],
    [6, 1.973175290075396e-9],
  ])('p of z = %d', (z, p) => {
    expect(Math.abs(twoSidedP(z) - p)).toBeLessThan(1e-14)
  })

  it.each([
    [9, 2.2621572],
    [19, 2.0930241],
    [29, 2.0452296],
    [120, 1.9799304],
  ])('t at %d degrees of freedom', (freedom, t) => {
    expect(Math.abs(t95(freedom) - t)).toBeLessThan(0.0003)
  })
})

describe('mean effort', () => {
  const scale = {
    metric: 'ces' as const,
    min: 1,
    max: 5,
    direction: 'low_is_good' as const,
    good: { from: 1, to: 2 },
    bad: { from: 4, to: 5 },
  }

  it('has mean 3 and a t interval of 2.262 standard errors for ten answers spread evenly', () => {
    const found = cesMean(new Map([1, 2, 3, 4, 5].map((step) => [step, 2])), scale)
    expect(found?.n).toBe(10)
    expect(found?.mean).toBe(3)
    expect(found?.interval.high).toBeCloseTo(3 + 2.262 * Math.sqrt(20 / 9 / 10), 2)
  })

  it('is not told of nine answers, and does not count what is off the scale', () => {
    expect(
      cesMean(
        new Map([
          [3, 9],
          [7, 5],
          [2.5, 3],
        ]),
        scale,
      ),
    ).toBeNull()
  })
})
