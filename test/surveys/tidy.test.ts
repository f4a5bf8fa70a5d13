import { expect, test } from 'vitest'
import type { Answer } from '../../src/surveys/answer.js'
import { tidyAnswer, tidyKey, tidyText } from '../../src/surveys/tidy.js'

const answer: Answer = {
  responseKey: 'r-1',
  questionKey: 'q-1',
  version: 1,
  score: 3,
  answeredAt: 0,
  customer: {},
  segments: {},
}

test('NUL goes, broken surrogates are replaced, everything else stays', () => {
  expect(tidyText('a\0b\ud800c\udc00d 👍 \u0007\n', 100)).toBe('ab\ufffdc\ufffdd 👍 \u0007\n')
  expect(tidyText('\0\0', 10)).toBe('')
})

test('a text is cut between graphemes', () => {
  const family = '👩‍👩‍👧‍👦'

  expect(tidyText(`abc${family}def`, 5)).toBe('abc')
  expect(tidyText(`abc${family}def`, 3 + family.length)).toBe(`abc${family}`)
  expect(tidyText('e\u0301e\u0301', 3)).toBe('e\u0301')
  expect(tidyText('x'.repeat(50), 10)).toBe('x'.repeat(10))
})

test('a "grapheme" of thousands of marks is cut through, not dropped, and no half of a pair is left', () => {
  const zalgo = `a${'\u0301'.repeat(20_000)}`
  const pairs = `a${'\u{1F3FB}'.repeat(20_000)}`

  expect(tidyText(zalgo, 10_000)).toHaveLength(10_000)
  expect(tidyText(pairs, 10_000)).not.toMatch(/\p{Surrogate}/u)
  expect(tidyText(pairs, 10_000).length).toBeGreaterThan(9_700)
})

test('a key is never cut: a long one becomes its hash, and different ones stay different', () => {
  const long = 'k'.repeat(301)

  expect(tidyKey('k'.repeat(300))).toBe('k'.repeat(300))
  expect(tidyKey(long)).toMatch(/^sha256:[0-9a-f]{64}$/)
  expect(tidyKey(`${long}a`)).not.toBe(tidyKey(`${long}b`))
})

test('every text is capped; what identifies a customer is whole or absent', () => {
  const tidy = tidyAnswer({
    ...answer,
    comment: 'c'.repeat(10_500),
    questionTitle: 't'.repeat(600),
    survey: ' \0 ',
    customer: { externalId: 'i'.repeat(301), email: 'no address', name: 'n'.repeat(300) },
  })

  expect(tidy.comment).toHaveLength(10_000)
  expect(tidy.questionTitle).toHaveLength(500)
  expect(tidy.survey).toBeUndefined()
  expect(tidy.customer).toEqual({ externalId: undefined, email: undefined, name: 'n'.repeat(200) })
})

test('at most 20 segments, none of them empty', () => {
  const segments = Object.fromEntries(
    Array.from({ length: 30 }, (_, index) => [`s${index}`, index === 0 ? ' ' : 'v']),
  )

  const names = Object.keys(tidyAnswer({ ...answer, segments }).segments)

  expect(names).toHaveLength(20)
  expect(names).not.toContain('s0')
})

test.each([
  ['https://survey.example.com/r/1', true],
  ['javascript:alert(1)', false],
  ['https://', false],
  ['/relative', false],
  [`https://example.com/${'x'.repeat(2_000)}`, false],
])('permalink %s: kept %s', (permalink, kept) => {
  expect(tidyAnswer({ ...answer, permalink }).permalink).toBe(kept ? permalink : undefined)
})
