import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { AppError } from '../../../src/errors.js'
import { readToolFile } from '../../../src/surveys/declared/read-tool-file.js'
import type { RawRequest, SurveySource } from '../../../src/surveys/source.js'

const now = Date.parse('2026-03-02T09:16:00Z')
const url = 'https://heard.example.com/webhooks/x/token'
const mapping = `
kind: x
title: X
response: { id: id }
questions: [{ key: q, value: score }]
`
const body = Buffer.from('{"id":"r-1","score":3,"user":{"token":"t"}}')
const fileWith = (more: string): SurveySource => readToolFile({ name: 'x.yaml', text: mapping + more })

function authentic(tool: SurveySource, request: RawRequest, secrets: readonly string[]): boolean {
  try {
    tool.verify(request, secrets, now)
    return true
  } catch (error) {
    if (error instanceof AppError && error.code === 'bad_signature') return false
    throw error
  }
}

function signed(tool: SurveySource, secret: string, bytes = body): RawRequest {
  const { headers, body: changed, query } = tool.sign(bytes, secret, now, 'msg_1', { url })
  return { headers, body: changed ?? bytes, query: query ?? {}, method: 'POST', url }
}

describe('ways of being authentic', () => {
  const [one, two, other] = ['secret-number-one', 'secret-number-two', 'secret-of-a-stranger']
  test.each([
    ['header', 'auth: { type: header, name: X-Token }'],
    ['bearer', 'auth: { type: bearer }'],
    ['query', 'auth: { type: query, name: token }'],
    ['bodyField', 'auth: { type: bodyField, name: user.token }'],
    [
      'hmac in a field of a form',
      'body: form\nauth: { type: hmac, algorithm: sha512, field: HMAC, signed: "{field:MSG}" }',
    ],
    [
      'hmac over time and body',
      'auth: { type: hmac, header: X-S, encoding: base64, signed: "{timestamp}{body}", timestamp: { header: X-T, format: rfc3339 } }',
    ],
    [
      'hmac over the address',
      'auth: { type: hmac, header: X-S, signed: "{method}{url}{body}{timestamp}", timestamp: { header: X-T, format: ms } }',
    ],
    ['hmac and a header together', 'auth: [{ type: hmac, header: X-S }, { type: header, name: X-Token }]'],
    ['hmac that names an id', 'auth: { type: hmac, header: X-S, signed: "{header:x-id}.{body}" }'],
  ])('%s: either of two secrets, no other', (_name, yaml) => {
    const tool = fileWith(yaml)
    const bytes = yaml.startsWith('body: form') ? Buffer.from('Topic=x&MSG=%7B%22a%22%3A1%7D') : body
    for (const secret of [one, two])
      expect(authentic(tool, signed(tool, secret, bytes), [one, two])).toBe(true)
    expect(authentic(tool, signed(tool, other, bytes), [one, two])).toBe(false)
    expect(authentic(tool, { ...signed(tool, one, bytes), headers: {}, body: bytes, query: {} }, [one])).toBe(
      false,
    )
  })

  test('basic: user and password', () => {
    const tool = fileWith('auth: { type: basic }')
    expect(signed(tool, 'ann:pass:word').headers['authorization']).toBe('Basic YW5uOnBhc3M6d29yZA==')
    expect(authentic(tool, signed(tool, 'ann:pass:word'), ['ann:pass:word'])).toBe(true)
    expect(authentic(tool, signed(tool, 'ann:pass:wor'), ['ann:pass:word'])).toBe(false)
    expect(tool.secret?.safeParse('no-colon-in-it').success).toBe(false)
  })

  test('a secret of pieces, and a key in base64', () => {
    const pieces = fileWith(
      'secret: { parts: [id, key], separator: "&" }\nauth: { type: hmac, header: X-S, key: "{id}-{key}" }',
    )
    expect(authentic(pieces, signed(pieces, 'abcd&efgh'), ['abcd&efgh'])).toBe(true)
    expect(pieces.secret?.safeParse('abcd-efgh').success).toBe(false)
    const coded = fileWith('auth: { type: hmac, header: X-S, keyEncoding: base64 }')
    expect(coded.secret?.safeParse('not base64!').success).toBe(false)
    expect(authentic(coded, signed(coded, 'c2VjcmV0IQ=='), ['c2VjcmV0IQ=='])).toBe(true)
  })

  test('a signature that is not required may be absent beside another way, but must not be wrong', () => {
    const tool = fileWith('auth: [{ type: bearer }, { type: hmac, header: X-S, required: false }]')
    const headers = { authorization: `Bearer ${one}` }
    expect(tool.secretOptional).toBeUndefined()
    expect(authentic(tool, { headers, body }, [one])).toBe(true)
    expect(authentic(tool, { headers: { ...headers, 'x-s': 'ab' }, body }, [one])).toBe(false)
  })

  test('where no way is required the tool need not sign, but a secret that was given must be shown', () => {
    const tool = fileWith('auth: { type: hmac, header: X-S, required: false }')
    expect(tool.secretOptional).toBe(true)
    expect(authentic(tool, { headers: {}, body }, [one])).toBe(false)
    expect(authentic(tool, signed(tool, one), [one])).toBe(true)
  })

  test('Standard Webhooks by a public key (v1a)', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
    const secret = `whpk_${raw.toString('base64')}`
    const tool = fileWith('auth: { type: standard-webhooks }')
    expect(tool.secret?.safeParse(secret).success).toBe(true)
    const time = String(now / 1000)
    const key = createPrivateKey(privateKey.export({ format: 'pem', type: 'pkcs8' }))
    const code = sign(null, Buffer.concat([Buffer.from(`msg_1.${time}.`), body]), key).toString('base64')
    const headers = {
      'webhook-id': 'msg_1',
      'webhook-timestamp': time,
      'webhook-signature': `v1,AAAA v1a,${code}`,
    }

    expect(authentic(tool, { headers, body }, [secret])).toBe(true)
    expect(authentic(tool, { headers, body: Buffer.from('{}') }, [secret])).toBe(false)
    expect(
      authentic(tool, { headers: { ...headers, 'webhook-timestamp': String(now / 1000 - 400) }, body }, [
        secret,
      ]),
    ).toBe(false)
  })

  test('a secret in the body is taken out before the body is kept', () => {
    const json = fileWith('auth: { type: bodyField, name: user.token }')
    const kept = json.withoutSecret?.(signed(json, 'secret-number-one'))
    expect(JSON.parse(String(kept))).toEqual({ id: 'r-1', score: 3, user: {} })
    const form = fileWith('body: form\nauth: { type: bodyField, name: api_token }')
    const bytes = Buffer.from('a=1&score=%37')
    expect(form.withoutSecret?.(signed(form, 'secret-number-one', bytes)).toString()).toBe('a=1&score=%37')
  })
})
