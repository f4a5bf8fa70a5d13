import { z } from 'zod'
import { channelOf, deed, person } from './person.js'

const Read = z.strictObject({ user: z.string(), channel: z.string(), ts: z.string().regex(/^\d+\.\d{6}$/) })
const Alone = z.strictObject({ user: z.string() })

/** Marks the channel as read up to this message; never back. */
export const read = deed(Read, (door, input) => {
  const who = person(door.state, input.user)
  const channel = channelOf(who, input.channel)
  const key = `${who.user.id} ${channel.id}`
  const before = door.state.readUpTo.get(key)
  if (before === undefined || Number(before) < Number(input.ts)) door.state.readUpTo.set(key, input.ts)
  return { read_up_to: door.state.readUpTo.get(key) }
})

/** Starts the person's client anew: the ephemerals that only it showed are gone, and its open forms are closed. */
export const reload = deed(Alone, (door, input) => {
  const { state } = door
  const { team, user } = person(state, input.user)
  let gone = 0
  for (const channel of team.channels.keys()) {
    const all = state.messages.get(channel) ?? []
    const kept = all.filter((message) => message.onlyFor !== user.id)
    gone += all.length - kept.length
    state.messages.set(channel, kept)
  }
  state.stacks.delete(user.id)
  return { ephemerals_gone: gone }
})
