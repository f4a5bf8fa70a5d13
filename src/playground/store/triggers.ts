import { limitOf } from '../rules/rules.js'
import { Refusal } from './refusal.js'
import type { ResponseUrl, State, Team, Trigger } from './state.js'

/** A new trigger_id in Slack's form `132456.7890123.abcdef`. */
export function giveTrigger(state: State, team: Team, userId: string, now: number): string {
  const digits = [...team.id].map((letter) => letter.charCodeAt(0) % 10).join('')
  const id = `${now}.${digits}.${state.newId().toLowerCase()}`
  state.triggers.set(id, { teamId: team.id, userId, givenAt: now, exchanged: false })
  return id
}

/** The trigger, still unused. The caller marks it exchanged when the view is really shown. */
export function usableTrigger(state: State, team: Team, id: string, now: number): Trigger {
  const trigger = state.triggers.get(id)
  if (!trigger || trigger.teamId !== team.id) throw new Refusal('trigger.invalid')
  if (trigger.exchanged) throw new Refusal('trigger.exchanged')
  if (now - trigger.givenAt > limitOf('trigger.expired')) throw new Refusal('trigger.expired')
  return trigger
}

/** The path of a new response_url. */
export function giveResponseUrl(
  state: State,
  kind: 'actions' | 'commands',
  about: Omit<ResponseUrl, 'uses' | 'givenAt'>,
  now: number,
): string {
  const path = `/${kind}/${about.teamId}/${state.newId()}/${state.newId()}`
  state.responseUrls.set(path, { ...about, uses: 0, givenAt: now })
  return path
}

/** Counts one use. */
export function useResponseUrl(state: State, path: string, now: number): ResponseUrl {
  const url = state.responseUrls.get(path)
  if (!url) throw new Refusal('response-url.unknown')
  if (now - url.givenAt > limitOf('response-url.age')) throw new Refusal('response-url.age')
  if (url.uses >= limitOf('response-url.uses')) throw new Refusal('response-url.uses')
  url.uses += 1
  return url
}
