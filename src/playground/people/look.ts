import { z } from 'zod'
import { readBlocks, readMessage } from '../rendering/reading.js'
import { messageJson, messagesFor, unreadFor } from '../store/messages.js'
import type { View } from '../store/state.js'
import { viewJson } from '../store/views.js'
import { channelOf, deed, domainOf, person } from './person.js'

const InChannel = z.strictObject({ user: z.string(), channel: z.string(), thread_ts: z.string().optional() })
const Alone = z.strictObject({ user: z.string() })
const Nobody = z.strictObject({})

/** Every workspace of the stand-in: who can be played, and what its app offers. */
export const teams = deed(Nobody, (door) => ({
  teams: [...door.state.teams.values()].map((team) => ({
    id: team.id,
    name: team.name,
    domain: domainOf(team),
    users: [...team.users.values()].map(({ id, name, realName }) => ({ id, name, real_name: realName })),
    app: {
      id: team.appId,
      name: team.appName,
      user_id: team.botUserId,
      home_tab: team.homeTab,
      commands: (team.commands ?? []).map((command) => ({ command, hint: team.commandHints[command] ?? '' })),
      shortcuts: team.shortcuts.map(({ type, name, callbackId }) => ({
        type,
        name,
        callback_id: callbackId,
      })),
    },
  })),
}))

/** What the person sees in a channel: messages, replies and their own ephemerals, oldest first. */
export const messages = deed(InChannel, (door, input) => {
  const who = person(door.state, input.user)
  const channel = channelOf(who, input.channel)
  const all = messagesFor(door.state, channel, who.user.id)
  const seen = all.filter(
    (message) =>
      input.thread_ts === undefined || message.threadTs === input.thread_ts || message.ts === input.thread_ts,
  )
  return {
    now: door.clock(),
    read_up_to: door.state.readUpTo.get(`${who.user.id} ${channel.id}`) ?? null,
    messages: seen.map((message) => ({
      ...messageJson(door.state, who.team, message),
      ephemeral: message.onlyFor !== undefined,
      mrkdwn: message.reading.mrkdwn,
      rendered: readMessage(message),
    })),
  }
})

/** The person's open modals, the top one last, and their home tab. */
export const views = deed(Alone, (door, input) => {
  const who = person(door.state, input.user)
  const show = (id: string) => {
    const view: View | undefined = door.state.views.get(id)
    return view ? [{ ...viewJson(who.team, view), rendered: readBlocks(view.json['blocks']) }] : []
  }
  const home = door.state.homes.get(who.user.id)
  return {
    now: door.clock(),
    views: (door.state.stacks.get(who.user.id) ?? []).flatMap(show),
    home: home ? (show(home)[0] ?? null) : null,
  }
})

/** The channels the person is in. */
export const channels = deed(Alone, (door, input) => {
  const { team, user } = person(door.state, input.user)
  const mine = [...team.channels.values()].filter((channel) => channel.members.has(user.id))
  return {
    channels: mine.map((channel) => ({
      id: channel.id,
      name: channel.im ? 'direct message' : channel.name,
      is_im: channel.im !== undefined,
      is_private: channel.private,
      is_archived: channel.archived,
      app_is_member: channel.botIsMember,
      members: channel.members.size + (channel.botIsMember ? 1 : 0),
      unread: unreadFor(door.state, channel, user.id),
    })),
  }
})
