import { IANAZone } from 'luxon'

/**
 * How a source usually sends, and when its silence is remarkable. Pure: times are epoch ms.
 *
 * The week has 168 hours of the workspace's own clock. The chance that a source sends in one of them is learned as
 * k / (n + 1): in k of the n weeks that were seen something came in that hour. An hour in which nothing ever came (nights,
 * weekends) has the chance 0 and proves nothing; the + 1 makes few weeks say less than many. The chance of silence from a to b
 * is the product of (1 - chance) over the hours between, parts of an hour counting in part. How many deliveries an hour
 * brings plays no part: one campaign must not pass for a rhythm.
 *
 * Silence is told when that chance is below 1 in 1,000, when at most one gap of the past was as unlikely (a source that rests
 * now and then for a holiday or between two campaigns does it again), and after an hour at the earliest. Nothing is told
 * before two weeks and 12 hours with deliveries were seen.
 */
export interface Rhythm {
  /** By hour of the week, Monday 0:00 first: -ln(1 - chance), what an hour of silence is worth. */
  worth: readonly number[]
  /** Silence worth more than this is told. */
  threshold: number
  timeZone: string
}

const hourMs = 3_600_000
const weekHours = 168
const learnHours = 8 * weekHours
const leastHours = 2 * weekHours
const leastActive = 12
const oneInThousand = Math.log(1_000)
/** The same hours summed in another order are as long. */
const rounding = 1e-6
const leastSilenceMs = hourMs
/** Beyond this, somebody has long noticed or nobody misses it. */
const longestSilenceHours = 8 * weekHours

/** From when on hours count for what is learned up to this time. */
export function learnsFrom(until: number): number {
  return hourOf(until) - (learnHours - 1) * hourMs
}

/**
 * @param active starts of the hours, in UTC, in which something came
 * @param until the last delivery: its hour is the last that counts, so what came after it (nothing) is judged and not learned
 * @returns null: too little was seen
 */
export function learnRhythm(active: readonly number[], until: number, timeZone: string): Rhythm | null {
  const last = hourOf(until)
  const came = new Set(active.filter((hour) => hour >= learnsFrom(until) && hour <= last))
  came.add(last)
  const first = Math.min(...came)
  if ((last - first) / hourMs < leastHours || came.size < leastActive) return null
  const slotOf = slotsOf(timeZone)
  const seen = new Array<number>(weekHours).fill(0)
  const had = new Array<number>(weekHours).fill(0)
  for (let hour = first; hour <= last; hour += hourMs) {
    const slot = slotOf(hour)
    seen[slot] = (seen[slot] ?? 0) + 1
    if (came.has(hour)) had[slot] = (had[slot] ?? 0) + 1
  }
  const worth = seen.map((n, slot) => -Math.log(1 - (had[slot] ?? 0) / (n + 1)))
  const gaps = { came, first, last, worthOf: (hour: number) => worth[slotOf(hour)] ?? 0 }
  return { worth, threshold: Math.max(oneInThousand, secondLongest(gaps) + rounding), timeZone }
}

/** When silence since the last delivery is remarkable; null: not within eight weeks. */
export function silentFrom({ worth, threshold, timeZone }: Rhythm, lastSeen: number): number | null {
  const slotOf = slotsOf(timeZone)
  let sum = 0
  let at = lastSeen
  for (let n = 0; n <= longestSilenceHours; n += 1) {
    const end = hourOf(at) + hourMs
    const perMs = (worth[slotOf(at)] ?? 0) / hourMs
    if (sum + perMs * (end - at) > threshold) {
      return Math.max(at + Math.ceil((threshold - sum) / perMs), lastSeen + leastSilenceMs)
    }
    sum += perMs * (end - at)
    at = end
  }
  return null
}

interface Past {
  came: ReadonlySet<number>
  first: number
  last: number
  worthOf: (hour: number) => number
}

/** What the second most remarkable gap of the past was worth: one outage must not hide the next one. */
function secondLongest({ came, first, last, worthOf }: Past): number {
  let [most, second, gap] = [0, 0, 0]
  for (let hour = first; hour <= last; hour += hourMs) {
    if (!came.has(hour)) {
      gap += worthOf(hour)
      continue
    }
    if (gap > most) [most, second] = [gap, most]
    else if (gap > second) second = gap
    // Its delivery may have come at the hour's very beginning.
    gap = worthOf(hour)
  }
  return second
}

function hourOf(at: number): number {
  return Math.floor(at / hourMs) * hourMs
}

type SlotOf = (at: number) => number

/** The hour of the week by the clock of a zone. A zone is asked twice a day only, but on days on which its clock changes. */
function slotsOf(timeZone: string): SlotOf {
  const zone = IANAZone.create(timeZone)
  const dayMs = 24 * hourMs
  let [day, offset] = [Number.NaN, Number.NaN]
  return (at) => {
    const dayOfAt = Math.floor(at / dayMs)
    if (dayOfAt !== day) {
      day = dayOfAt
      offset = zone.offset(day * dayMs)
      if (zone.offset((day + 1) * dayMs) !== offset) offset = Number.NaN
    }
    const minutes = Number.isNaN(offset) ? zone.offset(at) : offset
    // 1970 began on a Thursday: three days after a Monday.
    return (Math.floor((at + minutes * 60_000) / hourMs) + 3 * 24) % weekHours
  }
}

/** How long a run of deliveries without an answer may be, by how many had one: the chance of a longer one is below 1 in 1,000. */
export function longestRun(deliveries: number, useful: number): number {
  const share = useful / (deliveries + 1)
  // Nothing useful ever came: a filter that never matched, or a tool that was only tested.
  if (useful === 0) return leastRun
  return Math.max(leastRun, Math.ceil(oneInThousand / -Math.log(1 - share)))
}

export const leastRun = 20
