import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { overlap, readWindow, type Window, type WindowProblem } from '../../src/scores/window.js'

const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Pacific/Auckland',
  'Pacific/Apia',
  'Asia/Kathmandu',
  'UTC',
]

function read(text: string, now = '2026-10-15T12:00:00Z', timeZone = 'Europe/Berlin'): Window {
  const reading = readWindow(text, { now: Date.parse(now), timeZone })
  if ('problem' in reading) throw new Error(`${text}: ${reading.problem.kind}`)
  return reading.window
}

function problem(text: string, timeZone = 'Europe/Berlin'): WindowProblem {
  const reading = readWindow(text, { now: Date.parse('2026-10-15T12:00:00Z'), timeZone })
  if ('window' in reading) throw new Error(`${text} was understood`)
  return reading.problem
}

/** The local date by the platform's own calendar, not by the library the product uses. */
function localDate(now: number, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(now)
}

describe('what can be typed', () => {
  it.each([
    ['today', '2026-10-15', '2026-10-15', '2026-10-14', '2026-10-14', true],
    ['last1d', '2026-10-15', '2026-10-15', '2026-10-14', '2026-10-14', true],
    ['last7d', '2026-10-09', '2026-10-15', '2026-10-02', '2026-10-08', true],
    ['last30d', '2026-09-16', '2026-10-15', '2026-08-17', '2026-09-15', true],
    [' LAST90D ', '2026-07-18', '2026-10-15', '2026-04-19', '2026-07-17', true],
    ['last400d', '2025-09-11', '2026-10-15', '2024-08-07', '2025-09-10', true],
    ['2026-09-01..2026-09-30', '2026-09-01', '2026-09-30', '2026-08-02', '2026-08-31', false],
    ['2026-09-01 .. 2026-10-15', '2026-09-01', '2026-10-15', '2026-07-18', '2026-08-31', true],
    ['2026-10-14', '2026-10-14', '2026-10-14', '2026-10-13', '2026-10-13', false],
    ['2024-02-29', '2024-02-29', '2024-02-29', '2024-02-28', '2024-02-28', false],
    ['mtd', '2026-10-01', '2026-10-15', '2026-09-01', '2026-09-15', true],
    ['qtd', '2026-10-01', '2026-10-15', '2026-07-01', '2026-07-15', true],
    ['ytd', '2026-01-01', '2026-10-15', '2025-01-01', '2025-10-15', true],
  ])('%s', (...[text, from, to, previousFrom, previousTo, inclToday]) => {
    const window = read(text)
    expect(window).toMatchObject({ from, to, inclToday, timeZone: 'Europe/Berlin' })
    expect(window.previous).toMatchObject({ from: previousFrom, to: previousTo })
    expect(read(window.label)).toEqual(window)
  })

  it('compares a long month so far with all of the shorter one before, never with a day of itself', () => {
    const march = read('mtd', '2026-03-31T12:00:00Z')
    expect(march).toMatchObject({ from: '2026-03-01', to: '2026-03-31', days: 31 })
    expect(march.previous).toEqual({ from: '2026-02-01', to: '2026-02-28', days: 28 })
    expect(read('ytd', '2024-12-31T12:00:00Z').previous).toEqual({
      from: '2023-01-01',
      to: '2023-12-31',
      days: 365,
    })
  })
})

