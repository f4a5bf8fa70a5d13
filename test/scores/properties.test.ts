import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ces } from '../../src/scores/ces.js'
import { compose, mergeHistograms, type Histogram } from '../../src/scores/composition.js'
import { csat } from '../../src/scores/csat.js'
import type { Definition } from '../../src/scores/definition.js'
import { npsInterval, twoSidedP, wilson } from '../../src/scores/interval.js'
import { nps } from '../../src/scores/nps.js'
import { fewestForVerdict, trend } from '../../src/scores/trend.js'

const agreement = ces({
  metric: 'ces',
  min: 1,
  max: 7,
  direction: 'high_is_good',
  good: { from: 5, to: 7 },
  bad: { from: 1, to: 3 },
})
const stars = csat({
  metric: 'csat',
  min: 1,
  max: 5,
  direction: 'high_is_good',
  good: { from: 4, to: 5 },
  bad: { from: 1, to: 2 },
})
const definitions: Definition[] = [nps, agreement, stars]

const histogram = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 10 }), fc.integer({ min: 1, max: 500 })), { maxLength: 11 })
  .map((cells): Histogram => new Map(cells))
const answers = fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 1, maxLength: 300 })

function tally(scores: readonly number[]): Histogram {
  return mergeHistograms(scores.map((score) => new Map([[score, 1]])))
}

describe('composition', () => {
  it('puts every whole score of the scale in exactly one part, and nothing else into n', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -5, max: 15, noNaN: true }), { maxLength: 50 }),
        answers,
        (odd, whole) => {
          const all = [...odd, ...whole]
          const counts = compose(tally(all), nps.scale)
          const valid = all.filter((x) => Number.isInteger(x) && x >= 0 && x <= 10)
          expect(counts.n).toBe(valid.length)
          expect(counts.good).toBe(valid.filter((x) => x >= 9).length)
          expect(counts.bad).toBe(valid.filter((x) => x <= 6).length)
          expect(counts.n + counts.outside).toBe(all.length)
        },
      ),
    )
  })

  it('is the same merged or counted at once', () => {
    fc.assert(
      fc.property(fc.array(histogram, { maxLength: 6 }), (parts) => {
        const counts = compose(mergeHistograms(parts), nps.scale)
        const each = parts.map((part) => compose(part, nps.scale))
        for (const key of ['good', 'neutral', 'bad', 'n', 'outside'] as const) {
          expect(counts[key]).toBe(each.reduce((sum, part) => sum + part[key], 0))
        }
      }),
    )
  })

  it('does not count 6.5 and 8.5 as anything', () => {
    expect(
      compose(
        new Map([
          [6.5, 3],
          [8.5, 4],
          [9, 1],
        ]),
        nps.scale,
      ),
    ).toEqual({ good: 1, neutral: 0, bad: 0, n: 1, outside: 7 })
  })
})

