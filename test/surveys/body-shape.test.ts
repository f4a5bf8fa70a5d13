import { expect, it } from 'vitest'
import { shapeOf, type ShapeField } from '../../src/surveys/body-shape.js'

const json = (value: unknown) =>
  shapeOf('application/json; charset=utf-8', Buffer.from(JSON.stringify(value)))
const asLines = (fields: readonly ShapeField[]): string[] =>
  fields.map(({ path, types, times }) => `${path} ${types.join('|')} ${times}`)

it('tells names and types of a nested body, and the elements of a list together', () => {
  const { format, fields, left } = json({
    id: 'r-1',
    score: 4,
    share: 0.5,
    done: true,
    note: null,
    answers: [
      { type: 'number', value: 3 },
      { type: 'text', value: 'Three calls for one refund' },
    ],
    at: '2026-03-02T09:15:00Z',
    effort: '5',
    empty: ' ',
    raw: '{"q3":{"answer":"7"}}',
  })

  expect([format, left]).toEqual(['json', 0])
  expect(asLines(fields)).toEqual([
    'id text 1',
    'score whole_number 1',
    'share number 1',
    'done boolean 1',
    'note null 1',
    'answers list 1',
    'answers[] object 2',
    'answers[].type text 2',
    'answers[].value whole_number|text 2',
    'at time_in_text 1',
    'effort number_in_text 1',
    'empty empty_text 1',
    'raw json_in_text 1',
    'raw{json}.q3 object 1',
    'raw{json}.q3.answer number_in_text 1',
  ])
})

it('never repeats a value, nor a name that is somebody’s address', () => {
  const shape = json({ scores: { 'ada@example.com': 3, 'Ada Lovelace': 'secret words' }, words: 'hunter2' })

  expect(JSON.stringify(shape)).not.toMatch(/ada|lovelace|secret|hunter2/i)
  expect(shape.fields.map(({ path }) => path)).toEqual(['scores', 'scores.?', 'words'])
})

it('reads forms, and JSON inside one of their fields', () => {
  const form = new URLSearchParams({ MSG: '{"responseId":"R_1"}', 'q[score]': '4' }).toString()
  const shape = shapeOf('application/x-www-form-urlencoded', Buffer.from(form))

  expect([shape.format, ...asLines(shape.fields)]).toEqual([
    'form',
    'MSG json_in_text 1',
    'MSG{json}.responseId text 1',
    'q[score] number_in_text 1',
  ])
})

it('reads the parts of a multipart form by their names', () => {
  const body = [
    '--xYz',
    'Content-Disposition: form-data; name="rawRequest"',
    '',
    '{"q3_rating":"4"}',
    '--xYz',
    'Content-Disposition: form-data; name="photo"; filename="ada.png"',
    '',
    'PNG',
    '--xYz--',
    '',
  ].join('\r\n')
  const shape = shapeOf('multipart/form-data', Buffer.from(body))

  expect([shape.format, ...asLines(shape.fields)]).toEqual([
    'multipart',
    'rawRequest json_in_text 1',
    'rawRequest{json}.q3_rating number_in_text 1',
    'photo file 1',
  ])
})

it('is bounded, and says what it left out', () => {
  const wide = json(Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`f${n}`, n])))
  let deep: unknown = 1
  for (let n = 0; n < 500; n += 1) deep = { d: deep }

  expect([wide.fields.length, wide.left]).toEqual([200, 100])
  expect(json(deep).left).toBe(1)
  expect(shapeOf('application/json', Buffer.from('{"half'))).toEqual({
    format: 'unreadable',
    fields: [],
    left: 0,
  })
})
