import { z } from 'zod'
import { sendEvent } from '../app/events.js'
import type { JsonObject } from '../json.js'
import { addMessage, messageJson } from '../store/messages.js'
import { imWith } from '../store/store.js'
import { channelOf, deed, person } from './person.js'

const Say = z.strictObject({
  user: z.string(),
  channel: z.string(),
  text: z.string().min(1),
  thread_ts: z.string().optional(),
})
const Move = z.strictObject({ user: z.string(), channel: z.string() })
const Home = z.strictObject({ user: z.string() })

/** What Slack's client does with a typed text before it is stored. */
const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Writes into a channel or a thread. */
export const say = deed(Say, async (door, input) => {
  const who = person(door.state, input.user)
  const channel = channelOf(who, input.channel)
  const message = addMessage(
    door.state,
    {
      teamId: who.team.id,
      channel: channel.id,
      user: who.user.id,
      byApp: false,
      text: escape(input.text),
      blocks: [],
      attachments: [],
      broadcast: false,
      threadTs: input.thread_ts,
      reading: { mrkdwn: true, linkNames: false },
    },
    door.clock(),
  )
  const type = channel.im ? 'im' : channel.private ? 'groups' : 'channels'
  const event = { ...messageJson(door.state, who.team, message), channel: channel.id, event_ts: message.ts }
  if (channel.botIsMember) await sendEvent(door, who.team, `message.${type}`, event)
  return { ts: message.ts }
})

/** Something a member can do to a channel in the client. */
function onChannel(change: (channel: ReturnType<typeof channelOf>) => void) {
  return deed(Move, (door, input): JsonObject => {
    const channel = channelOf(person(door.state, input.user), input.channel)
    change(channel)
    return { channel: channel.id, archived: channel.archived, app_is_member: channel.botIsMember }
  })
}

export const archive = onChannel((channel) => (channel.archived = true))
export const unarchive = onChannel((channel) => (channel.archived = false))
export const inviteApp = onChannel((channel) => (channel.botIsMember = true))
export const removeApp = onChannel((channel) => (channel.botIsMember = false))

/** Opens the app's home tab. */
export const openHome = deed(Home, async (door, input) => {
  const who = person(door.state, input.user)
  const channel = imWith(door.state, who.team, who.user.id)
  const event = { type: 'app_home_opened', user: who.user.id, channel: channel.id, tab: 'home' }
  return { acked: await sendEvent(door, who.team, 'app_home_opened', event) }
})
