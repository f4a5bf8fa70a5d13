import fc from 'fast-check'
import { v4, v5 } from 'uuid'
import { expect, test } from 'vitest'
import { idOf } from '../src/ids.js'

const text = fc.string({ unit: 'binary', maxLength: 300 })

test('an id is the version 5 UUID of its parts, as the library makes it', () => {
  fc.assert(
    fc.property(fc.array(text, { maxLength: 4 }), (parts) => {
      const namespace = v4()
      const name = parts.map((part) => `${part.length}:${part}`).join('')
      expect(idOf(namespace, ...parts)).toBe(v5(name, namespace))
    }),
  )
})

test('a name of any length has an id of its own', () => {
  const namespace = v4()
  const long = 'ä'.repeat(20_000)
  expect(idOf(namespace, long)).toBe(v5(`${long.length}:${long}`, namespace))
  expect(idOf(namespace, 'a', 'bc')).not.toBe(idOf(namespace, 'ab', 'c'))
})
