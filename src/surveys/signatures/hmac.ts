import { createHmac, timingSafeEqual } from 'node:crypto'

/** How a tool writes an HMAC into a header. */
export interface HmacScheme {
  algorithm: 'sha1' | 'sha256' | 'sha512'
  encoding: 'hex' | 'base64'
  /** What stands before the code, such as "sha256="; may be empty. */
  prefix: string
}

/** @param parts the signed bytes, in order. @param key the secret's bytes, or text taken as UTF-8 */
export function hmacOf(
  scheme: HmacScheme,
  key: Buffer | string,
  parts: readonly (Buffer | string)[],
): string {
  const mac = createHmac(scheme.algorithm, key)
  for (const part of parts) mac.update(part)
  return scheme.prefix + mac.digest(scheme.encoding)
}

/**
 * Whether any of the given codes is the right one under any of the keys. Every pair is compared, in constant time, so
 * the time taken tells neither how much of a code was right nor which key it was.
 */
export function hmacMatches(
  scheme: HmacScheme,
  keys: readonly (Buffer | string)[],
  parts: readonly (Buffer | string)[],
  given: readonly string[],
): boolean {
  let matched = false
  for (const key of keys) {
    const expected = hmacOf(scheme, key, parts)
    for (const code of given) {
      if (sameText(expected, scheme.encoding === 'hex' ? lowerHex(scheme, code) : code)) matched = true
    }
  }
  return matched
}

function lowerHex({ prefix }: HmacScheme, code: string): string {
  return code.slice(0, prefix.length) + code.slice(prefix.length).toLowerCase()
}

/** A code's length is no secret: it is that of its algorithm. Its content is compared in constant time. */
function sameText(expected: string, given: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(given)]
  return one.length === other.length && timingSafeEqual(one, other)
}
