import type { Sentence } from '../../errors.js'
import { compileExpression, ExpressionProblem, type Expression } from './expression.js'
import type { Value } from './tool-file.js'

/** What is wrong at a place of a tool file. */
export interface PlaceProblem {
  path: readonly PropertyKey[]
  say: Sentence
}

/** What expressions may read. */
export interface Reading {
  /** What the names in an expression stand in: the delivery, or one of its events or items. */
  input: unknown
  /** $body, $event, $headers and $query. */
  bindings: Readonly<Record<string, unknown>>
}

/** A value of a tool file, ready to be read from a delivery. @throws ExpressionProblem that begins with its place */
export type Read = (reading: Reading) => Promise<unknown>

/** A value that is not declared gives nothing. */
export const nothing: Read = () => Promise.resolve(undefined)

/** Compiles the values of one file and gathers what is wrong with them. */
export interface ValueCompiler {
  value(value: Value | undefined, path: readonly PropertyKey[]): Read
  problems: PlaceProblem[]
}

export function openValueCompiler(): ValueCompiler {
  const problems: PlaceProblem[] = []

  function expression(text: string, path: readonly PropertyKey[]): Expression {
    try {
      return compileExpression(text)
    } catch (error) {
      if (!(error instanceof ExpressionProblem)) throw error
      const { message } = error
      problems.push({ path, say: ({ toolFile }) => toolFile.expression(message) })
      return { evaluate: () => Promise.resolve(undefined) }
    }
  }

  function read(text: string, path: readonly PropertyKey[]): Read {
    const compiled = expression(text, path)
    const place = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('')
    return async ({ input, bindings }) => {
      try {
        return await compiled.evaluate(input, bindings)
      } catch (error) {
        if (error instanceof ExpressionProblem)
          throw new ExpressionProblem(`${place.slice(1)} ${error.message}`)
        throw error
      }
    }
  }

  return {
    problems,
    value(value, path) {
      if (value === undefined) return nothing
      if (typeof value === 'string') return read(value, path)
      if (!Array.isArray(value)) return () => Promise.resolve(value.text)
      return firstOf(value.map((text, index) => read(text, [...path, index])))
    },
  }
}

/** The first that gives something; the empty text is nothing. */
function firstOf(reads: readonly Read[]): Read {
  return async (reading) => {
    for (const read of reads) {
      const value = await read(reading)
      if (value !== undefined && value !== null && value !== '') return value
    }
    return undefined
  }
}
