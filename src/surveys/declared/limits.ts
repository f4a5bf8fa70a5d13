/** What one evaluation may cost. All of it far above what a mapping of a survey answer needs. */
export const limits = {
  /** Steps of the expression. Counted, not timed: a busy machine must not refuse what a calm one takes. */
  steps: 50_000,
  /** Nested evaluations; parts of one object count together. */
  depth: 500,
  /** Entries of a list that it makes. */
  entries: 20_000,
  /** Characters, or about so many bytes, of one value. */
  weight: 4_000_000,
  /** Of all values that it makes. */
  work: 64_000_000,
  /** The last resort, in ms. */
  time: 5_000,
} as const

export class OverLimit extends Error {}

/** Counts what an evaluation costs. @throws OverLimit */
export interface Meter {
  step(result: unknown): void
}

/**
 * A meter for one evaluation. A value's weight is that of the tree it would be written as: lists that hold one another
 * twice, and grow twofold with each step, are found out before anything walks them.
 */
export function openMeter(): Meter {
  const known = new WeakMap<object, number>()
  let steps = 0
  let work = 0

  function weigh(value: unknown): number {
    if (typeof value === 'string') return value.length + 8
    if (typeof value !== 'object' || value === null || isFunction(value)) return 8
    const before = known.get(value)
    if (before !== undefined) return before
    known.set(value, 8)
    let sum = 8
    for (const part of Object.values(value) as unknown[]) {
      sum += weigh(part)
      if (sum > limits.weight) throw new OverLimit('it makes a value that is too large')
    }
    known.set(value, sum)
    work += sum
    return sum
  }

  return {
    step(result) {
      steps += 1
      if (steps > limits.steps) throw new OverLimit('it takes too many steps')
      const weight = weigh(result)
      if (typeof result === 'string') work += weight
      if (weight > limits.weight || work > limits.work)
        throw new OverLimit('it makes a value that is too large')
    },
  }
}

/** The language's own functions are objects that hold the whole environment. */
function isFunction(value: object): boolean {
  return '_jsonata_lambda' in value || '_jsonata_function' in value
}
