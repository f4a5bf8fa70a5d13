import { z } from 'zod'
import { isObject, type JsonObject, objectAt, stringAt } from '../json.js'
import type { RuleId } from '../rules/rules.js'
import { Refusal } from '../store/refusal.js'
import type { View } from '../store/state.js'
import { giveTrigger } from '../store/triggers.js'
import { acceptView, closeViews, replaceView, showModal, topView } from '../store/views.js'
import { clientErrors, inputBlockIds, refuseStrangeValues, sentences } from './client-checks.js'
import { stateValues } from './entries.js'
import { failed, unacked } from './outcome.js'
import { viewClosed, viewSubmission } from './payloads.js'
import { deed, type Door, type Person, person } from './person.js'

const Submit = z.strictObject({
  user: z.string(),
  view_id: z.string(),
  values: z.record(z.string(), z.record(z.string(), z.union([z.string(), z.array(z.string())]))).default({}),
})
const Close = z.strictObject({ user: z.string(), view_id: z.string() })

function viewOnTop(door: Door, who: Person, id: string): View {
  const view = topView(door.state, who.user.id)
  if (view?.id !== id) throw new Refusal('people.view')
  return view
}

/** Does what an ack body asks. @returns what the person then sees, or the row the body breaks. */
function respond(door: Door, who: Person, view: View, body: unknown): JsonObject | RuleId {
  const { state } = door
  const now = door.clock()
  if (body === undefined) {
    closeViews(state, who.user.id, 'top')
    return { responseAction: 'close' }
  }
  if (!isObject(body)) return 'ack.response-action'
  const action = stringAt(body, 'response_action')
  if (action === 'clear') {
    closeViews(state, who.user.id, 'all')
    return { responseAction: 'clear' }
  }
  if (action === 'errors') return showErrors(view, body)
  if (action !== 'update' && action !== 'push') return 'ack.response-action'
  try {
    const json = acceptView(state, body['view'], 'modal')
    if (action === 'update') replaceView(state, who.team, { view, json, now })
    else showModal(state, who.team, 'push', { userId: who.user.id, json, now })
    return { responseAction: action, view_id: topView(state, who.user.id)?.id }
  } catch (error) {
    if (error instanceof Refusal) return 'ack.view'
    throw error
  }
}

function showErrors(view: View, body: JsonObject): JsonObject | RuleId {
  const errors = objectAt(body, 'errors') ?? {}
  const inputs = inputBlockIds(view.json)
  const entries = Object.entries(errors)
  const wrong = entries.some(
    ([block, text]) => !inputs.includes(block) || typeof text !== 'string' || text === '',
  )
  if (entries.length === 0 || wrong) return 'ack.error-blocks'
  return { responseAction: 'errors', errors }
}

/** Submits the form on top. What the client refuses is never sent. */
export const submit = deed(Submit, async (door, input) => {
  const who = person(door.state, input.user)
  const view = viewOnTop(door, who, input.view_id)
  const blocks = view.json['blocks']
  const values = stateValues(blocks, input.values)
  refuseStrangeValues(values, input.values)
  if (view.json['submit'] === undefined) throw new Refusal('people.no-submit')
  const refused = clientErrors(blocks, values)
  if (Object.keys(refused).length > 0) {
    return { sent: false, acked: false, errors: sentences(refused), rules: Object.values(refused) }
  }
  const trigger = giveTrigger(door.state, who.team, who.user.id, door.clock())
  const ack = await door.deliver(who.team, 'interactive', viewSubmission(who, view, values, trigger))
  if (!ack.acked) return { sent: true, ...unacked(ack, 'view') }
  const seen = respond(door, who, view, ack.body)
  if (typeof seen === 'string') return { sent: true, ...failed(ack.ms, seen, 'view') }
  return { sent: true, acked: true, ms: ack.ms, ...seen }
})

/** Closes the form on top, and tells the app when it asked to be told. */
export const closeView = deed(Close, async (door, input) => {
  const who = person(door.state, input.user)
  const view = viewOnTop(door, who, input.view_id)
  const all = view.json['clear_on_close'] === true
  closeViews(door.state, who.user.id, all ? 'all' : 'top')
  if (view.json['notify_on_close'] !== true) return { acked: true, ms: 0, notified: false }
  const ack = await door.deliver(who.team, 'interactive', viewClosed(who, view, all))
  return ack.acked ? { acked: true, ms: ack.ms, notified: true } : unacked(ack, 'view')
})
