import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { AppError } from '../../src/errors.js'
import { hmacMatches } from '../../src/surveys/signatures/hmac.js'
import type { RawRequest } from '../../src/surveys/source.js'
import { sourceOf } from '../../src/surveys/sources.js'

/** A signature that somebody else made. */
const Vector = z.object({
  source: z.string(),
  scheme: z.string(),
  secret: z.string(),
  method: z.string().optional(),
  url: z.string().optional(),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.string().optional(),
  /** Of a form: the field that is signed, and its code. */
  signed: z.string().optional(),
  signature: z.string().optional(),
})
export type Vector = z.infer<typeof Vector>

/** Their names for kinds of ours. */
const kinds: Readonly<Record<string, string>> = { 'standard-webhooks': 'canonical', 'hubspot-v3': 'hubspot' }

export function vectorsIn(folder: string): Vector[] {
  const file = path.join(folder, 'signature-vectors.json')
  return existsSync(file) ? z.array(Vector).parse(JSON.parse(readFileSync(file, 'utf8'))) : []
}

/** The bytes that are signed. */
export function signedBytes({ body, signed }: Vector): Buffer {
  return Buffer.from(body ?? signed ?? '')
}

/** Whether our check of that tool takes the signature for these bytes. */
export function verifies(vector: Vector, bytes: Buffer): boolean {
  const tool = sourceOf(kinds[vector.source] ?? vector.source)
  const headers = Object.fromEntries(
    Object.entries(vector.headers).map(([name, value]) => [name.toLowerCase(), value]),
  )
  if (!tool) return verifiesByHand(vector, headers, bytes)
  try {
    tool.verify(requestOf(vector, headers, bytes), [vector.secret], timeOf(headers))
    return true
  } catch (error) {
    if (error instanceof AppError && error.code === 'bad_signature') return false
    throw error
  }
}

function requestOf(vector: Vector, headers: Record<string, string>, bytes: Buffer): RawRequest {
  const { method = 'POST', url = '', signature } = vector
  if (signature === undefined) return { method, url, headers, body: bytes }
  const pairs = [`HMAC=${signature}`, `MSG=${percentEncoded(bytes)}`]
  return {
    method,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: Buffer.from(pairs.join('&')),
  }
}

/** Byte by byte, so that a changed one reaches the check as it is. */
function percentEncoded(bytes: Buffer): string {
  return [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
}

/** HubSpot's own, while no source of ours is called so: method, address, body and time together. */
function verifiesByHand(vector: Vector, headers: Record<string, string>, bytes: Buffer): boolean {
  const { method = '', url = '', secret } = vector
  const time = headers['x-hubspot-request-timestamp'] ?? ''
  const scheme = { algorithm: 'sha256', encoding: 'base64', prefix: '' } as const
  return hmacMatches(scheme, [secret], [method, url, bytes, time], [headers['x-hubspot-signature-v3'] ?? ''])
}

/** When the signature was made, by whichever header says so. */
function timeOf(headers: Record<string, string>): number {
  const seconds = headers['webhook-timestamp']
  const ms = headers['x-hubspot-request-timestamp']
  return seconds === undefined ? Number(ms ?? 0) : Number(seconds) * 1_000
}
