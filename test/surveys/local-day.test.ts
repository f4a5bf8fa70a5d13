import { expect, test } from 'vitest'
import { localDay } from '../../src/surveys/local-day.js'

test.each([
  ['UTC', '2026-01-01T00:00:00Z', '2026-01-01'],
  ['America/Los_Angeles', '2026-01-01T07:59:59Z', '2025-12-31'],
  ['America/Los_Angeles', '2026-01-01T08:00:00Z', '2026-01-01'],
  ['Pacific/Kiritimati', '2026-01-01T10:00:00Z', '2026-01-02'],
  ['Europe/Amsterdam', '2026-03-28T23:30:00Z', '2026-03-29'],
  ['Europe/Amsterdam', '2026-03-29T22:30:00Z', '2026-03-30'],
  ['Asia/Kolkata', '2024-02-28T18:30:00Z', '2024-02-29'],
  ['Asia/Bangkok', '1970-01-01T00:00:00Z', '1970-01-01'],
  ['Pacific/Kiritimati', '9998-12-31T23:59:59Z', '9999-01-01'],
])('%s %s is %s', (zone, moment, day) => {
  expect(localDay(zone)(Date.parse(moment))).toBe(day)
})

test('a zone that does not exist is refused', () => {
  expect(() => localDay('Mars/Olympus')).toThrow(RangeError)
})
