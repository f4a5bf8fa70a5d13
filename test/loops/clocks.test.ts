import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import {
  addBusinessTime,
  afterWaiting,
  businessTimeBetween,
  dueTimes,
  snoozeEnd,
} from '../../src/loops/clocks.js'
import { AppError } from '../../src/errors.js'
import type { BusinessHours } from '../../src/workspaces/workspace.js'
import { hourMs } from './sample-loop.js'

const office: BusinessHours = { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }
const berlin = 'Europe/Berlin'

function at(iso: string, zone = berlin): number {
  return DateTime.fromISO(iso, { zone }).toMillis()
}

function shown(ms: number, zone = berlin): string {
  return DateTime.fromMillis(ms, { zone }).toFormat("yyyy-MM-dd'T'HH:mm")
}

describe('addBusinessTime', () => {
  it.each([
    ['within a day', '2026-11-02T10:00', 2, '2026-11-02T12:00'],
    ['up to closing', '2026-11-02T10:00', 7, '2026-11-02T17:00'],
    ['over night', '2026-11-02T16:00', 2, '2026-11-03T10:00'],
    ['over the weekend', '2026-11-06T16:00', 2, '2026-11-09T10:00'],
    ['from before opening', '2026-11-02T03:00', 1, '2026-11-02T10:00'],
    ['from after closing', '2026-11-02T20:00', 1, '2026-11-03T10:00'],
    ['from a Saturday', '2026-11-07T12:00', 8, '2026-11-09T17:00'],
    ['three full days', '2026-11-02T10:00', 24, '2026-11-05T10:00'],
    ['no time', '2026-11-07T12:00', 0, '2026-11-07T12:00'],
    ['over the end of summer time', '2026-10-23T16:00', 2, '2026-10-26T10:00'],
    ['over the start of summer time', '2026-03-27T16:00', 2, '2026-03-30T10:00'],
  ])('%s', (_name, start, hours, end) => {
    expect(shown(addBusinessTime(at(start), hours * hourMs, office, berlin))).toBe(end)
  })

  it('counts the hours that really pass on a day of 25 or 23 hours', () => {
    const always: BusinessHours = { days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00' }

    expect(shown(addBusinessTime(at('2026-10-25T00:00'), 24 * hourMs, always, berlin))).toBe(
      '2026-10-25T23:00',
    )
    expect(shown(addBusinessTime(at('2026-03-29T00:00'), 24 * hourMs, always, berlin))).toBe(
      '2026-03-30T01:00',
    )
  })

  it('knows hours that end after midnight', () => {
    const night: BusinessHours = { days: [5], from: '22:00', to: '06:00' }

    expect(shown(addBusinessTime(at('2026-11-07T05:00'), 2 * hourMs, night, berlin))).toBe('2026-11-13T23:00')
  })

  it('looks ten years ahead and no further', () => {
    const slip: BusinessHours = { days: [1], from: '09:00', to: '09:01' }

    expect(shown(addBusinessTime(at('2026-11-02T10:00'), 24 * hourMs, slip, berlin))).toBe('2036-10-27T09:01')
  })

  it('refuses a time zone that does not exist', () => {
    expect(() => addBusinessTime(0, 1, office, 'Mars/Olympus')).toThrow(AppError)
  })
})

/** From half an hour to a whole day, also over midnight. */
const hours: fc.Arbitrary<BusinessHours> = fc
  .record({
    days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    from: fc.nat(1_439),
    length: fc.integer({ min: 30, max: 1_440 }),
  })
  .map(({ days, from, length }) => ({ days, from: clockTime(from), to: clockTime((from + length) % 1_440) }))
const zone = fc.constantFrom(
  'UTC',
  berlin,
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'America/Santiago',
)
const start = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2028, 0, 1) })
const span = fc.integer({ min: 1, max: 40 * hourMs })

function clockTime(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

describe('business time, for any hours and zone', () => {
  it('takes exactly as much open time as was asked for', () => {
    fc.assert(
      fc.property(start, span, hours, zone, (from, ms, open, timeZone) => {
        const end = addBusinessTime(from, ms, open, timeZone)
        expect(businessTimeBetween(from, end, open, timeZone)).toBe(ms)
        // The last millisecond was an open one: no earlier moment would do.
        expect(businessTimeBetween(from, end - 1, open, timeZone)).toBe(ms - 1)
      }),
      { numRuns: 150 },
    )
  })

  it('adds up', () => {
    fc.assert(
      fc.property(start, span, span, hours, zone, (from, a, b, open, timeZone) => {
        const stepwise = addBusinessTime(addBusinessTime(from, a, open, timeZone), b, open, timeZone)
        expect(stepwise).toBe(addBusinessTime(from, a + b, open, timeZone))
      }),
      { numRuns: 100 },
    )
  })
})

describe('dueTimes', () => {
  it.each([
    ['normal', '2026-11-05T10:00', '2026-11-09T10:00'],
    ['critical', '2026-11-02T14:00', '2026-11-09T10:00'],
  ] as const)('%s', (severity, firstContact, resolution) => {
    const due = dueTimes(severity, at('2026-11-02T10:00'), office, berlin)

    expect(shown(due.firstContactDueAt)).toBe(firstContact)
    expect(shown(due.resolutionDueAt)).toBe(resolution)
  })
})

describe('snoozeEnd', () => {
  it('is the same time of the next working day', () => {
    expect(shown(snoozeEnd(at('2026-11-06T10:30'), office, berlin))).toBe('2026-11-09T10:30')
  })
})

describe('afterWaiting', () => {
  it('leaves what was left, and what had run out', () => {
    const loop = { firstContactDueAt: at('2026-11-02T12:00'), resolutionDueAt: at('2026-11-04T12:00') }
    const wait = { since: at('2026-11-03T12:00'), until: at('2026-11-05T16:00') }

    const due = afterWaiting(loop, wait, office, berlin)

    expect(shown(due.firstContactDueAt)).toBe('2026-11-02T12:00')
    expect(shown(due.resolutionDueAt)).toBe('2026-11-06T16:00')
  })
})
