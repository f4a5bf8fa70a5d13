import type { Channel, Message, Team, User, View } from './seen.js'

/** Where the person is: stands in the address, so that a reload and a link come back to it. */
export interface Place {
  team: string
  user: string
  /** A channel's id, or the app. */
  channel: string
  tab: 'home' | 'messages' | undefined
  thread: string | undefined
}

/** What the page knows; made anew by every look. */
export interface Seen {
  team: Team
  user: User
  channels: Channel[]
  /** The one that is open; undefined on the app's Home tab. */
  channel: Channel | undefined
  messages: Message[]
  readUpTo: string | undefined
  views: View[]
  home: View | null
  now: number
}

export const appPlace = 'app'

/** `#/team/user/channel/thread`, `#/team/user/app/home`. */
export function readPlace(hash: string): Place {
  const [, team = '', user = '', channel = '', last] = hash.split('/').map(decodeURIComponent)
  if (channel !== appPlace) return { team, user, channel, tab: undefined, thread: last }
  return { team, user, channel, tab: last === 'messages' ? 'messages' : 'home', thread: undefined }
}

export function writePlace({ team, user, channel, tab, thread }: Place): string {
  const parts = [team, user, channel, channel === appPlace ? tab : thread]
  return `#/${parts.filter((part) => part !== undefined).join('/')}`
}

/** The place, with a team and a person that are there. */
export function settle(place: Place, teams: Team[]): Place {
  const team = teams.find((one) => one.id === place.team) ?? teams[0]
  const user = team?.users.find((one) => one.id === place.user) ?? team?.users[0]
  if (!team || !user) return place
  return { ...place, team: team.id, user: user.id }
}

/** The same for the channel: one that this person is in. */
export function settleChannel(place: Place, known: Channel[]): Place {
  if (place.channel === appPlace) return place
  const here = known.find((one) => one.id === place.channel && !one.is_im) ?? known.find((one) => !one.is_im)
  return { ...place, channel: here?.id ?? '', thread: here?.id === place.channel ? place.thread : undefined }
}
