import { DateTime, IANAZone } from 'luxon'
import type { When } from './mapping.js'
import { BadRow } from './row.js'

const iso = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)\s?(Z|[+-]\d\d(?::?\d\d)?)?)?$/i
const latest = Date.UTC(9999, 0, 1)

/** Epoch milliseconds; NaN: the text is none. */
type Read = (text: string) => number

/**
 * How a column's times are read. A time without an offset is read in the zone that the mapping assumes; where it assumes
 * none, the row cannot be taken: a guess would move answers to other days.
 * @param field how the mapping calls it
 */
export function readerOf(when: When, field: string): Read {
  const read = formatReader(when, field)
  return (text) => {
    const at = read(text)
    if (!Number.isFinite(at)) throw new BadRow(`${field} does not fit its format`)
    if (at < 0 || at >= latest) throw new BadRow(`${field} must be from 1970 to 9998`)
    return Math.trunc(at)
  }
}

function formatReader({ format, zone, locale }: When, field: string): Read {
  if (format === 'unix' || format === 'unix_ms') {
    const factor = format === 'unix' ? 1_000 : 1
    return (text) => (/^\d{1,16}(\.\d{1,9})?$/.test(text) ? Number(text) * factor : Number.NaN)
  }
  const noZone = (): never => {
    throw new BadRow(`${field} has no zone: say which one is meant (${field}.zone)`)
  }
  const fromLocal = zone === undefined ? noZone : localReader(zone)
  if (format === 'iso') return (text) => readIso(text, fromLocal)
  const parser = DateTime.buildFormatParser(format, { locale })
  const parse: Read = (text) => DateTime.fromFormatParser(text, parser, { zone: 'utc', locale }).toMillis()
  // A pattern with an offset or a zone in it needs none assumed.
  if (/Z|z/.test(format.replace(/'[^']*'/g, ''))) return parse
  return (text) => {
    const local = parse(text)
    return Number.isNaN(local) ? local : fromLocal(local)
  }
}

function readIso(text: string, fromLocal: (local: number) => number): number {
  const [, day, time = '00:00', offset] = iso.exec(text) ?? []
  if (day === undefined) return Number.NaN
  const local = Date.parse(`${day}T${time.replace(',', '.')}Z`)
  // The 30th of February is read as a day of March.
  if (Number.isNaN(local) || !new Date(local).toISOString().startsWith(day)) return Number.NaN
  return offset === undefined ? fromLocal(local) : local - offsetMs(offset)
}

function offsetMs(offset: string): number {
  if (/z/i.test(offset)) return 0
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(offset) ?? []
  const ms = (Number(hours) * 60 + Number(minutes)) * 60_000
  return sign === '-' ? -ms : ms
}

/** No zone changes its offset within a quarter of an hour. */
const quarterMs = 15 * 60_000
const dayMs = 24 * 3_600_000

/**
 * From what a clock on the wall showed to epoch milliseconds. Offsets are kept by the quarter of an hour, since asking for
 * one takes ten times as long as all the rest of a row. An hour that clocks show twice is the first of both, and one that they
 * leap over is read as if they did not.
 */
function localReader(zoneName: string): (local: number) => number {
  const zone = IANAZone.create(zoneName)
  const known = new Map<number, number>()
  const offsetAt = (at: number): number => {
    const quarter = Math.floor(at / quarterMs)
    let offset = known.get(quarter)
    if (offset === undefined) {
      offset = zone.offset(at) * 60_000
      if (known.size > 50_000) known.clear()
      known.set(quarter, offset)
    }
    return offset
  }
  return (local) => {
    const [before, after] = [offsetAt(local - dayMs), offsetAt(local + dayMs)]
    const fits = [before, after].map((offset) => local - offset).filter((at) => local - at === offsetAt(at))
    return fits.length > 0 ? Math.min(...fits) : local - before
  }
}
