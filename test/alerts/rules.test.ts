import { describe, expect, test } from 'vitest'
import { decideAlert } from '../../src/alerts/rules.js'
import type { Scale } from '../../src/surveys/question.js'
import { defaultScale } from '../../src/surveys/scale.js'

const nps = defaultScale({ metric: 'nps', min: 0, max: 10, direction: 'high_is_good' })
const stars = defaultScale({ metric: 'csat', min: 1, max: 5, direction: 'high_is_good' })
const ease = defaultScale({ metric: 'ces', min: 1, max: 7, direction: 'high_is_good' })
const effort = defaultScale({ metric: 'ces', min: 1, max: 7, direction: 'low_is_good' })

function rulesOf(scale: Scale): string {
  let text = ''
  for (let score = scale.min; score <= scale.max; score += 1) {
    const alert = decideAlert(scale, score)
    text += alert === null ? '-' : alert.severity === 'critical' ? 'C' : 'a'
  }
  return text
}

describe('which answers need a person', () => {
  test('NPS: detractors do, and 0-2 are critical', () => {
    expect(rulesOf(nps)).toBe('CCCaaaa----')
    expect(decideAlert(nps, 3)).toEqual({ rule: 'nps_detractor', severity: 'normal' })
    expect(decideAlert(nps, 2)).toEqual({ rule: 'nps_detractor', severity: 'critical' })
  })

  test('CSAT: the bottom does, and is never critical by itself', () => {
    expect(rulesOf(stars)).toBe('aa---')
    expect(decideAlert(stars, 1)).toEqual({ rule: 'csat_bottom', severity: 'normal' })
  })

  test('the same 6 of 7 is easy on "made it easy" and hard on "how much effort"', () => {
    expect(decideAlert(ease, 6)).toBeNull()
    expect(decideAlert(effort, 6)).toEqual({ rule: 'ces_high_effort', severity: 'normal' })
    expect(rulesOf(ease)).toBe('aaa----')
    expect(rulesOf(effort)).toBe('----aaa')
  })

  test('bands that a person declared decide, not the usual ones', () => {
    const declared: Scale = { ...stars, max: 10, good: { from: 9, to: 10 }, bad: { from: 1, to: 5 } }

    expect(rulesOf(declared)).toBe('aaaaa-----')
  })
})
