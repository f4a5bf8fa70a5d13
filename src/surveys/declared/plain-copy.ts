import { AppError } from '../../errors.js'

/** Keys that reach into objects of ours, or into the expression language's own. */
export const reservedKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])
const innerPrefix = '_jsonata_'

/** Far above any survey answer. */
const deepest = 64
const mostValues = 50_000

/**
 * A copy of what came in, for expressions to read: plain objects and lists only, without keys that reach elsewhere, and
 * neither deeper nor larger than any survey answer is.
 * @throws AppError bad_input
 */
export function plainCopy(kind: string, value: unknown): unknown {
  let values = 0
  const copy = (part: unknown, depth: number): unknown => {
    values += 1
    if (values > mostValues) throw tooMuch(`${kind}: the body holds more than ${mostValues} values`)
    if (typeof part !== 'object' || part === null) return part
    if (depth > deepest) throw tooMuch(`${kind}: the body is nested more than ${deepest} deep`)
    if (Array.isArray(part)) return part.map((entry) => copy(entry, depth + 1))
    const result: Record<string, unknown> = {}
    for (const [name, entry] of Object.entries(part)) {
      if (!reservedKeys.has(name) && !name.startsWith(innerPrefix)) result[name] = copy(entry, depth + 1)
    }
    return result
  }
  return copy(value, 0)
}

function tooMuch(message: string): AppError {
  return new AppError({ code: 'bad_input', message })
}
