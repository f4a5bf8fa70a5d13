import type { JsonObject } from '../json.js'
import { errorOf, type RuleId } from '../rules/rules.js'

/** Slack says no. Carries the row that says so and what else the answer holds. */
export class Refusal extends Error {
  override name = 'Refusal'

  constructor(
    readonly rule: RuleId,
    readonly extra: JsonObject = {},
    readonly retryAfterMs = 0,
  ) {
    super(errorOf(rule))
  }
}

/** A refusal with Slack's `response_metadata.messages`. */
export function refusalWith(rule: RuleId, messages: string[], extra: JsonObject = {}): Refusal {
  return new Refusal(rule, {
    ...extra,
    response_metadata: { messages: messages.map((one) => `[ERROR] ${one}`) },
  })
}
