import { createHash, timingSafeEqual } from 'node:crypto'
import { AppError } from '../../errors.js'
import { hmacMatches, hmacOf } from '../signatures/hmac.js'
import { signStandardWebhook, verifyStandardWebhook } from '../signatures/standard-webhooks.js'
import type { RawRequest, Signed } from '../source.js'
import type { Auth, HmacAuth, SecretParts } from './auth-shape.js'
import { fieldOf, withField } from './body-field.js'
import { filledIn, partsOfTemplate, signedBytes, type Part } from './template.js'
import { checkTimestamp, timestampOf } from './timestamp.js'

type Values = Readonly<Record<string, string>>

/** One way of being authentic. Checks take the same time whatever is wrong, and say nothing of the secret. */
interface Check {
  /**
   * Whether the request is authentic by this secret; null: it shows nothing, and need not.
   * @throws AppError bad_signature when something is missing or too old
   */
  matches(request: RawRequest, values: Values, now: number): boolean | null
  /** Adds what the tool would. */
  add(request: RawRequest, values: Values, now: number, deliveryKey: string): RawRequest
}

export interface Authenticity {
  verify(request: RawRequest, secrets: readonly string[], now: number): void
  sign(request: RawRequest, secret: string, now: number, deliveryKey: string): Signed
}

/** All that a file says of authenticity: every way must pass, by one and the same secret. */
export function authenticity(auth: readonly Auth[], secretParts: SecretParts): Authenticity {
  const checks = auth.map(checkOf)
  return {
    verify(request, secrets, now) {
      if (checks.length === 0) return
      let authentic = false
      for (const secret of secrets) {
        const values = valuesOf(secret, secretParts)
        const passed = checks.map((check) => check.matches(request, values, now))
        // What need not be signed one by one must still show the secret in one way.
        if (!passed.includes(false) && passed.includes(true)) authentic = true
      }
      if (!authentic) throw badSignature(auth.map(({ type }) => `${type} does not match`).join(', '))
    },
    sign(request, secret, now, deliveryKey) {
      const values = valuesOf(secret, secretParts)
      const signed = checks.reduce((made, check) => check.add(made, values, now, deliveryKey), request)
      return {
        headers: { ...signed.headers } as Record<string, string>,
        body: signed.body,
        ...(signed.query && { query: { ...signed.query } }),
      }
    },
  }
}

function valuesOf(secret: string, { parts, separator }: SecretParts): Values {
  if (parts.length === 0) return { secret }
  const pieces = secret.split(separator)
  return Object.fromEntries([
    ['secret', secret],
    ...parts.map((name, index) => [name, pieces[index] ?? '']),
  ]) as Values
}

function checkOf(auth: Auth): Check {
  if (auth.type === 'standard-webhooks') return standard()
  if (auth.type === 'hmac') return hmac(auth)
  const value = partsOfTemplate(auth.value)
  if (auth.type === 'query') {
    return shown(auth.name, value, {
      read: (request) => request.query?.[auth.name],
      write: (request, text) => ({ ...request, query: { ...request.query, [auth.name]: text } }),
    })
  }
  if (auth.type === 'bodyField') {
    return shown(auth.name, value, {
      read: (request) => fieldOf(request, auth.name),
      write: (request, text) => ({ ...request, body: withField(request, auth.name, text) }),
    })
  }
  return header(auth, value)
}

function header(auth: Extract<Auth, { type: 'header' | 'bearer' | 'basic' }>, value: readonly Part[]): Check {
  const name = auth.type === 'header' ? auth.name.toLowerCase() : 'authorization'
  const prefix = { header: '', bearer: 'Bearer ', basic: 'Basic ' }[auth.type]
  const encode = (text: string): string =>
    auth.type === 'basic' ? Buffer.from(text).toString('base64') : text
  return shown(name, value, {
    read(request) {
      const given = request.headers[name]
      if (given?.slice(0, prefix.length).toLowerCase() !== prefix.toLowerCase()) return undefined
      const rest = given.slice(prefix.length)
      return auth.type === 'basic' ? Buffer.from(rest, 'base64').toString() : rest
    },
    write: (request, text) => ({
      ...request,
      headers: { ...request.headers, [name]: prefix + encode(text) },
    }),
  })
}

interface Place {
  read(request: RawRequest): string | undefined
  write(request: RawRequest, text: string): RawRequest
}

/** The tool shows the secret itself. */
function shown(name: string, value: readonly Part[], place: Place): Check {
  return {
    matches(request, values) {
      const given = place.read(request)
      if (!given) throw badSignature(`${name} is missing`)
      return sameText(given, filledIn(value, values))
    },
    add: (request, values) => place.write(request, filledIn(value, values)),
  }
}

function standard(): Check {
  return {
    matches(request, { secret = '' }, now) {
      try {
        verifyStandardWebhook(request, [secret], now)
        return true
      } catch (error) {
        if (error instanceof AppError && error.message.endsWith('does not match')) return false
        throw error
      }
    },
    add(request, { secret = '' }, now, deliveryKey) {
      const { headers } = signStandardWebhook(request.body, secret, now, deliveryKey)
      return { ...request, headers: { ...request.headers, ...headers } }
    },
  }
}

function hmac(auth: HmacAuth): Check {
  const signed = partsOfTemplate(auth.signed)
  const keyTemplate = partsOfTemplate(auth.key)
  const name = auth.header?.toLowerCase()
  const keyOf = (values: Values): Buffer => Buffer.from(filledIn(keyTemplate, values), auth.keyEncoding)
  const bytes = (request: RawRequest): (Buffer | string)[] =>
    signedBytes(signed, request, timestampOf(auth.timestamp, request), (field) => fieldOf(request, field))
  return {
    matches(request, values, now) {
      const given = name === undefined ? fieldOf(request, auth.field ?? '') : request.headers[name]
      if (given === undefined && !auth.required) return null
      if (!given) throw badSignature(`${name ?? auth.field ?? ''} is missing`)
      if (auth.timestamp) checkTimestamp(auth.timestamp, request, now)
      return hmacMatches(auth, [keyOf(values)], bytes(request), [given])
    },
    add(request, values, now, deliveryKey) {
      const ready = withSignedHeaders(request, auth, signed, { now, deliveryKey })
      const code = hmacOf(auth, keyOf(values), bytes(ready))
      if (name === undefined) return { ...ready, body: withField(ready, auth.field ?? '', code) }
      return { ...ready, headers: { ...ready.headers, [name]: code } }
    },
  }
}

/** What a signature is over must be there before it: the time, and an id that its template names. */
function withSignedHeaders(
  request: RawRequest,
  { timestamp }: HmacAuth,
  signed: readonly Part[],
  { now, deliveryKey }: { now: number; deliveryKey: string },
): RawRequest {
  const headers = { ...request.headers }
  for (const part of signed) {
    if (typeof part !== 'string' && part.token === 'header')
      headers[(part.of ?? '').toLowerCase()] ??= deliveryKey
  }
  if (timestamp) headers[timestamp.header.toLowerCase()] = timestamp.write(now)
  return { ...request, headers }
}

/** In constant time, whatever their lengths are. */
function sameText(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(one), digest(other))
}

function badSignature(message: string): AppError {
  return new AppError({ code: 'bad_signature', message })
}
