import { AppError } from '../errors.js'
import type { Clock } from '../clock.js'
import { messagesFor, type Messages } from '../messages/messages.js'
import { workspaceAsReadBy } from '../workspaces/person-settings.js'
import { claimLoop, releaseLoop, type ActInput } from './claim-loop.js'
import { closeLoop } from './close-loop.js'
import type { ActResult, ClickAction, FormAction, LoopDesk, OpenFormResult, SubmitResult } from './desk.js'
import { closeForm, skipForm, workForm } from './forms.js'
import { readClose, readSkip, readWork } from './forms-read.js'
import { obstacleFor } from './heard.js'
import type { Actor } from './loop.js'
import { openCard } from './open-card.js'
import { resumeLoop, snoozeLoop, waitForCustomer } from './pause-loop.js'
import { recordSteps } from './record-steps.js'
import { reopenLoop } from './reopen-loop.js'
import { skipStep } from './skip-step.js'
import { loopById } from './store.js'
import { withCloser, type TransitionDeps } from './transition.js'

export interface LoopDeskDeps extends TransitionDeps {
  clock: Clock
}

type Words = Messages['forms']

const clicks: Readonly<Record<ClickAction, (deps: TransitionDeps, input: ActInput) => Promise<ActResult>>> = {
  claim: claimLoop,
  release: releaseLoop,
  wait: waitForCustomer,
  resume: resumeLoop,
  snooze: snoozeLoop,
  reopen: reopenLoop,
}

/** The use-cases as a chat adapter asks for them. */
export function buildLoopDesk(deps: LoopDeskDeps): LoopDesk {
  return {
    act: ({ action, ...request }) => clicks[action](deps, { ...request, now: deps.clock() }),
    openCard: (request) => openCard(deps, { ...request, now: deps.clock() }),
    openForm: (request) => openForm(deps, request),
    submitForm: (request) => submitForm(deps, request),
  }
}

interface FormRequest {
  workspaceId: string
  loopId: string
  actor: Actor
  action: FormAction
}

/** A form is not opened for somebody whose submit would be refused anyway. */
async function openForm(deps: LoopDeskDeps, request: FormRequest): Promise<OpenFormResult> {
  const loop = await loopById(deps.prisma, request.workspaceId, request.loopId)
  if (loop === null) return { refused: { kind: 'gone' } }
  const refused = obstacleFor(loop, request.actor, 'not_yours')
  if (refused) return { refused: await withCloser(deps, loop, refused) }
  const words = await wordsOf(deps, request)
  switch (request.action) {
    case 'work':
      return { form: workForm(loop, words) }
    case 'close':
      return { form: closeForm(loop, words) }
    case 'skip': {
      const form = skipForm(loop, words)
      return form === null ? { refused: { kind: 'already_done' } } : { form }
    }
  }
}

async function submitForm(
  deps: LoopDeskDeps,
  request: FormRequest & { version: number; values: Record<string, string> },
): Promise<SubmitResult> {
  const { workspaceId, loopId, actor, values, version } = request
  const words = await wordsOf(deps, request)
  const input = { workspaceId, loopId, actor, now: deps.clock() }
  switch (request.action) {
    case 'work': {
      const read = readWork(values, words)
      return 'fieldErrors' in read ? read : recordSteps(deps, { ...input, version, records: read.records })
    }
    case 'skip': {
      const read = readSkip(values, words)
      return 'fieldErrors' in read ? read : skipStep(deps, { ...input, ...read })
    }
    case 'close': {
      const loop = await loopById(deps.prisma, workspaceId, loopId)
      if (loop === null) return { refused: { kind: 'gone' } }
      const refused = obstacleFor(loop, actor, 'not_yours')
      if (refused) return { refused: await withCloser(deps, loop, refused) }
      const read = readClose(values, loop, words)
      return 'fieldErrors' in read ? read : closeLoop(deps, { ...input, ...read })
    }
  }
}

/** Nobody else reads a form: it is in the language of the person. */
async function wordsOf(deps: LoopDeskDeps, { workspaceId, actor }: FormRequest): Promise<Words> {
  const workspace = await workspaceAsReadBy(deps, { workspaceId, personId: actor.id })
  if (workspace === null) throw new AppError({ code: 'not_found', message: 'no such workspace' })
  return messagesFor(workspace.language).forms
}