describe('what cannot', () => {
  it.each([
    ['yesterday-ish', 'not_understood'],
    ['last30', 'not_understood'],
    ['30d', 'not_understood'],
    ['last-3d', 'not_understood'],
    ['last1e3d', 'not_understood'],
    ['2026-10-01...2026-10-05', 'not_understood'],
    ['2026-10-01..', 'not_understood'],
    ['01.10.2026', 'not_understood'],
    ['٢٠٢٦-١٠-٠١', 'not_understood'],
    ['last0d', 'bad_day_count'],
    ['last401d', 'bad_day_count'],
    ['last999999999d', 'bad_day_count'],
    ['2026-02-30', 'no_such_date'],
    ['2026-13-01..2026-14-01', 'no_such_date'],
    ['2025-02-29..2025-03-01', 'no_such_date'],
    ['2026-10-05..2026-10-01', 'backwards'],
    ['2026-10-16', 'future'],
    ['2026-10-01..2026-10-31', 'future'],
    ['0001-01-01..0001-01-02', 'too_old'],
    ['2024-08-06..2026-10-15', 'too_long'],
    ['last30d; drop table response', 'not_understood'],
  ])('%s is %s', (text, kind) => {
    expect(problem(text).kind).toBe(kind)
  })

  it('is at the bounds what it says: 800 days do, today does', () => {
    expect(read('2024-08-07..2026-10-15').days).toBe(800)
    expect(read('2026-10-15').inclToday).toBe(true)
  })

  it('offers an example that works', () => {
    expect(problem('?').example).toBe('2026-09-01..2026-09-30')
    expect(read(problem('?').example).days).toBe(30)
  })

  it('knows an unknown time zone', () => {
    expect(problem('today', 'Mars/Olympus').kind).toBe('no_such_zone')
  })
})

describe('days and clocks', () => {
  it.each([
    // Clocks go back on 25 October 2026 in Berlin: the day has 25 hours.
    ['Europe/Berlin', '2026-10-24T21:59:59.999Z', '2026-10-24'],
    ['Europe/Berlin', '2026-10-24T22:00:00.000Z', '2026-10-25'],
    ['Europe/Berlin', '2026-10-25T22:59:59.999Z', '2026-10-25'],
    ['Europe/Berlin', '2026-10-25T23:00:00.000Z', '2026-10-26'],
    // And forward on 8 March in New York: 23 hours.
    ['America/New_York', '2026-03-08T04:59:59.999Z', '2026-03-07'],
    ['America/New_York', '2026-03-08T05:00:00.000Z', '2026-03-08'],
    ['America/New_York', '2026-03-09T03:59:59.999Z', '2026-03-08'],
    ['America/New_York', '2026-03-09T04:00:00.000Z', '2026-03-09'],
    // And forward on 27 September in Auckland, where it is UTC+12, then +13.
    ['Pacific/Auckland', '2026-09-26T11:59:59.999Z', '2026-09-26'],
    ['Pacific/Auckland', '2026-09-26T12:00:00.000Z', '2026-09-27'],
    ['Pacific/Auckland', '2026-09-27T10:59:59.999Z', '2026-09-27'],
    ['Pacific/Auckland', '2026-09-27T11:00:00.000Z', '2026-09-28'],
  ])('in %s at %s it is %s', (timeZone, now, today) => {
    expect(read('today', now, timeZone)).toMatchObject({ from: today, to: today })
    const week = read('last7d', now, timeZone)
    expect([week.to, week.days, week.previous.days]).toEqual([today, 7, 7])
  })

  it('the two windows meet, share no day, and have the days they say, whenever and wherever', () => {
    const typed = fc.oneof(
      fc.integer({ min: 1, max: 400 }).map((days) => `last${days}d`),
      fc.constantFrom('today', 'mtd', 'qtd', 'ytd'),
    )
    const now = fc.integer({ min: Date.parse('2000-01-01'), max: Date.parse('2060-01-01') })
    fc.assert(
      fc.property(typed, now, fc.constantFrom(...zones), (text, at, timeZone) => {
        const window = read(text, new Date(at).toISOString(), timeZone)
        expect(window.to).toBe(localDate(at, timeZone))
        expect(overlap(window, window.previous)).toBe(false)
        expect(window.previous.to < window.from).toBe(true)
        const between = (range: { from: string; to: string }) =>
          (Date.parse(range.to) - Date.parse(range.from)) / 86_400_000 + 1
        expect(between(window)).toBe(window.days)
        expect(between(window.previous)).toBe(window.previous.days)
        if (window.kind === 'last') {
          expect(window.previous.days).toBe(window.days)
          expect(Date.parse(window.from) - Date.parse(window.previous.to)).toBe(86_400_000)
        }
      }),
      { numRuns: 500 },
    )
  })
})
