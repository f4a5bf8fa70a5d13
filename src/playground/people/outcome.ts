import type { Ack } from '../app/ack.js'
import type { JsonObject } from '../json.js'
import { errorOf, type RuleId } from '../rules/rules.js'

/** What the person reads when the app did not answer as it must. */
const readBy = {
  click: 'A warning sign appears beside the element.',
  view: 'We had some trouble connecting. Try again?',
}

/** The result of a deed that failed: `shown` is the code, `sentence` what stands on the screen. */
export function failed(ms: number, rule: RuleId, where: 'click' | 'view' | { command: string }): JsonObject {
  const shown = errorOf(rule)
  const sentence =
    typeof where === 'string' ? readBy[where] : `${where.command} failed with the error "${shown}"`
  return { acked: false, ms, shown, sentence, rule }
}

export function unacked(
  ack: Extract<Ack, { acked: false }>,
  where: Parameters<typeof failed>[2],
): JsonObject {
  return failed(ack.ms, ack.rule, where)
}
