import { refusedForm } from './conflict-form.js'
import type { SubmitResult } from './desk.js'
import { dropSubmitted } from './drafts.js'
import { readRequired } from './forms-read.js'
import type { Loop } from './loop.js'
import { loopAnswers } from './story.js'
import type { Submitting } from './submitting.js'
import { withdrawAnswer } from './withdraw-answer.js'
import { withdrawFields } from './withdraw-form.js'

/** Takes the chosen answer out of the scores. What others did to the loop meanwhile does not matter to that. */
export async function submitWithdrawal(submitting: Submitting, loop: Loop): Promise<SubmitResult> {
  const { deps, request, messages, now } = submitting
  const given = readRequired(request.values, withdrawFields.reason, messages.forms)
  if ('fieldErrors' in given) return given
  const [only] = (await loopAnswers(deps.prisma, loop)).filter(
    ({ response }) => response.state !== 'withdrawn',
  )
  const responseId = request.values[withdrawFields.answer] ?? only?.response.id
  if (responseId === undefined) return { refused: { kind: 'already_done' } }
  const result = await withdrawAnswer(deps, { ...request, responseId, reason: given.reason, now })
  if ('refused' in result) return refusedForm(submitting, result.refused)
  await dropSubmitted(deps.prisma, request, () => true)
  return result
}
