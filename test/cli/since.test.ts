import { expect, it } from 'vitest'
import { AppError } from '../../src/errors.js'
import { messagesFor } from '../../src/messages/messages.js'
import { parseCount, parseSince } from '../../src/cli/since.js'

const now = Date.parse('2026-11-22T12:00:00Z')
const inBerlin = (typed: string) =>
  new Date(parseSince(typed, { now, timeZone: 'Europe/Berlin' })).toISOString()

it.each([
  ['30m', '2026-11-22T11:30:00.000Z'],
  ['6h', '2026-11-22T06:00:00.000Z'],
  [' 2d ', '2026-11-20T12:00:00.000Z'],
  ['1w', '2026-11-15T12:00:00.000Z'],
  // What has no offset is meant in the workspace's time zone, which in summer is another one.
  ['2026-11-20', '2026-11-19T23:00:00.000Z'],
  ['2026-07-20T08:00', '2026-07-20T06:00:00.000Z'],
  ['2026-11-20T08:00:00Z', '2026-11-20T08:00:00.000Z'],
])('%j is %s', (typed, time) => {
  expect(inBerlin(typed)).toBe(time)
})

it.each(['', 'yesterday', '12', '5y', '2026-02-30', '20261120', '-1d'])(
  '%j is refused, with what to write',
  (typed) => {
    const wrong = problemOf(() => inBerlin(typed))

    expect(wrong).toContain('2026-11-22T08:00:00Z')
  },
)

it.each(['0', '1001', 'many', '1.5', ''])('%j is no count from 1 to 1000', (typed) => {
  expect(problemOf(() => parseCount('--limit', typed, 1, 1_000))).toBe(
    '--limit must be a whole number from 1 to 1000.',
  )
  expect(parseCount('--limit', ' 50', 1, 1_000)).toBe(50)
})

function problemOf(act: () => unknown): string {
  try {
    return `no problem: ${String(act())}`
  } catch (error) {
    return error instanceof AppError ? error.tell(messagesFor('en')) : String(error)
  }
}
