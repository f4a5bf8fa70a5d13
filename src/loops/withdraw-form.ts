import type { Form, FormField } from '../chat/views.js'
import type { Messages } from '../messages/messages.js'
import { cardAnswer } from './answer-view.js'
import { reasonField, type Shown } from './form-fields.js'
import { frame } from './forms.js'
import type { Loop } from './loop.js'
import type { StoredAnswer } from './story.js'

/** Ids of its fields. */
export const withdrawFields = { answer: 'answer', reason: 'reason' } as const

/** Why an answer is not valid, and which one where several count. Null: none counts. */
export function withdrawForm(
  loop: Loop,
  answers: readonly StoredAnswer[],
  messages: Messages,
  { typed = {}, notes = [] }: Shown = {},
): Form | null {
  const words = messages.forms
  const counting = answers.filter(({ response }) => response.state !== 'withdrawn')
  const [first] = counting
  if (first === undefined) return null
  const choice: FormField = {
    id: withdrawFields.answer,
    kind: 'choice',
    label: words.withdraw.answer,
    optional: false,
    initial: typed[withdrawFields.answer] ?? first.response.id,
    options: counting.map(({ response, question }) => ({
      value: response.id,
      label: messages.card.dated(
        messages.card.meaning(cardAnswer(response, question)),
        response.answeredAt.toISOString().slice(0, 10),
      ),
    })),
  }
  const say = { label: words.withdraw.reason, hint: words.withdraw.reasonHint }
  const fields = [...(counting.length > 1 ? [choice] : []), reasonField(withdrawFields.reason, say, typed)]
  return {
    ...frame(loop, words.withdraw, words, { notes }),
    action: 'withdraw',
    sections: [{ heading: null, text: words.withdraw.text, fields }],
  }
}
