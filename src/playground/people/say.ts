import { z } from 'zod'
import { sendEvent } from '../app/events.js'
import type { JsonObject } from '../json.js'
import { addMessage, messageJson } from '../store/messages.js'
import { Refusal } from '../store/refusal.js'
import { imWith, nextTs } from '../store/store.js'
import { viewJson } from '../store/views.js'
import { channelOf, deed, person } from './person.js'

const Say = z.strictObject({
  user: z.string(),
  channel: z.string(),
  text: z.string().min(1),
  thread_ts: z.string().optional(),
})
const Move = z.strictObject({ user: z.string(), channel: z.string() })
const Home = z.strictObject({ user: z.string(), tab: z.enum(['home', 'messages']).default('home') })
const Alone = z.strictObject({ user: z.string() })

const channelTypes = { im: 'im', groups: 'group', channels: 'channel' }

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
  const about = { channel: channel.id, channel_type: channelTypes[type], event_ts: message.ts }
  const event = { ...messageJson(door.state, who.team, message), ...about }
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

/** Opens a tab of the app's home. A home that was published before comes along with the event. */
export const openHome = deed(Home, async (door, input) => {
  const { state } = door
  const who = person(state, input.user)
  if (input.tab === 'home' && !who.team.homeTab) throw new Refusal('people.home-tab')
  const channel = imWith(state, who.team, who.user.id)
  const home = state.views.get(state.homes.get(who.user.id) ?? '')
  const view = input.tab === 'home' && home ? { view: viewJson(who.team, home) } : {}
  const about = {
    user: who.user.id,
    channel: channel.id,
    tab: input.tab,
    event_ts: nextTs(state, door.clock()),
  }
  const event = { type: 'app_home_opened', ...about, ...view }
  return { channel: channel.id, acked: await sendEvent(door, who.team, 'app_home_opened', event) }
})

/** The person's direct messages with the app. */
export const openDm = deed(Alone, (door, input) => {
  const { team, user } = person(door.state, input.user)
  return { channel: imWith(door.state, team, user.id).id }
})
