import { AppError } from '../errors.js'
import type { NewId } from '../ids.js'
import { cardAnswer } from '../loops/answer-view.js'
import { dueTimes } from '../loops/clocks.js'
import { decide, openLoop } from '../loops/heard.js'
import { reopenWindowMs } from '../loops/heard-answers.js'
import type { LoopCommand } from '../loops/heard-change.js'
import type { Loop } from '../loops/loop.js'
import { runClocksOn } from '../loops/run-clocks-on.js'
import { joinGathered } from '../loops/gathered-store.js'
import { insertLoop, lockLoopOfCustomer, writeChange, type Db } from '../loops/store.js'
import type { Workspace } from '../workspaces/workspace.js'
import { platformOf, routesOf, type RaisedAlert } from './alert-store.js'
import { chooseChannel } from './routes.js'

export interface RaiseInput extends RaisedAlert {
  workspace: Workspace
  newId: NewId
  /** Epoch ms. */
  now: number
}

interface Raised {
  loopId: string
  cardId: string
}

/** Each round either finds the customer's loop or makes it; a round is lost only to somebody who did one of both. */
const maxRounds = 10

/** Lets a new bad answer join the customer's loop, reopens the one closed lately, or opens a new one. */
export async function openOrJoin(tx: Db, input: RaiseInput): Promise<Raised | 'no_channel'> {
  const { response, workspace, now } = input
  for (let round = 0; round < maxRounds; round += 1) {
    const loop =
      response.customerId === null
        ? null
        : await lockLoopOfCustomer(tx, workspace.id, response.customerId, now - reopenWindowMs)
    const told = loop === null ? await open(tx, input) : await join(tx, input, loop)
    if (told !== 'lost') return told
  }
  throw new AppError({ code: 'too_busy', message: 'the loops of one customer changed at every try' })
}

async function open(tx: Db, input: RaiseInput): Promise<Raised | 'no_channel' | 'lost'> {
  const { severity, response, question, workspace, newId, now } = input
  const answer = cardAnswer(response, question)
  const routed = { metric: answer.metric, survey: answer.survey, sourceId: response.sourceId, severity }
  const channel = chooseChannel(await routesOf(tx, workspace.id), routed, workspace.homeChannel)
  if (channel === null) return 'no_channel'
  const loopId = newId(now)
  const due = dueTimes(severity, now, workspace.hours, workspace.timeZone)
  const { customerId } = response
  const change = openLoop(
    { id: loopId, workspaceId: workspace.id, customerId, severity, ...due },
    factsOf(input),
    now,
  )
  const cardId = newId(now)
  const platform = await platformOf(tx, workspace.id)
  const gathering = { workspaceId: workspace.id, bindingId: input.alert.bindingId, channel, severity }
  const burstId = await joinGathered(tx, gathering, now)
  return (await insertLoop(tx, change, { id: cardId, platform, channel, burstId }))
    ? { loopId, cardId }
    : 'lost'
}

async function join(tx: Db, input: RaiseInput, loop: Loop): Promise<Raised | 'lost'> {
  const { severity, workspace, now } = input
  const due = dueTimes(severity, now, workspace.hours, workspace.timeZone)
  const cardId = await applyTo(
    tx,
    loop,
    { kind: 'join', severity, due, data: factsOf(input) },
    workspace,
    now,
  )
  return cardId === null ? 'lost' : { loopId: loop.id, cardId }
}

/** The loop is locked, so that nobody else can be first. */
export async function applyTo(
  tx: Db,
  loop: Loop,
  command: LoopCommand,
  workspace: Workspace,
  now: number,
): Promise<string | null> {
  const decision = decide(loop, command, now)
  if ('refused' in decision) return null
  const change = await runClocksOn(tx, loop, decision, async () => workspace, now)
  const written = await writeChange(tx, loop, change)
  return written === 'lost' ? null : written.cardId
}

/** What the history keeps of an answer: enough for its line in the thread, and to tell a change from another reading. */
export function factsOf({ alert, response, question }: RaiseInput): Record<string, unknown> {
  const { metric, score, min, max, direction, band, comment } = cardAnswer(response, question)
  const { deliveryId } = response
  const version = Number(response.version)
  return {
    responseId: response.id,
    deliveryId,
    version,
    rule: alert.rule,
    metric,
    score,
    min,
    max,
    direction,
    band,
    comment,
  }
}
