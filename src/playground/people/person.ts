import type { z } from 'zod'
import type { Deliver, Timer } from '../app/ack.js'
import type { JsonObject } from '../json.js'
import { Refusal } from '../store/refusal.js'
import type { Channel, State, Team } from '../store/state.js'
import { teamOfUser } from '../store/store.js'
import type { User } from '../seed.js'

/** What the people's door works with. */
export interface Door {
  state: State
  clock: () => number
  timer: Timer
  deliver: Deliver
  /** The stand-in's own base URL. */
  url: string
}

export interface Person {
  team: Team
  user: User
}

/** Somebody of a team, by user id. */
export function person(state: State, userId: string): Person {
  const team = teamOfUser(state, userId)
  const user = team?.users.get(userId)
  if (!team || !user) throw new Refusal('people.user')
  return { team, user }
}

/** A channel the person is in. */
export function channelOf({ team, user }: Person, channelId: string): Channel {
  const channel = team.channels.get(channelId)
  if (!channel?.members.has(user.id)) throw new Refusal('people.channel')
  return channel
}

/** Something a person's client can do. */
export interface Deed {
  run(door: Door, input: unknown): Promise<JsonObject> | JsonObject
}

/** A deed whose input is checked first. */
export function deed<Input extends z.ZodType>(
  schema: Input,
  act: (door: Door, input: z.output<Input>) => Promise<JsonObject> | JsonObject,
): Deed {
  return { run: (door, input) => act(door, schema.parse(input)) }
}

export function domainOf(team: Team): string {
  return team.domain ?? team.name.toLowerCase().replace(/[^a-z0-9]+/g, '-')
}
