import { describe, expect, test } from 'vitest'
import { AppError } from '../../src/errors.js'
import type { Direction, Metric, Scale } from '../../src/surveys/question.js'
import { bandOf, checkScale, defaultScale, inRange } from '../../src/surveys/scale.js'

/** One letter a score: b(ad), n(eutral), g(ood). */
function drawn(metric: Metric, min: number, max: number, direction: Direction = 'high_is_good'): string {
  const scale = defaultScale({ metric, min, max, direction })
  let text = ''
  for (let score = min; score <= max; score += 1) text += bandOf(scale, score).charAt(0)
  return text
}

function refusal(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof AppError && error.code === 'bad_input') return error.message
    throw error
  }
  return 'accepted'
}

describe('the usual bands', () => {
  test.each([
    ['nps', 0, 10, 'high_is_good', 'bbbbbbbnngg'],
    ['csat', 0, 1, 'high_is_good', 'bg'],
    ['csat', 1, 3, 'high_is_good', 'bng'],
    ['csat', 1, 4, 'high_is_good', 'bbgg'],
    ['csat', 1, 5, 'high_is_good', 'bbngg'],
    ['csat', 1, 6, 'high_is_good', 'bbnngg'],
    ['csat', 1, 7, 'high_is_good', 'bbnnngg'],
    ['csat', 1, 5, 'low_is_good', 'ggnbb'],
    ['csat', 0, 1, 'low_is_good', 'gb'],
    ['ces', 1, 3, 'high_is_good', 'bng'],
    ['ces', 1, 3, 'low_is_good', 'gnb'],
    ['ces', 1, 5, 'high_is_good', 'bbngg'],
    ['ces', 1, 5, 'low_is_good', 'ggnbb'],
    ['ces', 1, 7, 'high_is_good', 'bbbnggg'],
    ['ces', 1, 7, 'low_is_good', 'gggnbbb'],
  ] as const)('%s %i-%i %s: %s', (metric, min, max, direction, expected) => {
    expect(drawn(metric, min, max, direction)).toBe(expected)
  })

  test.each([
    [1, 10, 'high_is_good'],
    [0, 5, 'high_is_good'],
    [0, 10, 'low_is_good'],
    [0, 100, 'high_is_good'],
  ] as const)('NPS on %i-%i %s is refused, not rescaled', (min, max, direction) => {
    const refused = refusal(() => defaultScale({ metric: 'nps', min, max, direction }))

    expect(refused).toBe('scale: nps is 0-10 with high_is_good only')
  })

  test.each([
    ['csat', 1, 10],
    ['csat', 0, 10],
    ['csat', 0, 100],
    ['ces', 0, 10],
    ['ces', 1, 4],
  ] as const)('%s on %i-%i has no agreed cut-offs: a person must declare them', (metric, min, max) => {
    const refused = refusal(() => defaultScale({ metric, min, max, direction: 'high_is_good' }))

    expect(refused).toBe(`scale: no agreed cut-offs for ${metric} on ${min}-${max}`)
  })

  test.each([
    [5, 1],
    [3, 3],
    [1.5, 5],
    [Number.NaN, 5],
    [0, 101],
    [-101, 5],
    [0, Number.POSITIVE_INFINITY],
  ])('%d-%d is no range', (min, max) => {
    const refused = refusal(() => defaultScale({ metric: 'csat', min, max, direction: 'high_is_good' }))

    expect(refused).toBe('scale: the scale is not a range')
  })
})

describe('bands that a person declares', () => {
  const tenPoints: Scale = {
    metric: 'csat',
    min: 1,
    max: 10,
    direction: 'high_is_good',
    good: { from: 8, to: 10 },
    bad: { from: 1, to: 4 },
  }

  test('every usual scale passes the check too', () => {
    for (const direction of ['high_is_good', 'low_is_good'] as const) {
      for (const max of [3, 5, 7]) checkScale(defaultScale({ metric: 'ces', min: 1, max, direction }))
      for (const max of [3, 4, 5, 6, 7]) checkScale(defaultScale({ metric: 'csat', min: 1, max, direction }))
    }
    checkScale(defaultScale({ metric: 'nps', min: 0, max: 10, direction: 'high_is_good' }))
    checkScale(tenPoints)

    expect(refusal(() => checkScale(tenPoints))).toBe('accepted')
  })

  test.each<[string, Partial<Scale>]>([
    ['good band is outside the scale', { good: { from: 8, to: 11 } }],
    ['bad band is outside the scale', { bad: { from: 0, to: 4 } }],
    ['good band is not a range', { good: { from: 10, to: 8 } }],
    ['bad band is not a range', { bad: { from: 1, to: 3.5 } }],
    ['good and bad bands overlap or are the wrong way round', { bad: { from: 1, to: 8 } }],
    ['good and bad bands overlap or are the wrong way round', { direction: 'low_is_good' }],
    [
      'good and bad bands overlap or are the wrong way round',
      { good: { from: 1, to: 2 }, bad: { from: 9, to: 10 } },
    ],
  ])('%s', (message, change) => {
    expect(refusal(() => checkScale({ ...tenPoints, ...change }))).toBe(`scale: ${message}`)
  })

  test('the groups of NPS cannot be moved', () => {
    const nps = defaultScale({ metric: 'nps', min: 0, max: 10, direction: 'high_is_good' })

    expect(refusal(() => checkScale({ ...nps, bad: { from: 0, to: 5 } }))).toBe('scale: nps bands are fixed')
  })
})

test('a score is on the scale only as a whole number within it', () => {
  const scale = { min: 1, max: 5 }

  expect([1, 5, 3].every((score) => inRange(scale, score))).toBe(true)
  for (const score of [0, 6, 3.5, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(inRange(scale, score)).toBe(false)
  }
})
