import { z } from 'zod'
import { type JsonObject, objectsAt, stringAt } from '../json.js'
import { elementsOf, everyBlock } from '../kit/payload.js'
import { messagesFor } from '../store/messages.js'
import { Refusal } from '../store/refusal.js'
import type { Message } from '../store/state.js'
import { giveResponseUrl, giveTrigger } from '../store/triggers.js'
import { isOpen, topView } from '../store/views.js'
import { entryOf, stateValues } from './entries.js'
import { unacked } from './outcome.js'
import { messageActions, viewActions } from './payloads.js'
import { channelOf, deed, type Door, type Person, person } from './person.js'

const Click = z.strictObject({
  user: z.string(),
  channel: z.string().optional(),
  ts: z.string().optional(),
  view_id: z.string().optional(),
  action_id: z.string(),
  block_id: z.string().optional(),
  value: z.union([z.string(), z.array(z.string())]).optional(),
  values: z.record(z.string(), z.record(z.string(), z.union([z.string(), z.array(z.string())]))).optional(),
})
type Click = z.output<typeof Click>

/** The action of a payload: the element that was used, and what was chosen in it. */
function actionOn(blocks: unknown, click: Click, now: number): JsonObject {
  for (const { block } of everyBlock(blocks, '')) {
    if (click.block_id !== undefined && block['block_id'] !== click.block_id) continue
    const element = elementsOf(block).find((one) => one['action_id'] === click.action_id)
    if (!element) continue
    if (block['type'] === 'input' && block['dispatch_action'] !== true) throw new Refusal('people.dispatch')
    return actionOf(element, stringAt(block, 'block_id') ?? '', click, now)
  }
  throw new Refusal('people.element')
}

function actionOf(element: JsonObject, blockId: string, click: Click, now: number): JsonObject {
  const ids = { action_id: click.action_id, block_id: blockId }
  const at = { action_ts: (now / 1000).toFixed(6) }
  const entry = entryOf(element, click.value)
  if (!entry) {
    const { type, text, value, style } = element
    return { type, ...ids, text, ...(value ? { value } : {}), ...(style ? { style } : {}), ...at }
  }
  if (element['type'] === 'overflow' && entry['selected_option'] === null) throw new Refusal('people.option')
  return { ...entry, ...ids, ...at }
}

/** The blocks of a message, those in attachments too. */
const blocksOf = (message: Message): JsonObject[] => [
  ...message.blocks,
  ...message.attachments.flatMap((attachment) => objectsAt(attachment, 'blocks')),
]

function onMessage(door: Door, who: Person, click: Click, now: number): JsonObject {
  const channel = channelOf(who, click.channel ?? '')
  const message = messagesFor(door.state, channel, who.user.id).find((one) => one.ts === click.ts)
  if (!message?.byApp) throw new Refusal('people.message')
  const blocks = blocksOf(message)
  const action = actionOn(blocks, click, now)
  const about = { teamId: who.team.id, channel: channel.id, user: who.user.id, original: { ts: message.ts } }
  return messageActions(who, {
    state: door.state,
    channel,
    message,
    action,
    values: stateValues(blocks, click.values),
    trigger: giveTrigger(door.state, who.team, who.user.id, now),
    responseUrl: door.url + giveResponseUrl(door.state, 'actions', about, now),
  })
}

function onView(door: Door, who: Person, click: Click, now: number): JsonObject {
  const view = door.state.views.get(click.view_id ?? '')
  const usable = view?.type === 'home' ? isOpen(door.state, view) : view === topView(door.state, who.user.id)
  if (!view || !usable || view.userId !== who.user.id) throw new Refusal('people.view')
  const action = actionOn(view.json['blocks'], click, now)
  const blockId = stringAt(action, 'block_id') ?? ''
  const own = click.value === undefined ? {} : { [click.action_id]: click.value }
  const values = stateValues(view.json['blocks'], {
    ...click.values,
    [blockId]: { ...click.values?.[blockId], ...own },
  })
  return viewActions(who, {
    view,
    action,
    values,
    trigger: giveTrigger(door.state, who.team, who.user.id, now),
  })
}

/** Uses an element of a message or a view: a click, or a choice when `value` says which option. */
export const click = deed(Click, async (door, input) => {
  const now = door.clock()
  const who = person(door.state, input.user)
  const payload =
    input.view_id === undefined ? onMessage(door, who, input, now) : onView(door, who, input, now)
  const ack = await door.deliver(who.team, 'interactive', payload)
  return ack.acked ? { acked: true, ms: ack.ms } : unacked(ack, 'click')
})
