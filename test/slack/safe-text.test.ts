import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cut, dateToken, escapeMrkdwn, oneLine } from '../../src/slack/safe-text.js'

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
)

describe('cut', () => {
  it('keeps to the limit and returns short text as it is', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 40 }), (text, max) => {
        const kept = cut(text, max)
        expect(kept.length).toBeLessThanOrEqual(max)
        if (text.length <= max) expect(kept).toBe(text)
        else expect(kept.endsWith('…')).toBe(true)
      }),
    )
  })

  it('never tears a grapheme apart when one fits', () => {
    expect(cut('ab👨‍👩‍👧‍👦', 8)).toBe('ab…')
    expect(cut('e\u0301e\u0301e\u0301', 4)).toBe('e\u0301…')
    expect(cut('🇩🇪🇫🇷', 6)).toBe('🇩🇪…')
  })

  it('cuts a single endless grapheme between characters', () => {
    const zalgo = `a${'\u0301'.repeat(5_000)}`
    expect(cut(zalgo, 100)).toHaveLength(100)
  })

  it('counts graphemes when asked', () => {
    expect(cut('👍🏽👍🏽👍🏽', 100, 2)).toBe('👍🏽👍🏽…')
    expect(cut('abc', 100, 3)).toBe('abc')
  })
})

describe('escaping', () => {
  it('escapes & first, so that what is typed as an entity stays text', () => {
    expect(escapeMrkdwn('&lt;!here&gt; <!here>')).toBe('&amp;lt;!here&amp;gt; &lt;!here&gt;')
  })

  it('leaves no control sequence of Slack in any text', () => {
    fc.assert(fc.property(anyText, (text) => !/[<>]/.test(escapeMrkdwn(text))))
  })
})

describe('one line', () => {
  it('holds no line break, control or bidi override', () => {
    fc.assert(
      fc.property(
        anyText,
        (text) => !/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(oneLine(text, 30)),
      ),
    )
  })
})

it('a date has a fallback for clients that cannot show it', () => {
  expect(dateToken(Date.UTC(2026, 10, 20, 9, 5, 59, 999), '{time}')).toBe(
    `<!date^${Date.UTC(2026, 10, 20, 9, 5, 59) / 1000}^{time}|2026-11-20 09:05 UTC>`,
  )
})
