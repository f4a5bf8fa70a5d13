import type { JsonObject } from '../json.js'
import { type Problem, sentence } from '../kit/check.js'
import { errorOf, type RuleId } from '../rules/rules.js'

/** Slack says no. Carries the row that says so and what else the answer holds. */
export class Refusal extends Error {
  override name = 'Refusal'

  /**
   * @param kitRules the Block Kit rows behind it, for the log; Slack itself does not name them
   * @param retryAfterMs rate limits only
   */
  constructor(
    readonly rule: RuleId,
    readonly extra: JsonObject = {},
    readonly kitRules: RuleId[] = [],
    readonly retryAfterMs = 0,
  ) {
    super(errorOf(rule))
  }
}

/** A refusal with Slack's `response_metadata.messages`. */
export function refusalWith(rule: RuleId, messages: string[], kitRules: RuleId[] = []): Refusal {
  const lines = messages.map((one) => `[ERROR] ${one}`)
  return new Refusal(rule, { response_metadata: { messages: lines } }, kitRules)
}

/** A refusal that lists what Block Kit has against a payload. */
export function kitRefusal(rule: RuleId, problems: Problem[], before: string[] = []): Refusal {
  const kitRules = problems.map((problem) => problem.rule)
  return refusalWith(rule, [...before, ...problems.map(sentence)], kitRules)
}
