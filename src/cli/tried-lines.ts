import type { Messages } from '../messages/messages.js'
import type { Tried } from '../surveys/try-delivery.js'

/** What would become of a payload, for a person: no words of a customer's. */
export function linesOf(messages: Messages, payload: string, { outcome, reason, answers }: Tried): string[] {
  const text = messages.toolFile.cli
  return [
    text.outcome(payload, outcome, reason),
    ...answers.flatMap((answer) => [
      text.answer(answer.questionKey, answer.score, answer.state, answer.metric),
      text.facts(answer.answeredAt, answer.customer, answer.segments, answer.comment),
      text.wouldAlert(answer.rule),
    ]),
  ]
}
