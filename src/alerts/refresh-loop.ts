import type { WithdrawnFacts } from '../chat/views.js'
import { cardAnswer, scaleOf } from '../loops/answer-view.js'
import { dueTimes } from '../loops/clocks.js'
import type { AnswerChange } from '../loops/heard-change.js'
import type { Loop } from '../loops/loop.js'
import { lockLoop, lockLoopOfCustomer, type Db } from '../loops/store.js'
import { withdrawalOf, withdrawnData } from '../loops/withdrawal-store.js'
import { lastTold, type RaisedAlert, type Told } from './alert-store.js'
import { applyTo, factsOf, type RaiseInput } from './raise-loop.js'
import { decideAlert } from './rules.js'

/**
 * Tells the loop of a later version of one of its answers, whatever the score is now, or of what its number means by now.
 * A worse answer raises and reopens the loop as another bad answer would; if the customer has another open loop, that one
 * takes it up and the closed one stays closed. A customer who becomes known is the loop's customer from then on.
 * @returns the cards to be told
 */
export async function refresh(tx: Db, input: RaiseInput, loopId: string): Promise<string[]> {
  const { response, workspace, now } = input
  const loop = await lockLoop(tx, workspace.id, loopId)
  if (loop === null) return []
  const before = await lastTold(tx, workspace.id, loopId, response.id)
  const bad = badNow(input, before)
  const other = await otherOpenLoop(tx, loop, loop.customerId ?? response.customerId, now)
  const found = { before, bad, other, withdrawal: await withdrawalOf(tx, response) }
  if (loop.status !== 'closed' || other === null || bad?.worse !== true) {
    const command = commandOf(input, loop, found)
    return told([await applyTo(tx, loop, command, workspace, now)])
  }
  const command = commandOf(input, loop, { ...found, bad: null })
  const { severity, due } = bad
  const joining = { kind: 'join', severity, due, data: factsOf(input) } as const
  return told([
    await applyTo(tx, loop, command, workspace, now),
    await applyTo(tx, other, joining, workspace, now),
  ])
}

function told(cards: (string | null)[]): string[] {
  return cards.filter((id) => id !== null)
}

interface Found {
  before: Told | null
  bad: AnswerChange['bad'] | null
  /** Another open loop of the customer. */
  other: Loop | null
  withdrawal: WithdrawnFacts | null
}

function commandOf(input: RaiseInput, loop: Loop, found: Found): AnswerChange {
  const { before, bad, other } = found
  const { customerId } = input.response
  const only = before === null ? null : onlyNew(before, input)
  return {
    kind: 'answer_changed',
    data: changeOf(input, found),
    ...(only && { only }),
    ...(bad && { bad }),
    ...(loop.customerId === null && customerId !== null && other === null && { customerId }),
  }
}

/** What alone is new where the number is not: the finishing event of a tool may bring nothing at all. */
function onlyNew(before: Told, input: RaiseInput): AnswerChange['only'] | null {
  const { response } = input
  if (response.state === 'withdrawn') return before.withdrawn ? 'facts' : 'withdrawn'
  if (before.withdrawn) return 'restored'
  if (!isReadable(response)) return before.setAside === response.score ? 'facts' : null
  const means = meansElse(before, input)
  if (before.setAside !== null && !means) return null
  if (saysTheSame(before, response)) return means ? 'meaning' : 'facts'
  const commented = !means && before.score === response.score && before.comment === null
  return commented ? 'comment' : null
}

/** How bad the answer is now; null: it is not, or its number cannot be read. */
function badNow({ response, question, workspace, now }: RaiseInput, before: Told | null) {
  const { state, score } = response
  if (state !== 'scored' || score === null || question === null) return null
  const scale = scaleOf(question)
  const decided = decideAlert(scale, score)
  if (decided === null) return null
  const { severity } = decided
  const due = dueTimes(severity, now, workspace.hours, workspace.timeZone)
  const down = scale.direction === 'high_is_good' ? -1 : 1
  if (before?.withdrawn) return { severity, due, worse: true }
  const worse =
    before !== null && (before.band !== 'bad' || before.score === null || (score - before.score) * down > 0)
  return { severity, due, worse: worse && !saysTheSame(before, response) }
}

async function otherOpenLoop(
  tx: Db,
  loop: Loop,
  customerId: string | null,
  now: number,
): Promise<Loop | null> {
  if (customerId === null) return null
  const found = await lockLoopOfCustomer(tx, loop.workspaceId, customerId, now + 1)
  return found === null || found.id === loop.id || found.status === 'closed' ? null : found
}

/** Scored, or words without a number. */
function isReadable({ state }: RaisedAlert['response']): boolean {
  return state === 'scored' || state === 'unscored'
}

function saysTheSame(before: Told, { score, comment }: RaisedAlert['response']): boolean {
  return before.score === score && before.comment === comment
}

/** The customer said nothing new: somebody declared anew what the number means. */
function meansElse(before: Told, { response, question }: RaiseInput): boolean {
  const now = cardAnswer(response, question)
  return (['metric', 'min', 'max', 'direction', 'band'] as const).some(
    (part) => (before[part] ?? null) !== now[part],
  )
}

/** What the history keeps of the change. A number that cannot be read on its scale is named, and never as a score. */
function changeOf(input: RaiseInput, { before, withdrawal }: Found): Record<string, unknown> {
  const { response, alert } = input
  const { score, comment } = response
  if (withdrawal !== null) return withdrawnData(factsOf(input), withdrawal)
  const reread = before !== null && isReread(before, response) && { reread: true }
  if (isReadable(response)) return { ...factsOf(input), before, after: { score, comment }, ...reread }
  const { id: responseId, deliveryId } = response
  const version = Number(response.version)
  return { responseId, deliveryId, version, rule: alert.rule, setAside: score, comment, before, ...reread }
}

/** The customer said nothing since: the same delivery is understood otherwise. */
function isReread(before: Told, { deliveryId, version }: RaisedAlert['response']): boolean {
  return before.deliveryId === deliveryId && before.version === Number(version)
}
