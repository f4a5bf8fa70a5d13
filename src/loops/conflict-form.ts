import type { FormGo, FormNote } from '../chat/views.js'
import type { LoopEvent } from '../database/prisma/client.js'
import { composeForm, timeMark, unlikeRecorded } from './compose-form.js'
import type { OpenFormResult, Refusal } from './desk.js'
import { keepDraft } from './drafts.js'
import { eventsSince } from './form-clash.js'
import type { Loop } from './loop.js'
import { loopById } from './store.js'
import type { Submitting } from './submitting.js'

/** The latest that others did; a form is no place for more. */
const mostLines = 5

/** The form once more: who did what and when, with what was entered, and ready to go on. */
export async function conflictForm(submitting: Submitting, loop: Loop, go: FormGo): Promise<OpenFormResult> {
  const { conflict } = submitting.messages.forms
  const events = await eventsSince(submitting.deps.prisma, loop, submitting.request)
  const lines = events.slice(-mostLines).map((event) => lineOf(submitting, event))
  return again(submitting, loop, [{ kind: 'conflict', text: conflict[go], at: null }, ...lines], go)
}

/** The form once more, with why it could not be done. */
export async function refusedForm(submitting: Submitting, refused: Refusal): Promise<OpenFormResult> {
  const { deps, request, messages } = submitting
  const loop = await loopById(deps.prisma, request.workspaceId, request.loopId)
  if (loop === null) return { refused: { kind: 'gone' } }
  const { at = null } = refused
  const facts = { by: refused.by?.name, time: at === null ? undefined : timeMark }
  const text = messages.forms.conflict.notDone(messages.notices.refusals[refused.kind](facts))
  return again(submitting, loop, [{ kind: 'conflict', text, at }])
}

/** What was entered is kept as a draft too: it must not be lost when this form is closed. */
async function again(
  { deps, request, messages, now }: Submitting,
  loop: Loop,
  notes: FormNote[],
  go?: FormGo,
): Promise<OpenFormResult> {
  const { prisma } = deps
  const typed = { changed: request.values, same: {}, sequence: null }
  await keepDraft(prisma, { ...request, typed }, now)
  const form = await composeForm({ prisma, now }, loop, request, messages, {
    typed: unlikeRecorded(loop, request.values),
    notes,
    ...(go !== undefined && { go }),
  })
  return form === null ? { refused: { kind: 'already_done' } } : { form }
}

function lineOf({ messages }: Submitting, { kind, byName, at, data }: LoopEvent): FormNote {
  const facts: Record<string, unknown> = Object(data) as Record<string, unknown>
  const word = (key: string): string | undefined => (typeof facts[key] === 'string' ? facts[key] : undefined)
  const line = messages.notices.line(kind, {
    by: byName,
    step: word('step'),
    amended: facts.amended === true,
    outcome: word('outcome'),
    owner: word('owner'),
    cause: word('cause'),
    from: word('from'),
  })
  return {
    kind: 'conflict',
    text: messages.forms.conflict.happened(line, timeMark),
    at: at.getTime(),
  }
}
