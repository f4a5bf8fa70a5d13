import { z } from 'zod'
import { sendEvent } from '../app/events.js'
import { answerWish, readWish } from '../oauth/authorize.js'
import { Refusal } from '../store/refusal.js'
import { endTokens, isInstalled } from '../store/tokens.js'
import { deed, type Door, person, type Person } from './person.js'

const Install = z.strictObject({ user: z.string(), url: z.url(), allow: z.boolean().default(true) })
const Alone = z.strictObject({ user: z.string() })

/** Opens an app's install link and allows it, or does not. Answers with the address that the browser goes to then. */
export const installApp = deed(Install, (door, { user, url, allow }) => {
  const { team } = person(door.state, user)
  const wish = readWish(door.state, new URL(url).searchParams)
  return { location: answerWish(door.state, wish, { team, userId: user, allow, now: door.clock() }) }
})

async function tellRevoked(door: Door, { team }: Person): Promise<void> {
  const event = { type: 'tokens_revoked', tokens: { oauth: [], bot: [team.botUserId] } }
  await sendEvent(door, team, 'tokens_revoked', event)
}

function installed(door: Door, userId: string): Person {
  const who = person(door.state, userId)
  if (!isInstalled(door.state, who.team)) throw new Refusal('people.app')
  return who
}

/** Removes the app from the team. Slack tells the app so, and that its tokens are revoked. */
export const uninstallApp = deed(Alone, async (door, { user }) => {
  const who = installed(door, user)
  endTokens(door.state, who.team, 'token.inactive')
  await tellRevoked(door, who)
  await sendEvent(door, who.team, 'app_uninstalled', { type: 'app_uninstalled' })
  return {}
})

/** Revokes the app's tokens; the app itself stays. */
export const revokeTokens = deed(Alone, async (door, { user }) => {
  const who = installed(door, user)
  endTokens(door.state, who.team, 'token.revoked')
  await tellRevoked(door, who)
  return {}
})
