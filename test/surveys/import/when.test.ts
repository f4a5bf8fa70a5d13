import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { readerOf } from '../../../src/surveys/import/when.js'

const iso = { from: 'x', format: 'iso', zone: undefined, locale: 'en' }
const read = (text: string, change: Partial<Parameters<typeof readerOf>[0]> = {}): string => {
  try {
    return new Date(readerOf({ ...iso, ...change }, 'answered_at')(text)).toISOString()
  } catch (error) {
    return error instanceof Error ? error.message : 'thrown'
  }
}

describe('times of a file', () => {
  it.each([
    ['2026-01-31T23:30:00+01:00', {}, '2026-01-31T22:30:00.000Z'],
    ['2026-01-31 23:30 Z', {}, '2026-01-31T23:30:00.000Z'],
    ['2026-01-31T23:30:00.250-0530', {}, '2026-02-01T05:00:00.250Z'],
    ['2026-07-31 23:30', { zone: 'Europe/Berlin' }, '2026-07-31T21:30:00.000Z'],
    ['2026-07-31', { zone: 'America/New_York' }, '2026-07-31T04:00:00.000Z'],
    ['1767225600', { format: 'unix' }, '2026-01-01T00:00:00.000Z'],
    ['1767225600123', { format: 'unix_ms' }, '2026-01-01T00:00:00.123Z'],
    [
      '31. Jänner 2026',
      { format: 'd. LLLL yyyy', locale: 'de-AT', zone: 'Europe/Vienna' },
      '2026-01-30T23:00:00.000Z',
    ],
    ['1/31/2026 3:05 PM', { format: 'M/d/yyyy h:mm a', zone: 'UTC' }, '2026-01-31T15:05:00.000Z'],
    ['31.01.2026 10:00 +0200', { format: 'dd.MM.yyyy HH:mm ZZZ' }, '2026-01-31T08:00:00.000Z'],
    ['2026-02-30T00:00:00Z', {}, 'answered_at does not fit its format'],
    ['31.01.2026', {}, 'answered_at does not fit its format'],
    ['1969-12-31T00:00:00Z', {}, 'answered_at must be from 1970 to 9998'],
    ['2026-01-31 23:30', {}, 'answered_at has no zone: say which one is meant (answered_at.zone)'],
    [
      '31.01.2026',
      { format: 'dd.MM.yyyy' },
      'answered_at has no zone: say which one is meant (answered_at.zone)',
    ],
  ] as const)('%s %o', (text, change, said) => {
    expect(read(text, change)).toBe(said)
  })

  it('an hour that clocks show twice is the first, and one that they leap over is read as if they did not', () => {
    expect(read('2026-10-25 02:30', { zone: 'Europe/Berlin' })).toBe('2026-10-25T00:30:00.000Z')
    expect(read('2026-03-29 02:30', { zone: 'Europe/Berlin' })).toBe('2026-03-29T01:30:00.000Z')
  })

  it('agrees with luxon wherever a clock shows a time once', () => {
    const zones = [
      'Europe/Berlin',
      'America/St_Johns',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'Pacific/Apia',
    ]
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: Date.UTC(1990), max: Date.UTC(2030) }),
        (zone, at) => {
          const there = DateTime.fromMillis(Math.trunc(at / 1_000) * 1_000, { zone })
          fc.pre(there.getPossibleOffsets().length === 1)
          const text = there.toFormat("yyyy-MM-dd'T'HH:mm:ss")
          expect(read(text, { zone })).toBe(there.toUTC().toISO())
        },
      ),
      { numRuns: 2_000 },
    )
  })
})
