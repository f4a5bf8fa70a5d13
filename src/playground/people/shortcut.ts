import { z } from 'zod'
import { messagesFor } from '../store/messages.js'
import { Refusal } from '../store/refusal.js'
import { giveResponseUrl, giveTrigger } from '../store/triggers.js'
import { unacked } from './outcome.js'
import { globalShortcut, messageAction } from './payloads.js'
import { channelOf, deed, type Person, person } from './person.js'

const Shortcut = z.strictObject({ user: z.string(), callback_id: z.string() })
const OnMessage = Shortcut.extend({ channel: z.string(), ts: z.string() })

/** Needs the scope `commands`, as slash commands do. */
function refuseUnknown({ team }: Person, type: 'global' | 'message', callbackId: string): void {
  const known = team.shortcuts.some((one) => one.type === type && one.callbackId === callbackId)
  if (!known || !team.scopes.has('commands')) throw new Refusal('shortcut.unknown')
}

/** Uses a global shortcut, from anywhere: the app learns neither channel nor message. */
export const shortcut = deed(Shortcut, async (door, input) => {
  const now = door.clock()
  const who = person(door.state, input.user)
  refuseUnknown(who, 'global', input.callback_id)
  const trigger = giveTrigger(door.state, who.team, who.user.id, now)
  const ack = await door.deliver(
    who.team,
    'interactive',
    globalShortcut(who, input.callback_id, trigger, now),
  )
  return ack.acked ? { acked: true, ms: ack.ms } : unacked(ack, 'click')
})

/** Uses a shortcut in the menu of a message; anybody's message will do. */
export const messageShortcut = deed(OnMessage, async (door, input) => {
  const now = door.clock()
  const who = person(door.state, input.user)
  const channel = channelOf(who, input.channel)
  refuseUnknown(who, 'message', input.callback_id)
  const message = messagesFor(door.state, channel, who.user.id).find((one) => one.ts === input.ts)
  if (!message || message.onlyFor !== undefined) throw new Refusal('shortcut.message')
  const about = { teamId: who.team.id, channel: channel.id, user: who.user.id, original: { ts: message.ts } }
  const payload = messageAction(who, {
    state: door.state,
    channel,
    message,
    callbackId: input.callback_id,
    trigger: giveTrigger(door.state, who.team, who.user.id, now),
    responseUrl: door.url + giveResponseUrl(door.state, 'actions', about, now),
    now,
  })
  const ack = await door.deliver(who.team, 'interactive', payload)
  return ack.acked ? { acked: true, ms: ack.ms } : unacked(ack, 'click')
})
