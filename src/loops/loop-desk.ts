import type { Clock } from '../clock.js'
import { claimLoop, releaseLoop, type ActInput } from './claim-loop.js'
import type { ActResult, ClickAction, LoopDesk } from './desk.js'
import { keepDraft } from './drafts.js'
import { homeOpened } from './homes.js'
import { turnPage } from './gathered-store.js'
import { openCard } from './open-card.js'
import { openForm } from './open-form.js'
import { resumeLoop, snoozeLoop, waitForCustomer } from './pause-loop.js'
import { submitForm } from './submit-form.js'
import { dismissLoop, restoreAnswer } from './withdraw-answer.js'
import type { TransitionDeps } from './transition.js'
import { turnForm } from './turn-form.js'

export interface LoopDeskDeps extends TransitionDeps {
  clock: Clock
}

const clicks: Readonly<Record<ClickAction, (deps: TransitionDeps, input: ActInput) => Promise<ActResult>>> = {
  claim: claimLoop,
  release: releaseLoop,
  wait: waitForCustomer,
  resume: resumeLoop,
  snooze: snoozeLoop,
  restore: restoreAnswer,
  dismiss: dismissLoop,
}

/** The use-cases as a chat adapter asks for them. */
export function buildLoopDesk(deps: LoopDeskDeps): LoopDesk {
  return {
    act: ({ action, ...request }) => clicks[action](deps, { ...request, now: deps.clock() }),
    openCard: (request) => openCard(deps, { ...request, now: deps.clock() }),
    turnSummary: (turn) => turnSummary(deps, turn),
    openForm: (request) => openForm(deps, request, deps.clock()),
    keepDraft: (request) => keepDraft(deps.prisma, request, deps.clock()),
    homeOpened: (home) => homeOpened(deps, home, deps.clock()),
    turnForm: (request) => turnForm(deps, request, deps.clock()),
    submitForm: (request) => submitForm(deps, request, deps.clock()),
  }
}

async function turnSummary(
  { prisma, bell, clock }: LoopDeskDeps,
  turn: { workspaceId: string; burstId: string; page: number },
): Promise<void> {
  if (await turnPage(prisma, turn, clock()))
    await bell.ring([{ job: 'burst', id: turn.burstId, urgent: true }])
}
