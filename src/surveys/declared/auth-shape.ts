import { z } from 'zod'
import { rule } from '../../input-problem.js'
import { partsOfTemplate } from './template.js'

const HeaderName = z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,99}$/, rule('header_name'))
const FieldName = z.string().min(1).max(200)

const signedTokens = new Set(['body', 'timestamp', 'method', 'url', 'header', 'field'])

/** When a signature was made, in a header of its own: it is signed too, and limits a replay. */
const SignedTime = z
  .strictObject({
    header: HeaderName,
    format: z.enum(['s', 'ms', 'rfc3339']).default('s'),
    /** Seconds, both ways. */
    tolerance: z.int().min(1).max(86_400).default(300),
  })
  .transform((time) => ({ ...time, write: (now: number): string => writtenTime(now, time.format) }))
export type SignedTime = z.infer<typeof SignedTime>

function writtenTime(now: number, format: 's' | 'ms' | 'rfc3339'): string {
  if (format === 'rfc3339') return new Date(now).toISOString()
  return String(format === 's' ? Math.floor(now / 1_000) : now)
}

const HmacAuth = z
  .strictObject({
    type: z.literal('hmac'),
    algorithm: z.enum(['sha1', 'sha256', 'sha512']).default('sha256'),
    encoding: z.enum(['hex', 'base64']).default('hex'),
    header: HeaderName.optional(),
    /** Instead of a header: a field of the body. */
    field: FieldName.optional(),
    prefix: z.string().max(40).default(''),
    signed: z.string().min(1).max(300).default('{body}'),
    key: z.string().min(1).max(200).default('{secret}'),
    keyEncoding: z.enum(['utf8', 'base64', 'hex']).default('utf8'),
    timestamp: SignedTime.optional(),
    /** False: older versions of the tool sign nothing, and are taken too. */
    required: z.boolean().default(true),
  })
  .refine(({ header, field }) => (header === undefined) !== (field === undefined), rule('header_or_field'))
  .refine(({ signed }) => unknownTokens(signed, signedTokens).length === 0, {
    path: ['signed'],
    error: rule('signed_tokens'),
  })
  .refine(({ signed, timestamp }) => timestamp !== undefined || !signed.includes('{timestamp}'), {
    path: ['timestamp'],
    error: rule('timestamp_needed'),
  })
export type HmacAuth = z.infer<typeof HmacAuth>

/** What is shown of the secret: all of it, or one of its parts. */
const value = z.string().min(1).max(200).default('{secret}')

export const Auth = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ type: z.literal('standard-webhooks') }),
    HmacAuth,
    z.strictObject({ type: z.literal('header'), name: HeaderName, value }),
    z.strictObject({ type: z.literal('bearer'), value }),
    z.strictObject({ type: z.literal('basic'), value }),
    z.strictObject({ type: z.literal('query'), name: FieldName, value }),
    z.strictObject({ type: z.literal('bodyField'), name: FieldName, value }),
  ],
  { error: rule('auth_type') },
)
export type Auth = z.infer<typeof Auth>

export interface SecretParts {
  /** Names for the pieces of the secret; none: it is one. */
  parts: readonly string[]
  separator: string
}

/** Places of a template that nothing fills. */
export function unknownTokens(template: string, known: ReadonlySet<string>): string[] {
  return partsOfTemplate(template).flatMap((part) =>
    typeof part === 'string' || known.has(part.token) ? [] : [part.token],
  )
}
