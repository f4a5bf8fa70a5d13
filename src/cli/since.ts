import { DateTime } from 'luxon'
import { AppError } from '../errors.js'

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }

/**
 * A time of the past as people type it: so long ago (30m, 6h, 2d, 1w), a day, or an ISO time. What has no offset is meant in
 * the workspace's time zone.
 * @throws AppError bad_input
 */
export function parseSince(text: string, at: { now: number; timeZone: string }): number {
  const typed = text.trim()
  const ago = /^(\d{1,6})\s*([mhdw])$/.exec(typed)
  if (ago) return at.now - Number(ago[1]) * (unitMs[ago[2] ?? ''] ?? 0)
  const time = DateTime.fromISO(typed, { zone: at.timeZone })
  if (/^\d{4}-\d\d-\d\d/.test(typed) && time.isValid) return time.toMillis()
  throw new AppError({
    code: 'bad_input',
    message: 'since: not a time',
    tellUser: ({ cli }) => cli.since.notUnderstood(),
  })
}

/** A whole number within bounds. @throws AppError bad_input */
export function parseCount(option: string, text: string, least: number, most: number): number {
  const count = /^\d{1,9}$/.test(text.trim()) ? Number(text) : Number.NaN
  if (count >= least && count <= most) return count
  throw new AppError({
    code: 'bad_input',
    message: 'not a count',
    tellUser: ({ cli }) => cli.since.notACount(option, least, most),
  })
}