describe('score', () => {
  it('of NPS is the mean of +100, 0 and -100 over the answers, within -100..100', () => {
    fc.assert(
      fc.property(answers, (scores) => {
        const points = scores.map((x): number => (x >= 9 ? 100 : x >= 7 ? 0 : -100))
        const score = nps.score(compose(tally(scores), nps.scale))
        expect(score).toBeCloseTo(points.reduce((sum, x) => sum + x, 0) / scores.length, 9)
        expect(Math.abs(score)).toBeLessThanOrEqual(100)
      }),
    )
  })

  it('changes sides exactly when good and bad change places', () => {
    fc.assert(
      fc.property(histogram, (cells) => {
        const counts = compose(cells, nps.scale)
        fc.pre(counts.n > 0)
        const mirrored = { ...counts, good: counts.bad, bad: counts.good }
        expect(nps.score(mirrored)).toBeCloseTo(-nps.score(counts), 9)
        const [a, b] = [npsInterval(counts), npsInterval(mirrored)]
        expect(a.low).toBeCloseTo(-b.high, 9)
      }),
    )
  })

  it('lies in its own interval, which stays on the scale, for every definition from ten answers on', () => {
    fc.assert(
      fc.property(histogram, fc.constantFrom(...definitions), (cells, definition) => {
        const counts = compose(cells, definition.scale)
        fc.pre(counts.n >= 10)
        const { low, high } = definition.interval(counts)
        const score = definition.score(counts)
        expect(low).toBeLessThanOrEqual(score + 1e-9)
        expect(high).toBeGreaterThanOrEqual(score - 1e-9)
        expect(low).toBeGreaterThanOrEqual(definition.metric === 'nps' ? -100 : 0)
        expect(high).toBeLessThanOrEqual(100)
      }),
      { numRuns: 500 },
    )
  })

  it('gets a narrower interval from more answers of the same mix', () => {
    fc.assert(
      fc.property(histogram, fc.integer({ min: 2, max: 9 }), (cells, times) => {
        const counts = compose(cells, nps.scale)
        fc.pre(counts.good > 0 && counts.bad > 0)
        const more = { good: counts.good * times, bad: counts.bad * times, n: counts.n * times }
        const width = (of: { low: number; high: number }) => of.high - of.low
        expect(width(npsInterval(more))).toBeLessThan(width(npsInterval(counts)) + 1e-9)
        expect(width(wilson(more.good, more.n))).toBeLessThan(width(wilson(counts.good, counts.n)) + 1e-9)
      }),
    )
  })
})

describe('change', () => {
  const days = { from: '2026-10-01', to: '2026-10-31' }
  const before = { from: '2026-09-01', to: '2026-09-30' }

  it('is never called without enough answers, against what is seen, or against its interval', () => {
    fc.assert(
      fc.property(histogram, histogram, fc.constantFrom(...definitions), (a, b, definition) => {
        const [now, then] = [compose(a, definition.scale), compose(b, definition.scale)]
        const found = trend(definition, { days, counts: now }, { days: before, counts: then })
        const fewest = Math.min(now.n, then.n)
        expect(found.verdict === 'none').toBe(fewest === 0)
        expect(found.verdict === 'too_few').toBe(fewest > 0 && fewest < fewestForVerdict)
        if (fewest < fewestForVerdict) return
        if (found.verdict === 'better') expect(found.delta ?? 0).toBeGreaterThan(0)
        if (found.verdict === 'worse') expect(found.delta ?? 0).toBeLessThan(0)
        expect(found.verdict === 'no_clear_change').toBe((found.p ?? 0) >= 0.05)
      }),
      { numRuns: 1000 },
    )
  })

  it('is the same seen from the other side', () => {
    fc.assert(
      fc.property(histogram, histogram, fc.constantFrom(...definitions), (a, b, definition) => {
        const [one, two] = [compose(a, definition.scale), compose(b, definition.scale)]
        fc.pre(one.n > 0 && two.n > 0)
        const [there, back] = [definition.change(one, two), definition.change(two, one)]
        expect(there.p).toBeCloseTo(back.p, 9)
        expect(there.interval.low).toBeCloseTo(-back.interval.high, 9)
      }),
    )
  })

  it('is refused between windows that share a day', () => {
    const counts = { good: 50, neutral: 0, bad: 50, n: 100, outside: 0 }
    const late = { from: '2026-09-30', to: '2026-10-29' }
    expect(() => trend(nps, { days, counts }, { days: late, counts })).toThrow(/share no day/)
    expect(trend(nps, { days, counts }, { days: before, counts }).verdict).toBe('no_clear_change')
  })
})

describe('p', () => {
  it('falls as z grows, from 1 to 0', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 30, noNaN: true }),
        fc.double({ min: 0, max: 5, noNaN: true }),
        (z, step) => {
          expect(twoSidedP(z + step)).toBeLessThanOrEqual(twoSidedP(z) + 1e-14)
          expect(twoSidedP(z)).toBeGreaterThanOrEqual(0)
          expect(twoSidedP(z)).toBeLessThanOrEqual(1)
        },
      ),
    )
  })
})
