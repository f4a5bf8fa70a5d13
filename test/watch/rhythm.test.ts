import { describe, expect, it } from 'vitest'
import { learnRhythm, longestRun, silentFrom } from '../../src/watch/rhythm.js'
import { seededRandom } from '../support/random.js'

const hour = 3_600_000
const day = 24 * hour
/** A Monday. */
const start = Date.parse('2026-01-05T00:00:00Z')
const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString())

/** The hours of so many weeks, in UTC, that `isActive` picks by weekday (1 Monday) and hour. */
function hoursOf(
  weeks: number,
  isActive: (weekday: number, hourOfDay: number, week: number) => boolean,
): number[] {
  const hours = Array.from({ length: weeks * 168 }, (_, n) => n)
  return hours
    .filter((n) => isActive((Math.floor(n / 24) % 7) + 1, n % 24, Math.floor(n / 168)))
    .map((n) => start + n * hour)
}

const office = (weekday: number, hourOfDay: number) => weekday <= 5 && hourOfDay >= 9 && hourOfDay < 17

function toldAfter(active: readonly number[], lastSeen: number, zone = 'UTC'): number | null {
  const rhythm = learnRhythm(active, lastSeen, zone)
  return rhythm === null ? null : silentFrom(rhythm, lastSeen)
}

describe('a source that sends in every office hour', () => {
  const active = hoursOf(8, office)

  it('is missed after some hours of a working day: 8 of 8 weeks, a chance of 1 in 9 an hour', () => {
    const tuesday = start + 8 * 7 * day + day
    const lastSeen = tuesday + 10 * hour
    const known = [...active, ...hoursOf(1, office).map((at) => at + 8 * 7 * day)].filter(
      (at) => at <= lastSeen,
    )

    // ln(1000) / ln(9) = 3.14 hours.
    expect(iso(toldAfter(known, lastSeen))).toMatch(/^2026-03-03T13:(0[789]|1\d)/)
  })

  it('is not missed at night and not on a weekend, but on Monday morning', () => {
    const friday = start + 7 * 7 * day + 4 * day + 16 * hour + 59 * 60_000

    const at = toldAfter(active, friday) ?? 0

    expect(iso(at)).toMatch(/^2026-03-02T12:/)
  })

  it('is judged by the clock of its workspace, in summer too', () => {
    // 9 to 17 in New York, which is another hour of UTC from March 8 on.
    const local = hoursOf(8, office).map((at) => at + 5 * hour)
    const lastSeen = Math.max(...local)
    const at = toldAfter(local, lastSeen, 'America/New_York') ?? 0
    const inUtc = toldAfter(local, lastSeen, 'UTC') ?? 0

    expect(iso(at)).toMatch(/^2026-03-02T16:/)
    expect(iso(inUtc)).toBe(iso(at))
    const later = learnRhythm(local, lastSeen, 'America/New_York')
    const sunday = Date.parse('2026-03-08T20:00:00Z')
    expect(iso(later && silentFrom(later, sunday))).toMatch(/^2026-03-09T16:/)
  })
})

it('nothing is told before two weeks were seen, nor of a handful of deliveries', () => {
  const oneWeek = hoursOf(2, () => true).slice(0, 300)
  const rare = hoursOf(8, (weekday, hourOfDay) => weekday === 1 && hourOfDay === 9)

  expect(learnRhythm(oneWeek, Math.max(...oneWeek), 'UTC')).toBeNull()
  expect(learnRhythm(rare, Math.max(...rare), 'UTC')).toBeNull()
})

it('few weeks say less than many', () => {
  const short = hoursOf(3, () => true)
  const long = hoursOf(8, () => true)
  const waits = (active: number[]) => (toldAfter(active, Math.max(...active)) ?? 0) - Math.max(...active)

  expect(waits(long)).toBeLessThan(waits(short))
  expect(waits(long)).toBeGreaterThan(3 * hour)
})

it('one outage of the past does not hide the next; a source that rests now and then is left in peace', () => {
  const outage = hoursOf(
    8,
    (weekday, hourOfDay, week) => office(weekday, hourOfDay) && !(week === 4 && weekday === 3),
  )
  const everyOther = hoursOf(8, (weekday, hourOfDay, week) => office(weekday, hourOfDay) && week % 2 === 1)
  const monday = start + 8 * 7 * day

  expect(toldAfter(outage, Math.max(...outage))).toBeLessThan(monday + 15 * hour)
  // Silence of a week is as usual.
  expect(toldAfter(everyOther, Math.max(...everyOther))).toBeGreaterThan(monday + 7 * day)
})

it('a source that sends by chance as it always did is told silent in less than 1 of 500 gaps', () => {
  const random = seededRandom(7)
  const rate = (weekday: number, hourOfDay: number) =>
    office(weekday, hourOfDay) ? 0.6 : hourOfDay > 6 ? 0.05 : 0
  const all = hoursOf(120, (weekday, hourOfDay) => random() < rate(weekday, hourOfDay))
  let [told, gaps] = [0, 0]
  for (const [index, lastSeen] of all.entries()) {
    const next = all[index + 1]
    if (lastSeen < start + 8 * 7 * day || next === undefined) continue
    gaps += 1
    if (next - lastSeen < 3 * hour) continue
    const at = toldAfter(all.slice(Math.max(0, index - 1_400), index + 1), lastSeen)
    if (at !== null && at < next) told += 1
  }

  expect(gaps).toBeGreaterThan(2_000)
  expect(told / gaps).toBeLessThan(1 / 500)
})

it.each([
  [0, 0, 20],
  [40, 0, 20],
  [100, 90, 20],
  // One in 101: 1 - 1/102 to the power of 702 is below 1 in 1,000.
  [101, 1, 702],
])('of %i deliveries %i with an answer: a run of %i without one is remarkable', (deliveries, useful, run) => {
  expect(longestRun(deliveries, useful)).toBe(run)
})
