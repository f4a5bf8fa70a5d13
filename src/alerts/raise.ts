import { z } from 'zod'
import type { PrismaClient } from '../database/prisma/client.js'
import { codeOf } from '../database/failure.js'
import { AppError } from '../errors.js'
import type { NewId } from '../ids.js'
import { scaleOf } from '../loops/answer-view.js'
import type { Db } from '../loops/store.js'
import { ringChanged } from '../loops/transition.js'
import { workRow, type RowOutcome, type WorkRowDeps } from '../queue/work-row.js'
import type { Bell, Job } from '../queue/job.js'
import { alertOutbox } from '../queue/outbox.js'
import { lockAlert, settleAlert, type RaisedAlert } from './alert-store.js'
import { decideAlert, textOnly } from './rules.js'
import { workspaceById } from '../workspaces/store.js'
import type { Workspace } from '../workspaces/workspace.js'
import { openOrJoin } from './raise-loop.js'
import { refresh } from './refresh-loop.js'

export interface AlertJobDeps extends WorkRowDeps {
  prisma: PrismaClient
  bell: Bell
  newId: NewId
}

const AlertJob = z.object({ id: z.uuid() })

/** Nobody has said where alerts go: asked again this often, until a route or a home channel is set. */
const noChannelWaitMs = 30_000
/** Another transaction opened a loop for the same customer at the same moment: once more, with its loop in sight. */
const maxTries = 5

/**
 * Makes a loop of an alert, or lets it join the customer's loop; a later version of an answer that has its loop refreshes
 * it. All in one transaction, so an alert is told by exactly one loop, however often and at once the job runs.
 */
export function alertJob(deps: AlertJobDeps): Job<{ id: string }> {
  return {
    name: alertOutbox.job,
    schema: AlertJob,
    handle: ({ id }) => workRow(deps, alertOutbox, id, () => raise(deps, id)),
  }
}

async function raise(deps: AlertJobDeps, id: string): Promise<RowOutcome> {
  const workspace = await workspaceOf(deps, id)
  for (let tries = 1; ; tries += 1) {
    try {
      const raised = await deps.prisma.$transaction((tx) => raiseOnce(deps, tx, workspace, id), {
        maxWait: 10_000,
        timeout: 20_000,
      })
      if (raised === 'no_channel') return { waitUntil: deps.clock() + noChannelWaitMs, error: raised }
      for (const cardId of raised.cards) await ringChanged(deps.bell, { cardId, homeIds: [] }, raised.urgent)
      deps.log.info('an alert was worked', { ...raised.ids, alertId: id, cardIds: raised.cards })
      return 'done'
    } catch (error) {
      if (codeOf(error) !== 'P2002' || tries === maxTries) throw error
    }
  }
}

/** The cards to be told, and what the alert is called in the log. */
interface RaisedCards {
  cards: string[]
  urgent: boolean
  ids: { deliveryId?: string; loopId?: string | null }
}

async function raiseOnce(
  deps: AlertJobDeps,
  tx: Db,
  workspace: Workspace,
  id: string,
): Promise<RaisedCards | 'no_channel'> {
  const raised = await lockAlert(tx, id)
  if (raised === null) return { cards: [], urgent: false, ids: {} }
  const { alert, response } = raised
  const { deliveryId } = response
  const urgent = raised.severity === 'critical'
  const input = { ...raised, workspace, newId: deps.newId, now: deps.clock() }
  if (alert.loopId !== null) {
    const cards = await refresh(tx, input, alert.loopId)
    await settleAlert(tx, alert, alert.loopId)
    return { cards, urgent, ids: { deliveryId, loopId: alert.loopId } }
  }
  // The answer was bettered before anybody was told of it, or it is of the past: there is nothing to put right.
  if (!needsPerson(raised)) {
    await settleAlert(tx, alert, null)
    return { cards: [], urgent, ids: { deliveryId, loopId: null } }
  }
  const told = await openOrJoin(tx, input)
  if (told === 'no_channel') return told
  await settleAlert(tx, alert, told.loopId)
  return { cards: [told.cardId], urgent, ids: { deliveryId, loopId: told.loopId } }
}

function needsPerson({ alert, response, question }: RaisedAlert): boolean {
  const { state, score, backfill } = response
  if (backfill) return false
  if (state === 'unscored') return alert.rule === textOnly.rule
  return (
    state === 'scored' &&
    score !== null &&
    question !== null &&
    decideAlert(scaleOf(question), score) !== null
  )
}

async function workspaceOf(deps: AlertJobDeps, alertId: string): Promise<Workspace> {
  const alert = await deps.prisma.alert.findUnique({ where: { id: alertId }, select: { workspaceId: true } })
  const workspace = alert && (await workspaceById(deps, alert.workspaceId))
  if (!workspace) throw new AppError({ code: 'not_found', message: 'an alert without its workspace' })
  return workspace
}
