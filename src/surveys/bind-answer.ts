import { AppError } from '../errors.js'
import type { Answer } from './answer.js'
import type { ResponseState } from './intake-write.js'
import type { Question, Scale } from './question.js'
import { defaultScale, inRange, type DeclaredScale } from './scale.js'

export interface Bound {
  state: ResponseState
  /** Why it is not scored; null when it is. */
  reason: string | null
  /** What the number means; null when nobody said so. */
  scale: Scale | null
  /** Set when the tool states a scale that no binding has yet: the question binds itself. */
  statedScale: Scale | null
}

/** Why an answer waits whose tool states no scale: one that its tool states later is its scale too. */
export const nobodySaid = 'nobody said what its number means'
const noNumber = 'it has no number'

/**
 * Finds out what an answer's number means: by its question's binding, else by what the tool itself states. It is never
 * guessed: without either the answer waits as unbound. A number that the scale cannot hold is quarantined as it came. Words
 * without a number wait for nothing: there is nothing to score.
 */
export function bindAnswer(question: Question | undefined, answer: Answer): Bound {
  if (question) return scored(question, answer, null, contradiction(question, answer.stated))
  if (!answer.stated) return unbound(answer, nobodySaid)
  try {
    const scale = defaultScale(answer.stated)
    return scored(scale, answer, scale, null)
  } catch (error) {
    if (error instanceof AppError) return unbound(answer, error.message)
    throw error
  }
}

function scored(scale: Scale, answer: Answer, statedScale: Scale | null, against: string | null): Bound {
  if (answer.score === null) return { state: 'unscored', reason: noNumber, scale, statedScale }
  const reason = against ?? offScale(scale, answer.score)
  return { state: reason === null ? 'scored' : 'quarantined', reason, scale, statedScale }
}

function unbound({ score }: Answer, reason: string): Bound {
  if (score === null) return { state: 'unscored', reason: noNumber, scale: null, statedScale: null }
  return { state: 'unbound', reason, scale: null, statedScale: null }
}

function offScale(scale: Scale, score: number): string | null {
  if (inRange(scale, score)) return null
  return Number.isInteger(score)
    ? `the number is outside ${scale.min}-${scale.max}`
    : 'the number is not a whole one'
}

/**
 * What an answer's number was taken to mean, to be compared with what its question says at the moment of writing; null:
 * nobody had said so. intake-statement.ts writes a stored question in the same way.
 */
export function meaningOf(scale: Scale | null, by: 'tool' | 'person'): string | null {
  if (scale === null) return null
  const { metric, min, max, direction, good, bad } = scale
  return [metric, min, max, direction, good.from, good.to, bad.from, bad.to, by].join(' ')
}

/** A binding made by a person stands whatever the tool says; one that the tool made stands only while it says the same. */
function contradiction(question: Question, stated: DeclaredScale | undefined): string | null {
  if (!stated || question.boundBy !== 'tool') return null
  const said = describe(stated)
  const bound = describe(question)
  return said === bound ? null : `the tool now states ${said}, but the question is bound as ${bound}`
}

function describe({ metric, min, max, direction }: DeclaredScale): string {
  return `${metric} ${min}-${max} ${direction}`
}
