import { ExpressionProblem } from './expression.js'

/** What an expression gave, as the kinds of value that an answer is made of. Nothing and null are the same: absent. */

/**
 * An id. Numbers above 2^53 are not exact: two customers' answers could become one.
 * @throws ExpressionProblem
 */
export function idOfValue(value: unknown, place: string): string | undefined {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new ExpressionProblem(`${place} must be a whole number that is exact, or a text`)
  }
  const text = plainText(value, place)
  return text === undefined || text === '' ? undefined : text
}

/** @throws ExpressionProblem for a list or an object */
export function plainText(value: unknown, place: string): string | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw new ExpressionProblem(`${place} must be a text`)
}

/** For what only decorates an answer: of another shape, it is left out. */
export function looseText(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  // Of several e-mail addresses and the like, the first.
  return Array.isArray(value) && value.length > 0 && !Array.isArray(value[0])
    ? looseText(value[0])
    : undefined
}

const numeral = /^[+-]?\d{1,15}(?:[.,]\d{1,15})?$/

/** The number of a text such as "7" or "4,5"; undefined: it is none. */
export function numberOfText(value: unknown): number | undefined {
  const text = typeof value === 'string' ? value.trim() : ''
  return numeral.test(text) ? Number(text.replace(',', '.')) : undefined
}

/** What a person chose or wrote, as its question's number: by the table of words first, else as it is. */
export function scoreOf(value: unknown, words: ReadonlyMap<string, number> | null): number | undefined {
  const word = words?.get(wordOf(looseText(value) ?? ''))
  if (word !== undefined) return word
  if (typeof value === 'number' && Number.isFinite(value)) return value
  return numberOfText(value)
}

/** As words are compared: without the case, and the blanks around them. */
export function wordOf(text: string): string {
  return text.normalize('NFC').trim().toLowerCase()
}
