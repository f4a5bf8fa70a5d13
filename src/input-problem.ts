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
    switch (issue.code) {
      case 'invalid_type':
        return typeProblem(issue, input)
      case 'invalid_value':
        return input.oneOf(issue.values.map(String))
      case 'too_small':
        return issue.origin === 'string'
          ? input.shortest(Number(issue.minimum))
          : input.atLeast(String(issue.minimum))
      case 'too_big':
        return issue.origin === 'string'
          ? input.longest(Number(issue.maximum))
          : input.atMost(String(issue.maximum))
      default:
        return input.notUnderstood()
    }
  }
}

function typeProblem(issue: Extract<Issue, { code: 'invalid_type' }>, input: Messages['input']): string {
  if (issue.expected === 'int') return input.wholeNumber()
  if (issue.expected === 'number') return input.number()
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
