import { z } from 'zod'
import { AppError } from '../../errors.js'
import { rule } from '../../input-problem.js'
import { readJson } from '../read-json.js'
import type { Parsed, RawRequest, Signed } from '../source.js'
import { ed25519Matches } from './ed25519.js'
import { hmacMatches, hmacOf, type HmacScheme } from './hmac.js'

/** Standard Webhooks 1.0.0 (standardwebhooks.com): symmetric signatures `v1`, and `v1a` by an ed25519 key. */
const v1: HmacScheme = { algorithm: 'sha256', encoding: 'base64', prefix: 'v1,' }

/** The specification's advice: five minutes, both ways. */
const toleranceMs = 5 * 60_000
const secretPrefix = 'whsec_'
const publicPrefix = 'whpk_'
const asymmetric = 'v1a,'

/** `whsec_` and 24 to 64 bytes in base64. */
export const StandardWebhooksSecret = z.string().refine(isSecret, rule('standard_webhooks_secret'))

/** The same, or `whpk_` and the 32 bytes of the sender's public key in base64. */
export const StandardWebhooksKey = z
  .string()
  .refine((key) => isSecret(key) || isPublicKey(key), rule('standard_webhooks_key'))

/**
 * Checks `webhook-signature`, a list separated by spaces of which one must match (rotation on their side) under any of
 * our secrets (rotation on ours). Entries of an unknown version are ignored. A replay is limited by the timestamp.
 * @param now epoch ms
 * @throws AppError bad_signature
 */
export function verifyStandardWebhook(request: RawRequest, secrets: readonly string[], now: number): void {
  const id = headerOf(request, 'webhook-id')
  const timestamp = headerOf(request, 'webhook-timestamp')
  const signatures = headerOf(request, 'webhook-signature')
  if (!/^\d{1,12}$/.test(timestamp)) throw badSignature('webhook-timestamp is not a number of seconds')
  if (Math.abs(now - Number(timestamp) * 1000) > toleranceMs) {
    throw badSignature('webhook-timestamp is more than five minutes away from our clock')
  }
  const listed = signatures.split(' ').slice(0, 20)
  const given = listed.filter((signature) => signature.startsWith(v1.prefix))
  const head = `${id}.${timestamp}.`
  const shared = secrets.filter((secret) => !secret.startsWith(publicPrefix))
  const matches = hmacMatches(v1, shared.map(keyOf), [head, request.body], given)
  if (!matches && !matchesPublicly(secrets, Buffer.concat([Buffer.from(head), request.body]), listed)) {
    throw badSignature('webhook-signature does not match')
  }
}

/**
 * The JSON of such a delivery, and its key: the id stays the same over retries. A replay has no headers, so it may be absent.
 * @param kind the source's kind: it opens the error
 * @throws AppError bad_input
 */
export function readStandardWebhook(
  kind: string,
  request: RawRequest,
): { body: unknown; delivery: Pick<Parsed, 'deliveryKey'> } {
  const id = request.headers['webhook-id']
  return { body: readJson(kind, request.body), delivery: id ? { deliveryKey: id } : {} }
}

/** The three headers for a body, as a sender makes them. @param now epoch ms */
export function signStandardWebhook(body: Buffer, secret: string, now: number, id: string): Signed {
  const timestamp = String(Math.floor(now / 1000))
  const signature = hmacOf(v1, keyOf(secret), [`${id}.${timestamp}.`, body])
  return {
    headers: { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature },
  }
}

function matchesPublicly(secrets: readonly string[], signed: Buffer, listed: readonly string[]): boolean {
  const keys = secrets.filter((secret) => secret.startsWith(publicPrefix))
  if (keys.length === 0) return false
  const given = listed.filter((signature) => signature.startsWith(asymmetric))
  const decoded = given.map((signature) => Buffer.from(signature.slice(asymmetric.length), 'base64'))
  return ed25519Matches(
    keys.map((key) => Buffer.from(key.slice(publicPrefix.length), 'base64')),
    signed,
    decoded,
  )
}

function isPublicKey(key: string): boolean {
  return key.startsWith(publicPrefix) && /^[A-Za-z0-9+/]{43}=$/.test(key.slice(publicPrefix.length))
}

function headerOf(request: RawRequest, name: string): string {
  const value = request.headers[name]
  if (!value) throw badSignature(`${name} is missing`)
  return value
}

function keyOf(secret: string): Buffer {
  return Buffer.from(secret.slice(secretPrefix.length), 'base64')
}

function isSecret(secret: string): boolean {
  const encoded = secret.slice(secretPrefix.length)
  if (!secret.startsWith(secretPrefix) || !/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) return false
  const bytes = keyOf(secret).length
  return bytes >= 24 && bytes <= 64
}

function badSignature(message: string): AppError {
  return new AppError({ code: 'bad_signature', message })
}
