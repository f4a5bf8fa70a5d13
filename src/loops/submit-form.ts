import type { FormGo } from '../chat/views.js'
import { AppError } from '../errors.js'
import { messagesFor, type Messages } from '../messages/messages.js'
import { workspaceAsReadBy } from '../workspaces/person-settings.js'
import { dueTimes } from './clocks.js'
import { conflictForm, refusedForm } from './conflict-form.js'
import type { SubmitRequest, SubmitResult } from './desk.js'
import { dropSubmitted } from './drafts.js'
import { stateClash, withoutStale } from './form-clash.js'
import { fieldIds, partOf } from './forms.js'
import { readClose, readRequired, readSkip, readWork, type Entered, type FieldErrors } from './forms-read.js'
import type { LoopCommand } from './heard-change.js'
import type { Loop } from './loop.js'
import { closedByThis } from './same-submit.js'
import { loopById } from './store.js'
import { submitWithdrawal } from './submit-withdrawal.js'
import type { Submitting } from './submitting.js'
import { transition, type TransitionDeps } from './transition.js'

/** What was entered, and why the loop is opened again where it is. */
type Asked = Entered & { reopenReason: string | null }

/**
 * Does all that a form asks for as one change: steps recorded, steps skipped, closed, or reopened. Where somebody else
 * changed the loop since the form was opened, nothing is done and a form comes back that says who did what and when, keeps
 * what was entered, and goes on when it is submitted once more.
 */
export async function submitForm(
  deps: TransitionDeps,
  request: SubmitRequest,
  now: number,
): Promise<SubmitResult> {
  const [loop, workspace] = await Promise.all([
    loopById(deps.prisma, request.workspaceId, request.loopId),
    workspaceAsReadBy(deps, { workspaceId: request.workspaceId, personId: request.actor.id }),
  ])
  if (loop === null) return { refused: { kind: 'gone' } }
  if (workspace === null) throw new AppError({ code: 'not_found', message: 'no such workspace' })
  const submitting = { deps, request, workspace, messages: messagesFor(workspace.language), now }
  if (request.action === 'withdraw') return submitWithdrawal(submitting, loop)
  const clash = request.action === 'reopen' ? null : stateClash(loop, request)
  if (clash !== null) return clashed(submitting, loop, clash)
  const asked = read(submitting, loop)
  return 'fieldErrors' in asked ? asked : change(submitting, asked)
}

function read({ request, messages }: Submitting, loop: Loop): Asked | FieldErrors {
  const { action, values, go } = request
  const words = messages.forms
  if (action === 'reopen') {
    const reopening = readRequired(values, 'reason', words)
    return 'fieldErrors' in reopening ? reopening : { ...nothing, reopenReason: reopening.reason }
  }
  const entered = readEntered(request, loop, words)
  if (go !== 'reopen') return 'fieldErrors' in entered ? entered : { ...entered, reopenReason: null }
  const reopening = readRequired(values, fieldIds.reopenReason, words)
  if ('fieldErrors' in entered || 'fieldErrors' in reopening) {
    return { fieldErrors: { ...errorsOf(entered), ...errorsOf(reopening) } }
  }
  return { ...entered, reopenReason: reopening.reason }
}

const nothing: Entered = { records: {}, skip: null, close: null }

function readEntered(
  { action, values, part = 'all' }: SubmitRequest,
  loop: Loop,
  words: Messages['forms'],
): Entered | FieldErrors {
  if (action === 'skip') return readSkip(values, words)
  if (action === 'close') return readClose(values, loop, words)
  return readWork(values, { loop, part: partOf(loop, part, values) }, words)
}

function errorsOf(read: object): Record<string, string> {
  return 'fieldErrors' in read ? (read as FieldErrors).fieldErrors : {}
}

async function change(submitting: Submitting, asked: Asked): Promise<SubmitResult> {
  const { deps, request, now } = submitting
  const clashes: { loop: Loop; go: FormGo }[] = []
  const result = await transition(deps, {
    ...request,
    now,
    command: async (loop) => {
      clashes.length = 0
      const clash = request.action === 'reopen' ? null : stateClash(loop, request)
      const fresh = clash === null ? await withoutStale(deps.prisma, loop, asked, request) : 'clash'
      if (fresh !== 'clash') return commandsOf(submitting, loop, { ...asked, ...fresh })
      clashes.push({ loop, go: clash ?? 'save' })
      return { refused: { kind: 'already_done' } }
    },
  })
  const [clash] = clashes
  if (clash !== undefined) return clashed(submitting, clash.loop, clash.go)
  if ('refused' in result) return refusedForm(submitting, result.refused)
  await dropSubmitted(deps.prisma, request, (field) => isSubmitted(request, field))
  return result
}

/** Somebody else's change stands in the way, unless it is this very submit that was done already. */
async function clashed(submitting: Submitting, loop: Loop, go: FormGo): Promise<SubmitResult> {
  const { deps, request } = submitting
  if (await closedByThis(deps.prisma, loop, request)) return { done: true, version: loop.version }
  return conflictForm(submitting, loop, go)
}

function commandsOf({ request, workspace, now }: Submitting, loop: Loop, asked: Asked): LoopCommand[] {
  const { actor: by, action } = request
  const commands: LoopCommand[] = []
  if (asked.reopenReason !== null) {
    const due = dueTimes(loop.severity, now, workspace.hours, workspace.timeZone)
    commands.push({ kind: 'reopen', by, due, reason: asked.reopenReason })
  }
  if (action === 'reopen') return commands
  // Only with a go that the person was asked for: stateClash has seen to that.
  if (loop.owner !== null && loop.owner.id !== by.id) {
    commands.push({ kind: 'take_over', by, from: loop.owner.id })
  }
  if (Object.keys(asked.records).length > 0) commands.push({ kind: 'record', by, records: asked.records })
  for (const step of asked.skip?.steps ?? []) {
    commands.push({ kind: 'skip', by, step, reason: asked.skip?.reason ?? '' })
  }
  if (asked.close !== null) commands.push({ kind: 'close', by, ...asked.close })
  return commands
}

/** What was typed into another part of the form was not submitted with this one. */
function isSubmitted({ action, part = 'all', values }: SubmitRequest, field: string): boolean {
  if (action !== 'work' || part === 'all') return true
  const isOfStep = field.includes('.') && !field.startsWith('close.') && !field.startsWith('reopen.')
  return !isOfStep || field.startsWith(`${part}.`) || field in values
}
