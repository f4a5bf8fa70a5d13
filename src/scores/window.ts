import { DateTime } from 'luxon'

/** Whole days as ISO dates, both included. */
export interface DayRange {
  from: string
  to: string
}

/** The days of a score, in the workspace's time zone, and the days it is compared with. The two never share a day. */
export interface Window extends DayRange {
  kind: 'last' | 'mtd' | 'qtd' | 'ytd' | 'dates'
  /** What to type to get it again. */
  label: string
  days: number
  /** Today is in it, so it is not over. */
  inclToday: boolean
  timeZone: string
  previous: DayRange & { days: number }
}

export interface WindowProblem {
  kind:
    | 'not_understood'
    | 'bad_day_count'
    | 'no_such_date'
    | 'backwards'
    | 'future'
    | 'too_long'
    | 'too_old'
    | 'no_such_zone'
  today: string
  timeZone: string
  /** A range that works: the calendar month before today's. */
  example: string
}

export type WindowReading = { window: Window } | { problem: WindowProblem }

export const mostLastDays = 400
export const mostRangeDays = 800
const earliest = '1970-01-01'

/**
 * Reads what a person typed: today, last30d (1..400 days), mtd, qtd, ytd, 2026-10-31 or 2026-10-01..2026-10-31 (both
 * included, 800 days at most, not beyond today). lastNd is today so far and the N-1 days before.
 * @param at now in epoch ms; timeZone an IANA name
 */
export function readWindow(text: string, at: { now: number; timeZone: string }): WindowReading {
  const here = DateTime.fromMillis(at.now, { zone: at.timeZone })
  if (!here.isValid) {
    return problem('no_such_zone', isoDate(DateTime.fromMillis(at.now, { zone: 'utc' })), at.timeZone)
  }
  const today = isoDate(here)
  const read = readDays(text.trim().toLowerCase(), today)
  if (typeof read !== 'string')
    return { window: { ...read, inclToday: read.to === today, timeZone: at.timeZone } }
  return problem(read, today, at.timeZone)
}

function problem(kind: WindowProblem['kind'], today: string, timeZone: string): { problem: WindowProblem } {
  return { problem: { kind, today, timeZone, example: monthBefore(today) } }
}

/** Whether two ranges have a day in common. */
export function overlap(a: DayRange, b: DayRange): boolean {
  return a.from <= b.to && b.from <= a.to
}

type Days = Pick<Window, 'kind' | 'label' | 'from' | 'to' | 'days' | 'previous'>

function readDays(text: string, today: string): Days | WindowProblem['kind'] {
  if (text === 'today') return lastDays(1, today, text)
  if (text === 'mtd' || text === 'qtd' || text === 'ytd') return toDate(text, today)
  const last = /^last(\d{1,9})d$/.exec(text)
  if (last) {
    const days = Number(last[1])
    return days >= 1 && days <= mostLastDays ? lastDays(days, today, `last${days}d`) : 'bad_day_count'
  }
  const dates = /^(\d{4}-\d{2}-\d{2})(?:\s*\.\.\s*(\d{4}-\d{2}-\d{2}))?$/.exec(text)
  return dates?.[1] ? datesFrom(dates[1], dates[2] ?? dates[1], today) : 'not_understood'
}

function lastDays(days: number, today: string, label: string): Days {
  return { kind: 'last', label, ...withDaysBefore(addDays(today, 1 - days), today) }
}

function datesFrom(from: string, to: string, today: string): Days | WindowProblem['kind'] {
  if (!day(from).isValid || !day(to).isValid) return 'no_such_date'
  if (from > to) return 'backwards'
  if (to > today) return 'future'
  if (from < earliest) return 'too_old'
  if (daysIn({ from, to }) > mostRangeDays) return 'too_long'
  return { kind: 'dates', label: from === to ? from : `${from}..${to}`, ...withDaysBefore(from, to) }
}

function withDaysBefore(from: string, to: string): Pick<Days, 'from' | 'to' | 'days' | 'previous'> {
  const days = daysIn({ from, to })
  return { from, to, days, previous: { from: addDays(from, -days), to: addDays(from, -1), days } }
}

const periods = { mtd: 'month', qtd: 'quarter', ytd: 'year' } as const

/** Against as many days of the period before, or all of it where it is shorter (31 March against February). */
function toDate(kind: keyof typeof periods, today: string): Days {
  const start = day(today).startOf(periods[kind])
  const from = isoDate(start)
  const days = daysIn({ from, to: today })
  const previousFrom = isoDate(start.minus({ [`${periods[kind]}s`]: 1 }))
  const sameDays = addDays(previousFrom, days - 1)
  const lastBefore = addDays(from, -1)
  const previous = { from: previousFrom, to: sameDays < lastBefore ? sameDays : lastBefore }
  return { kind, label: kind, from, to: today, days, previous: { ...previous, days: daysIn(previous) } }
}

function monthBefore(today: string): string {
  const start = day(today).startOf('month').minus({ months: 1 })
  return `${isoDate(start)}..${isoDate(start.endOf('month'))}`
}

/** A date without a zone: counting days is the same everywhere, and no clock change can shorten one. */
function day(date: string): DateTime {
  return DateTime.fromISO(date, { zone: 'utc' })
}

function addDays(date: string, days: number): string {
  return isoDate(day(date).plus({ days }))
}

function daysIn(range: DayRange): number {
  return Math.round(day(range.to).diff(day(range.from), 'days').days) + 1
}

function isoDate(at: DateTime): string {
  return at.toFormat('yyyy-MM-dd')
}
