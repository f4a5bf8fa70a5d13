import type { z } from 'zod'
import { AppError } from '../errors.js'

type Issue = z.core.$ZodIssue

const byteOrderMark = 0xfeff

/**
 * Reads a JSON body.
 * @param kind the source's kind: it opens the error
 * @throws AppError bad_input; the body is never quoted
 */
export function readJson(kind: string, body: Buffer): unknown {
  try {
    return JSON.parse(textOf(body)) as unknown
  } catch {
    throw badInput(`${kind}: the body is not JSON`)
  }
}

/** A TextDecoder does the same and takes twice as long. */
function textOf(body: Buffer): string {
  const text = body.toString('utf8')
  return text.charCodeAt(0) === byteOrderMark ? text.slice(1) : text
}

/**
 * Parses a value through a schema. The error names the first wrong field and what it must be, never what it was:
 * "typeform: form_response.answers[2].number must be a number".
 * @throws AppError bad_input
 */
export function readShape<T>(kind: string, schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  if (!issue) throw badInput(`${kind}: the body is not understood`)
  throw badInput(`${kind}: ${pathOf(issue.path)} ${problemOf(issue, value)}`)
}

function pathOf(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'the body'
  const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${plainName(step)}`))
  return steps.join('').replace(/^\./, '')
}

/** A key that somebody made up may itself be personal: only what looks like a field's name is repeated. */
export function plainName(step: PropertyKey): string {
  return typeof step === 'string' && /^[A-Za-z_][\w-]{0,39}$/.test(step) ? step : '?'
}

function problemOf(issue: Issue, input: unknown): string {
  if (isMissing(issue.path, input)) return 'is missing'
  if (issue.code === 'invalid_type') return `must be ${article(issue.expected)}`
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.map(String).join(', ')}`
  if (issue.code === 'too_big' || issue.code === 'too_small') return sizeProblem(issue)
  // Formats, unions and refinements have a message of ours; the rest do not occur.
  return issue.message
}

function sizeProblem(issue: Extract<Issue, { code: 'too_big' | 'too_small' }>): string {
  const isText = issue.origin === 'string'
  if (issue.code === 'too_big') {
    return isText ? `must have at most ${issue.maximum} characters` : `must be at most ${issue.maximum}`
  }
  return isText ? 'must not be empty' : `must be at least ${issue.minimum}`
}

function isMissing(path: readonly PropertyKey[], input: unknown): boolean {
  let value: unknown = input
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return false
    value = Reflect.get(value, step)
  }
  return value === undefined
}

function article(expected: string): string {
  if (expected === 'int') return 'a whole number'
  return /^[aeiou]/.test(expected) ? `an ${expected}` : `a ${expected}`
}

function badInput(message: string): AppError {
  return new AppError({ code: 'bad_input', message })
}
