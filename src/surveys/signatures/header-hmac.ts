import { AppError } from '../../errors.js'
import type { RawRequest } from '../source.js'
import { hmacMatches, hmacOf, type HmacScheme } from './hmac.js'

/** A tool that puts one HMAC into one header. */
export interface HeaderHmac {
  /** Lower case. */
  header: string
  scheme: HmacScheme
  /** What is signed, in order. Absent: the body alone. */
  signed?: (request: RawRequest) => readonly (Buffer | string)[]
}

/**
 * Checks the code under any of the secrets, each taken as UTF-8.
 * @throws AppError bad_signature
 */
export function verifyHeaderHmac(way: HeaderHmac, request: RawRequest, secrets: readonly string[]): void {
  const given = request.headers[way.header]
  if (!given) throw badSignature(`${way.header} is missing`)
  if (!hmacMatches(way.scheme, secrets, signedParts(way, request), [given])) {
    throw badSignature(`${way.header} does not match`)
  }
}

/** The header as the tool sends it. */
export function signHeaderHmac(way: HeaderHmac, request: RawRequest, secret: string): Record<string, string> {
  return { [way.header]: hmacOf(way.scheme, secret, signedParts(way, request)) }
}

function signedParts(way: HeaderHmac, request: RawRequest): readonly (Buffer | string)[] {
  return way.signed?.(request) ?? [request.body]
}

function badSignature(message: string): AppError {
  return new AppError({ code: 'bad_signature', message })
}
