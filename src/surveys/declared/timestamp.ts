import { AppError } from '../../errors.js'
import type { RawRequest } from '../source.js'
import type { SignedTime } from './auth-shape.js'

/** The time of a signature as it was sent: it is signed as that text. */
export function timestampOf(time: SignedTime | undefined, request: RawRequest): string {
  return time ? (request.headers[time.header.toLowerCase()] ?? '') : ''
}

/** Limits how long a delivery can be replayed by somebody else. @throws AppError bad_signature */
export function checkTimestamp(time: SignedTime, request: RawRequest, now: number): void {
  const at = epochOf(timestampOf(time, request), time.format)
  if (!Number.isFinite(at)) throw badSignature(`${time.header} is not a time`)
  if (Math.abs(now - at) > time.tolerance * 1_000) {
    throw badSignature(`${time.header} is more than ${time.tolerance} seconds away from our clock`)
  }
}

function epochOf(text: string, format: SignedTime['format']): number {
  if (format === 'rfc3339')
    return /^\d{4}-\d\d-\d\dT[\d:.]{5,20}(Z|[+-]\d\d:\d\d)$/i.test(text) ? Date.parse(text) : Number.NaN
  if (!/^\d{1,16}$/.test(text)) return Number.NaN
  return Number(text) * (format === 's' ? 1_000 : 1)
}

function badSignature(message: string): AppError {
  return new AppError({ code: 'bad_signature', message })
}
