import { DateTime } from 'luxon'
import { AppError } from '../errors.js'
import type { BusinessHours } from '../workspaces/workspace.js'
import type { DueTimes } from './heard-change.js'
import type { Loop, Severity } from './loop.js'

const hourMs = 3_600_000

/** Open time until somebody must have reached the customer. */
const firstContactMs: Readonly<Record<Severity, number>> = { normal: 24 * hourMs, critical: 4 * hourMs }

/** Full open days until it must be made right. */
const resolutionDays = 5

/** A span of open time, epoch ms: from is in it, to is not. */
interface Span {
  from: number
  to: number
}

/**
 * The moment by which so much open time has passed since a moment. Days and times are local, so an opening that holds a
 * change to or from summer time counts the time that really passes. Hours that end at or before their start end on the
 * next day.
 * @param startMs epoch ms
 * @param businessMs ms of open time, 0 or more; with 0 the start itself
 * @returns epoch ms; with so little open time that it would be over ten years away, the last closing before that
 * @throws AppError misconfigured when there is no such time zone
 */
export function addBusinessTime(
  startMs: number,
  businessMs: number,
  hours: BusinessHours,
  timeZone: string,
): number {
  let left = businessMs
  let closing = startMs
  if (left <= 0) return startMs
  for (const span of openSpans(startMs, hours, timeZone)) {
    const from = Math.max(span.from, startMs)
    if (from + left <= span.to) return from + left
    left -= span.to - from
    closing = span.to
  }
  return closing
}

/** Open time between two moments, in ms; 0 when the second is not after the first. */
export function businessTimeBetween(
  fromMs: number,
  toMs: number,
  hours: BusinessHours,
  timeZone: string,
): number {
  let sum = 0
  for (const span of openSpans(fromMs, hours, timeZone)) {
    if (span.from >= toMs) return sum
    sum += Math.max(0, Math.min(span.to, toMs) - Math.max(span.from, fromMs))
  }
  return sum
}

/** When a loop's two clocks run out: 24 open hours (critical: 4) to first contact, five full open days to resolution. */
export function dueTimes(
  severity: Severity,
  openedAt: number,
  hours: BusinessHours,
  timeZone: string,
): DueTimes {
  return {
    firstContactDueAt: addBusinessTime(openedAt, firstContactMs[severity], hours, timeZone),
    resolutionDueAt: addBusinessTime(openedAt, resolutionDays * openDayMs(hours), hours, timeZone),
  }
}

/** When a snoozed loop wakes: after one full open day, so at the same time of the next working day. */
export function snoozeEnd(now: number, hours: BusinessHours, timeZone: string): number {
  return addBusinessTime(now, openDayMs(hours), hours, timeZone)
}

/**
 * The clocks of a loop that stood still while it waited for the customer: what was left when the waiting began is left
 * when it ends. A clock that had run out stays run out.
 */
export function afterWaiting(
  loop: DueTimes,
  wait: { since: number; until: number },
  hours: BusinessHours,
  timeZone: string,
): Pick<Loop, 'firstContactDueAt' | 'resolutionDueAt'> {
  const moved = (due: number): number => {
    if (due <= wait.since) return due
    const left = businessTimeBetween(wait.since, due, hours, timeZone)
    return Math.max(due, addBusinessTime(wait.until, left, hours, timeZone))
  }
  return {
    firstContactDueAt: moved(loop.firstContactDueAt),
    resolutionDueAt: moved(loop.resolutionDueAt),
  }
}

/** Ten years: hours that leave a clock running longer are a slip, and an alert must not fail for it. */
const maxDays = 3_653

function* openSpans(fromMs: number, hours: BusinessHours, timeZone: string): Generator<Span> {
  const start = DateTime.fromMillis(fromMs, { zone: timeZone })
  if (!start.isValid) throw unknownZone(timeZone)
  const overnight = hours.to <= hours.from
  // An opening of the day before may still be on.
  let day = start.startOf('day').minus({ days: 1 })
  for (let n = 0; n < maxDays; n += 1, day = day.plus({ days: 1 })) {
    if (!hours.days.includes(day.weekday)) continue
    const span = {
      from: atTime(day, hours.from),
      to: atTime(overnight ? day.plus({ days: 1 }) : day, hours.to),
    }
    if (span.to > fromMs && span.to > span.from) yield span
  }
}

function atTime(day: DateTime, time: string): number {
  return day.set({ hour: Number(time.slice(0, 2)), minute: Number(time.slice(3, 5)) }).toMillis()
}

function openDayMs(hours: BusinessHours): number {
  const minutes = minutesOf(hours.to) - minutesOf(hours.from)
  return (minutes > 0 ? minutes : minutes + 24 * 60) * 60_000
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
}

function unknownZone(timeZone: string): AppError {
  return new AppError({
    code: 'misconfigured',
    message: `no such time zone: ${timeZone}`,
    tellUser: ({ setup }) => setup.noTimeZone(),
  })
}
