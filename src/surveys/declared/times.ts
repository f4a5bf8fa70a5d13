import { DateTime, IANAZone } from 'luxon'

/** How a tool writes a time. */
export interface TimeFormat {
  /** iso, s and ms (since 1970), or a format of Luxon's such as "dd.MM.yyyy HH:mm". */
  format: string
  /** Of times that state none. */
  zone?: string | undefined
}

/** Why a value is no time; said without the value. */
export class TimeProblem extends Error {}

const latest = Date.UTC(9999, 0, 1)
const units: Readonly<Record<string, number>> = { s: 1_000, ms: 1 }
const zoned = /(?:Z|[+-]\d\d(?::?\d\d)?)$/i

/** Whether a name is that of a time zone. */
export function isZone(name: string): boolean {
  return IANAZone.isValidZone(name)
}

/**
 * Epoch milliseconds of a time as the tool writes it. Neither unit nor zone is guessed.
 * @throws TimeProblem
 */
export function timeOf(value: unknown, { format, zone }: TimeFormat): number {
  const unit = units[format]
  const ms = unit === undefined ? written(value, format, zone) : counted(value, unit)
  if (ms < 0 || ms >= latest) throw new TimeProblem('must be from 1970 to 9998')
  return Math.trunc(ms)
}

function counted(value: unknown, unit: number): number {
  const text = typeof value === 'string' ? value.trim() : value
  const number = typeof text === 'string' && /^\d{1,16}(\.\d{1,9})?$/.test(text) ? Number(text) : text
  if (typeof number === 'number' && Number.isFinite(number)) return number * unit
  throw new TimeProblem(`must be a number of ${unit === 1 ? 'milliseconds' : 'seconds'} since 1970`)
}

function written(value: unknown, format: string, zone: string | undefined): number {
  if (typeof value !== 'string')
    throw new TimeProblem('must be a time as a text; of a number say its format: s or ms')
  const text = value.trim().slice(0, 100)
  if (format === 'iso') return iso(text, zone)
  const namesZone = /[zZ]/.test(format.replace(/'[^']*'/g, ''))
  if (!namesZone && zone === undefined) throw noZone()
  return valid(
    DateTime.fromFormat(text, format, { zone: zone ?? 'utc', locale: 'en' }),
    'must be a time of the format declared',
  )
}

function iso(text: string, zone: string | undefined): number {
  const tight = text.replace(/ ?(UTC|GMT)$/i, 'Z').replace(/ (?=[+-]\d\d)/, '')
  const [day = '', time = ''] = tight.split(/[T ]/i)
  if (time === '' || !/^\d{4}-/.test(day))
    throw new TimeProblem('must be an ISO 8601 time, such as 2026-01-31T12:00:00Z')
  if (!zoned.test(time) && zone === undefined) throw noZone()
  return valid(
    DateTime.fromISO(`${day}T${time}`, { zone: zone ?? 'utc' }),
    'must be an ISO 8601 time, such as 2026-01-31T12:00:00Z',
  )
}

function valid(time: DateTime, problem: string): number {
  if (!time.isValid) throw new TimeProblem(problem)
  return time.toMillis()
}

function noZone(): TimeProblem {
  return new TimeProblem('has no time zone: say which (times.zone in the file, or the setting of the source)')
}
