import type { z } from 'zod'
import { AppError, type Sentence } from './errors.js'
import type { Messages } from './messages/messages.js'

/** The name of a rule, as the message of a schema's check: its sentence stands in the messages, by language. */
export type InputRule = Parameters<Messages['input']['rule']>[0]

/** Types the name only. */
export function rule(name: InputRule): InputRule {
  return name
}

type Issue = z.core.$ZodIssue

/** What is wrong with a value, without the value: it may be a secret. */
export function problemOf(issue: Issue): Sentence {
  return ({ input }) => {
    if (input.isRule(issue.message)) return input.rule(issue.message)
    if (issue.code === 'invalid_type') return typeProblem(issue, input)
    if (issue.code === 'invalid_value') return input.oneOf(issue.values.map(String))
    if (issue.code === 'unrecognized_keys') return input.unknownField()
    if (issue.code !== 'too_small' && issue.code !== 'too_big') return input.notUnderstood()
    return sizeProblem(issue, input)
  }
}

function sizeProblem(
  issue: Extract<Issue, { code: 'too_small' | 'too_big' }>,
  input: Messages['input'],
): string {
  const isText = issue.origin === 'string'
  if (issue.code === 'too_small') {
    return isText ? input.shortest(Number(issue.minimum)) : input.atLeast(String(issue.minimum))
  }
  return isText ? input.longest(Number(issue.maximum)) : input.atMost(String(issue.maximum))
}

function typeProblem(issue: Extract<Issue, { code: 'invalid_type' }>, input: Messages['input']): string {
  if (issue.expected === 'int') return input.wholeNumber()
  if (issue.expected === 'number') return input.number()
  if (issue.input !== undefined && issue.expected !== 'string') return input.mustBe(issue.expected)
  return input.missing()
}

/**
 * What is wrong with what was typed: one line for each issue.
 * @param nameOf how the reader knows the field, from its path
 */
export function badInput(
  message: string,
  issues: readonly Issue[],
  nameOf: (path: string) => string,
): AppError {
  return new AppError({
    code: 'bad_input',
    message,
    tellUser: (messages) =>
      issues
        .map((issue) => messages.input.line(nameOf(issue.path.join('.')), problemOf(issue)(messages)))
        .join('\n'),
  })
}
