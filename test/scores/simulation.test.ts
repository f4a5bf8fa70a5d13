import { describe, expect, it } from 'vitest'
import { npsInterval } from '../../src/scores/interval.js'
import { nps } from '../../src/scores/nps.js'
import { newcombe, shareDefinition } from '../../src/scores/share.js'
import { seeded } from './random.js'

/** Simulated customers: how often do the intervals hold what is true, and how often is noise called a change? */
function draw(random: () => number, good: number, bad: number, n: number) {
  const counts = { good: 0, neutral: 0, bad: 0, n, outside: 0 }
  for (let i = 0; i < n; i++) {
    const x = random()
    counts[x < good ? 'good' : x < good + bad ? 'bad' : 'neutral'] += 1
  }
  return counts
}

const rounds = 4000

describe('the 95 % interval of NPS, on simulated customers', () => {
  it.each([
    [0.5, 0.2, 10],
    [0.5, 0.2, 30],
    [0.5, 0.2, 200],
    [0.6, 0.4, 30],
    [0.8, 0.05, 30],
    [0.1, 0.7, 50],
  ])('holds the truth in about 95 of 100 (%d promoters, %d detractors, n %d)', (good, bad, n) => {
    const random = seeded(1)
    let held = 0
    for (let round = 0; round < rounds; round++) {
      const { low, high } = npsInterval(draw(random, good, bad, n))
      if (low <= 100 * (good - bad) && 100 * (good - bad) <= high) held += 1
    }
    expect(held / rounds).toBeGreaterThan(0.925)
    expect(held / rounds).toBeLessThan(0.985)
  })

  it('agrees with a bootstrap', () => {
    const random = seeded(2)
    const n = 150
    const scores = Array.from({ length: rounds }, () => nps.score(draw(random, 75 / n, 30 / n, n))).sort(
      (a, b) => a - b,
    )
    const { low, high } = npsInterval({ good: 75, bad: 30, n })
    expect(Math.abs(low - (scores[Math.floor(0.025 * rounds)] ?? NaN))).toBeLessThan(1.5)
    expect(Math.abs(high - (scores[Math.floor(0.975 * rounds)] ?? NaN))).toBeLessThan(1.5)
  })
})

describe('a change, on simulated customers', () => {
  const csat = shareDefinition({
    metric: 'csat',
    min: 1,
    max: 5,
    direction: 'high_is_good',
    good: { from: 4, to: 5 },
    bad: { from: 1, to: 2 },
  })

  it.each([
    ['NPS', nps, 30],
    ['NPS', nps, 120],
    ['CSAT', csat, 30],
    ['CSAT', csat, 120],
  ])('of %s is called about five times in a hundred where there is none', (_name, definition, n) => {
    const random = seeded(3)
    let called = 0
    for (let round = 0; round < rounds; round++) {
      if (definition.change(draw(random, 0.5, 0.2, n), draw(random, 0.5, 0.2, n)).p < 0.05) called += 1
    }
    expect(called / rounds).toBeGreaterThan(0.03)
    expect(called / rounds).toBeLessThan(0.065)
  })

  it('of ten points is seen in about 80 of 100 with 958 answers a window', () => {
    const random = seeded(4)
    let seen = 0
    for (let round = 0; round < 1000; round++) {
      if (nps.change(draw(random, 0.55, 0.15, 958), draw(random, 0.5, 0.2, 958)).p < 0.05) seen += 1
    }
    expect(seen / 1000).toBeGreaterThan(0.77)
    expect(seen / 1000).toBeLessThan(0.88)
  })

  it('has a Newcombe interval that holds the true difference', () => {
    const random = seeded(5)
    let held = 0
    for (let round = 0; round < rounds; round++) {
      const { low, high } = newcombe(draw(random, 0.8, 0.1, 40), draw(random, 0.65, 0.2, 60))
      if (low <= 0.15 && 0.15 <= high) held += 1
    }
    expect(held / rounds).toBeGreaterThan(0.93)
    expect(held / rounds).toBeLessThan(0.98)
  })
})
