import { describe, expect, test } from 'vitest'
import { AppError } from '../../../src/errors.js'
import { messagesFor } from '../../../src/messages/messages.js'
import { readToolFile } from '../../../src/surveys/declared/read-tool-file.js'
import { timeOf } from '../../../src/surveys/declared/times.js'
import { defaultSettings } from '../../../src/surveys/source-settings.js'
import type { SurveySource } from '../../../src/surveys/source.js'
import { tryDelivery } from '../../../src/surveys/try-delivery.js'

const now = Date.parse('2026-03-02T09:16:00Z')
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
