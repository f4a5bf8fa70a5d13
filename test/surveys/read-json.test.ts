import { expect, it } from 'vitest'
import { readJson } from '../../src/surveys/read-json.js'

it.each([
  ['a byte order mark', Buffer.from([0xef, 0xbb, 0xbf, ...Buffer.from('{"a":"ü"}')]), { a: 'ü' }],
  [
    'bytes that are no UTF-8',
    Buffer.from([...Buffer.from('{"a":"'), 0xff, ...Buffer.from('"}')]),
    { a: '\ufffd' },
  ],
])('a body with %s is read', (_, body, value) => {
  expect(readJson('tool', body)).toEqual(value)
})
