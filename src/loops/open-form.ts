import { AppError } from '../errors.js'
import { messagesFor } from '../messages/messages.js'
import { workspaceAsReadBy } from '../workspaces/person-settings.js'
import { composeForm, timeMark, unlikeRecorded } from './compose-form.js'
import type { FormRequest, OpenFormResult, Refusal } from './desk.js'
import { readDraft } from './drafts.js'
import { mayJudge, obstacleFor } from './heard.js'
import type { Loop } from './loop.js'
import { loopById } from './store.js'
import { withCloser, type TransitionDeps } from './transition.js'

/**
 * A form of a loop, with the draft that this person left in it. It is not opened for somebody whose submit would be
 * refused anyway.
 */
export async function openForm(
  deps: TransitionDeps,
  request: FormRequest,
  now: number,
): Promise<OpenFormResult> {
  const { prisma } = deps
  const [loop, workspace, draft] = await Promise.all([
    loopById(prisma, request.workspaceId, request.loopId),
    workspaceAsReadBy(deps, { workspaceId: request.workspaceId, personId: request.actor.id }),
    readDraft(prisma, request, now),
  ])
  if (loop === null) return { refused: { kind: 'gone' } }
  if (workspace === null) throw new AppError({ code: 'not_found', message: 'no such workspace' })
  const refused = refusalFor(loop, request)
  if (refused !== null) return { refused: await withCloser(deps, loop, refused) }
  const messages = messagesFor(workspace.language)
  const typed = draft === null ? {} : unlikeRecorded(loop, draft.entries)
  const hasDraft = draft !== null && Object.keys(typed).length > 0
  const text = messages.forms.draftFrom(timeMark)
  const form = await composeForm({ prisma, now }, loop, request, messages, {
    typed,
    ...(hasDraft && { notes: [{ kind: 'draft', text, at: draft.at }] }),
  })
  return form === null ? { refused: { kind: 'already_done' } } : { form }
}

function refusalFor(loop: Loop, { action, actor }: FormRequest): Refusal | null {
  if (action === 'withdraw') return mayJudge(loop, actor)
  if (action === 'reopen') return loop.status === 'closed' ? null : { kind: 'not_closed' }
  return obstacleFor(loop, actor, 'not_yours')
}
