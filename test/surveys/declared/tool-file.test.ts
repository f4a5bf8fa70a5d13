import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { AppError } from '../../../src/errors.js'
import { messagesFor } from '../../../src/messages/messages.js'
import { readToolFile } from '../../../src/surveys/declared/read-tool-file.js'
import { timeOf } from '../../../src/surveys/declared/times.js'
import { defaultSettings } from '../../../src/surveys/source-settings.js'
import type { RawRequest, SurveySource } from '../../../src/surveys/source.js'
import { tryDelivery } from '../../../src/surveys/try-delivery.js'

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

function problemsIn(text: string): string {
  try {
    readToolFile({ name: 'x.yaml', text })
    return ''
  } catch (error) {
    if (error instanceof AppError) return error.tell(messagesFor('en'))
    throw error
  }
}

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
  const { headers, body: changed, query } = tool.sign(bytes, secret, now, 'msg_1', url)
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

  test('a signature that is not required may be absent, but must not be wrong', () => {
    const tool = fileWith('auth: { type: hmac, header: X-S, required: false }')
    expect(authentic(tool, { headers: {}, body }, [one])).toBe(true)
    expect(authentic(tool, { headers: { 'x-s': 'ab' }, body }, [one])).toBe(false)
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

describe('bodies', () => {
  const settings = defaultSettings
  test('multipart, with JSON in a field', async () => {
    const tool = readToolFile({
      name: 'x.yaml',
      text: 'kind: x\ntitle: X\nauth: none\nbody: multipart\nextract: { field: raw, then: json }\nresponse: { id: id }\nquestions: [{ key: q, value: raw.q3 }]',
    })
    const part = (name: string, value: string) =>
      `--b0\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
    const bytes = Buffer.from(`${part('id', 'r-9')}${part('raw', '{"q3":"4"}')}--b0--\r\n`)
    const headers = { 'content-type': 'multipart/form-data; boundary=b0' }

    expect((await tool.parse({ headers, body: bytes }, now, settings)).answers).toMatchObject([
      { responseKey: 'r-9', score: 4 },
    ])
    expect(tool.keepHeaders).toContain('content-type')
    await expect(tool.parse({ headers, body: bytes.subarray(0, 60) }, now, settings)).rejects.toMatchObject({
      code: 'bad_input',
    })
  })

  test('a vendor type of JSON, by the star', async () => {
    const tool = fileWith('auth: none')
    const source = { tool, settings, questions: new Map() }
    const tried = await tryDelivery(
      source,
      { headers: { 'content-type': 'application/vnd.x.v1+json; charset=utf-8' }, body },
      now,
    )
    expect(tried).toMatchObject({ outcome: 'unbound', answers: [{ score: 3, state: 'unbound' }] })
    expect(await tryDelivery(source, { headers: { 'content-type': 'text/plain' }, body }, now)).toMatchObject(
      { outcome: 'unusable' },
    )
  })
})

describe('times', () => {
  test.each([
    ['2026-03-02T10:15:30+01:00', { format: 'iso' }],
    ['2026-03-02 10:15:30 +0100', { format: 'iso' }],
    ['2026-03-02 10:15:30', { format: 'iso', zone: 'Europe/Berlin' }],
    ['2026-03-02 09:15:30 UTC', { format: 'iso' }],
    [1_772_442_930, { format: 's' }],
    ['1772442930', { format: 's' }],
    [1_772_442_930_000, { format: 'ms' }],
    ['02.03.2026 10:15:30', { format: 'dd.MM.yyyy HH:mm:ss', zone: 'Europe/Berlin' }],
  ])('%s', (value, format) => {
    expect(new Date(timeOf(value, format)).toISOString()).toBe('2026-03-02T09:15:30.000Z')
  })
  test.each([
    ['2026-03-02 10:15:30', { format: 'iso' }],
    ['02.03.2026 10:15', { format: 'dd.MM.yyyy HH:mm' }],
    [1_772_442_930, { format: 'iso' }],
    ['2026-03-02', { format: 'iso', zone: 'UTC' }],
    ['soon', { format: 's' }],
    [1e300, { format: 'ms' }],
    [null, { format: 'iso' }],
  ])('%s is not guessed at', (value, format) => {
    expect(() => timeOf(value, format)).toThrow(/must be|has no time zone/)
  })
})

describe('a file with mistakes', () => {
  test.each([
    ['not YAML', 'kind: x\n  title: [', /x\.yaml:\d+ the file: is not valid YAML/],
    ['no auth', mapping, /auth: is missing/],
    ['an unknown way', `${mapping}auth: { type: magic }`, /x\.yaml:\d+ auth.*needs a type/],
    [
      'a scale of two parts',
      `${mapping.replace('value: score', 'value: score, metric: nps, min: 0')}auth: none`,
      /x\.yaml:5 questions\[0\]\.metric: needs all/,
    ],
    [
      'an NPS of 1 to 10',
      `${mapping.replace('value: score', 'value: score, metric: nps, min: 1, max: 10, highIsGood: true')}auth: none`,
      /questions\[0\]\.metric: NPS is asked on 0-10/,
    ],
    [
      'an expression that is none',
      `${mapping.replace('value: score', 'value: "score["')}auth: none`,
      /x\.yaml:5 questions\[0\]\.value: the expression is not understood/,
    ],
    [
      'a piece of the secret that is not declared',
      `${mapping}auth: { type: hmac, header: X-S, key: "{clientId}" }`,
      /auth\[0\]\.key: may name \{secret\} only/,
    ],
    [
      'items without a list',
      `${mapping.replace('value: score', 'match: { id: "1" }')}auth: none`,
      /items: is needed/,
    ],
    [
      'a zone that is none',
      `${mapping}auth: none\ntimes: { zone: Mars/Olympus }`,
      /times\.zone: must be a time zone/,
    ],
    [
      'a bomb of aliases',
      `a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\nd: [*c,*c,*c,*c]\n${mapping}`,
      /is not valid YAML|is no field/,
    ],
  ])('%s', (_name, text, said) => {
    expect(problemsIn(text)).toMatch(said)
  })
})

describe('the documents', () => {
  const root = path.join(import.meta.dirname, '../../../docs')
  const blocks = (file: string, language: string): string[] =>
    [...readFileSync(path.join(root, file), 'utf8').matchAll(/^( *)```(\w+)\n([\s\S]*?)^ *```/gm)].flatMap(
      ([, indent = '', kind, text = '']) =>
        kind === language ? [text.replaceAll(new RegExp(`^${indent}`, 'gm'), '')] : [],
    )

  test('the complete example gives what it says', async () => {
    const [yaml = ''] = blocks('sources.md', 'yaml')
    const [json = ''] = blocks('sources.md', 'json')
    const source = {
      tool: readToolFile({ name: 'acme.yaml', text: yaml }),
      settings: defaultSettings,
      questions: new Map(),
    }

    const tried = await tryDelivery(
      source,
      { headers: { 'content-type': 'application/json' }, body: Buffer.from(json) },
      now,
    )

    expect(tried).toMatchObject({
      outcome: 'accepted',
      answers: [{ questionKey: 'effort', score: 6, rule: 'ces_high_effort' }],
    })
  })

  test.each(['recipes/google-forms.md', 'recipes/microsoft-forms.md'])('the file of %s is one', (file) => {
    const [yaml = ''] = blocks(file, 'yaml')
    expect(problemsIn(yaml)).toBe('')
  })

  test('what the snippet for Google Forms sends is understood', async () => {
    const tool = readToolFile({ name: 'g.yaml', text: blocks('recipes/google-forms.md', 'yaml')[0] ?? '' })
    const sent = {
      response_id: 'g-1',
      answered_at: '2026-03-02T09:15:30.000Z',
      form: 'Help',
      email: 'ada@example.com',
      answers: [
        { id: '11', title: 'How easy was it to get help?', type: 'SCALE', value: '2' },
        { id: '12', title: 'Why?', type: 'PARAGRAPH_TEXT', value: 'Nobody answered' },
      ],
    }
    const { answers } = await tool.parse(
      { headers: {}, body: Buffer.from(JSON.stringify(sent)) },
      now,
      defaultSettings,
    )
    expect(answers).toMatchObject([
      { questionKey: '11', score: 2, comment: 'Nobody answered', stated: { metric: 'ces' } },
    ])
  })
})
