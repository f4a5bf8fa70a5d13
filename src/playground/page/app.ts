import type { Place, Seen } from './app-state.js'
import type { Surface } from './elements.js'
import type { Words } from './inline.js'
import type { Confirm, Team } from './seen.js'

/** What every part of the page may use. */
export interface App {
  teams: Team[]
  place: Place
  seen: Seen | undefined
  /** Goes somewhere else; what is not named stays. */
  go: (to: Partial<Place>) => void
  /** Looks again, soon. */
  refresh: () => void
  complain: (sentence: string) => void
  confirm: (question: Confirm) => Promise<boolean>
}

export function wordsOf(seen: Seen): Words {
  const { team, user, channels, now } = seen
  const people = new Map(team.users.map((one) => [one.id, one.real_name]))
  people.set(team.app.user_id, team.app.name)
  return {
    nameOf: (id) => people.get(id) ?? 'somebody',
    channelName: (id) => channels.find((channel) => channel.id === id)?.name ?? 'another channel',
    me: user.id,
    now,
  }
}

/** A surface whose uses go to the app by `use`. */
export function surfaceOf(app: App, seen: Seen, use: Surface['use']): Surface {
  const { complain, confirm } = app
  return { words: wordsOf(seen), users: seen.team.users, channels: seen.channels, use, confirm, complain }
}
