import { AppError } from '../errors.js'
import { messagesFor } from '../messages/messages.js'
import { workspaceAsReadBy } from '../workspaces/person-settings.js'
import { conflictForm } from './conflict-form.js'
import type { OpenFormResult, SubmitRequest } from './desk.js'
import { readDraft } from './drafts.js'
import { stateClash } from './form-clash.js'
import { openForm } from './open-form.js'
import { loopById } from './store.js'
import type { TransitionDeps } from './transition.js'

/**
 * An open form for another of its parts. Where somebody else took or closed the loop meanwhile it is the form that a submit
 * would meet: with what was typed, who did what, and the way to go on.
 */
export async function turnForm(
  deps: TransitionDeps,
  request: SubmitRequest,
  now: number,
): Promise<OpenFormResult> {
  const { prisma } = deps
  const { workspaceId, actor } = request
  const loop = await loopById(prisma, workspaceId, request.loopId)
  const clash = loop && stateClash(loop, { actor, version: request.version })
  if (loop === null || clash === null) return openForm(deps, request, now)
  const [workspace, draft] = await Promise.all([
    workspaceAsReadBy(deps, { workspaceId, personId: actor.id }),
    readDraft(prisma, request, now),
  ])
  if (workspace === null) throw new AppError({ code: 'not_found', message: 'no such workspace' })
  const values = { ...draft?.entries, ...request.values }
  const messages = messagesFor(workspace.language)
  return conflictForm({ deps, request: { ...request, values }, workspace, messages, now }, loop, clash)
}
