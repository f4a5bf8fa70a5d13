import { describe, expect, test } from 'vitest'
import { AppError } from '../../src/errors.js'
import { hmacMatches, hmacOf, type HmacScheme } from '../../src/surveys/signatures/hmac.js'
import {
  signStandardWebhook,
  StandardWebhooksSecret,
  verifyStandardWebhook,
} from '../../src/surveys/signatures/standard-webhooks.js'
import { typeform } from '../../src/surveys/sources/typeform.js'

/** Published vectors: secret, signed bytes, signature. */
const vectors: { name: string; scheme: HmacScheme; secret: string; signed: string; signature: string }[] = [
  {
    name: 'Typeform',
    scheme: { algorithm: 'sha256', encoding: 'base64', prefix: 'sha256=' },
    secret: 'typeform_webhook_secret_2026',
    signed:
      '{"event_type":"form_response","form_response":{"form_id":"aBcDefGhIj","token":"8lBh6Y7h2qOHo","submitted_at":"2023-01-27T15:40:21Z"}}',
    signature: 'sha256=SxAJUw6vn/KWUnuo8L+etZQ1+P6nGF+4t92qCVhABgo=',
  },
  {
    name: 'Qualtrics (captured)',
    scheme: { algorithm: 'sha512', encoding: 'hex', prefix: '' },
    secret: 'kyma4ever',
    signed:
      '{"Status":"Complete","SurveyID":"SV_1AmkKSDmoZ4XlQx","ResponseID":"R_0B7IcnXszjEUHLP","CompletedDate":"2019-06-25 07:58:25","BrandID":"sapdevelopment"}',
    signature:
      'c2c585a404c239aa3063b462cc33551d3ed3ed2de0899f58d456fc0ef7ebef6f3c3af44957989bd0592603e41edde9528f7d9ed09ee128bf719aa12f46e5c598',
  },
  {
    name: 'Intercom',
    scheme: { algorithm: 'sha1', encoding: 'hex', prefix: 'sha1=' },
    secret: 'intercom-client-secret-for-testing',
    signed:
      '{"type":"notification_event","app_id":"abc123","data":{"type":"notification_event_data","item":{"type":"ticket","id":"5"}}}',
    signature: 'sha1=cbf9bf16f89d9cf089ee3500c5ba94595b3aedcd',
  },
]

describe('HMAC over the raw bytes', () => {
  test.each(vectors)('the published vector of $name', ({ scheme, secret, signed, signature }) => {
    expect(hmacOf(scheme, secret, [signed])).toBe(signature)
    expect(hmacMatches(scheme, ['another secret', secret], [signed], [signature])).toBe(true)
    expect(hmacMatches(scheme, ['another secret'], [signed], [signature])).toBe(false)
    expect(hmacMatches(scheme, [secret], [`${signed} `], [signature])).toBe(false)
    expect(hmacMatches(scheme, [], [signed], [signature])).toBe(false)
  })

  test('hex is compared without regard to case, base64 with it', () => {
    const [typeformVector, qualtrics] = vectors
    if (!typeformVector || !qualtrics) throw new Error('vectors are missing')
    const check = ({ scheme, secret, signed }: typeof qualtrics, given: string): boolean =>
      hmacMatches(scheme, [secret], [signed], [given])

    expect(check(qualtrics, qualtrics.signature.toUpperCase())).toBe(true)
    expect(check(typeformVector, typeformVector.signature.toUpperCase())).toBe(false)
  })

  test('another spelling of the same base64 bytes is not accepted', () => {
    const { signature, secret, signed } = vectors[0] ?? { signature: '', secret: '', signed: '' }
    const request = {
      headers: { 'typeform-signature': signature.replace('go=', 'gp=') },
      body: Buffer.from(signed),
    }

    expect(() => typeform.verify(request, [secret])).toThrow(AppError)
  })
})

describe('Standard Webhooks', () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  const otherSecret = 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX'
  const body = Buffer.from('{"test": 2432232314}')
  const headers: Record<string, string | undefined> = {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  }
  const at = 1_614_265_330_000

  function problem(changed: Record<string, string | undefined>, now = at, secrets = [secret]): string | null {
    try {
      verifyStandardWebhook({ headers: { ...headers, ...changed }, body }, secrets, now)
      return null
    } catch (error) {
      if (error instanceof AppError && error.code === 'bad_signature') return error.message
      throw error
    }
  }

  test("the specification's own vector", () => {
    expect(problem({})).toBeNull()
    expect(signStandardWebhook(body, secret, at + 999, 'msg_p5jXN8AQM9LWM0D4loKWxJek').headers).toEqual(
      headers,
    )
  })

  test('five minutes both ways, and not a second more', () => {
    const tooFar = 'webhook-timestamp is more than five minutes away from our clock'

    expect(problem({}, at + 300_000)).toBeNull()
    expect(problem({}, at - 300_000)).toBeNull()
    expect(problem({}, at + 300_001)).toBe(tooFar)
    expect(problem({}, at - 300_001)).toBe(tooFar)
  })

  test.each(['', 'abc', '1e9', '-1614265330', '1614265330.5', ' 1614265330', '9'.repeat(400)])(
    'the timestamp %j is refused',
    (timestamp) => {
      expect(problem({ 'webhook-timestamp': timestamp })).toMatch(/^webhook-timestamp is/)
    },
  )

  test('one of several signatures is enough; unknown versions and rubbish are passed over', () => {
    const right = headers['webhook-signature'] ?? ''

    expect(problem({ 'webhook-signature': `v1a,abcd v2,zzzz v1,AAAA ${right}` })).toBeNull()
    expect(problem({ 'webhook-signature': right.replace('v1,', 'v2,') })).toBe(
      'webhook-signature does not match',
    )
    expect(problem({ 'webhook-signature': `  ${right}  ` })).toBeNull()
    expect(problem({ 'webhook-signature': 'v1,' })).toBe('webhook-signature does not match')
  })

  test('any of our secrets will do while they are rotated', () => {
    expect(problem({}, at, [otherSecret, secret])).toBeNull()
    expect(problem({}, at, [otherSecret])).toBe('webhook-signature does not match')
    expect(problem({}, at, [])).toBe('webhook-signature does not match')
  })

  test('id and timestamp are signed too', () => {
    expect(problem({ 'webhook-id': 'msg_other' })).toBe('webhook-signature does not match')
    expect(problem({ 'webhook-timestamp': '1614265331' })).toBe('webhook-signature does not match')
    expect(problem({ 'webhook-id': undefined })).toBe('webhook-id is missing')
    expect(problem({ 'webhook-signature': undefined })).toBe('webhook-signature is missing')
  })

  test('a secret is whsec_ and 24 to 64 bytes', () => {
    const of = (bytes: number): string => `whsec_${Buffer.alloc(bytes, 7).toString('base64')}`

    expect([secret, of(24), of(64)].every((text) => StandardWebhooksSecret.safeParse(text).success)).toBe(
      true,
    )
    for (const text of [of(23), of(65), secret.slice(6), 'whsec_', 'whsec_***', '']) {
      expect(StandardWebhooksSecret.safeParse(text).success).toBe(false)
    }
  })
})
