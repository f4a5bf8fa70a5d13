import type { JsonObject } from '../json.js'
import { isObject, stringAt } from '../json.js'
import { withIds } from '../kit/ids.js'
import { checkView } from '../kit/payload.js'
import { limitOf } from '../rules/rules.js'
import { kitRefusal, Refusal } from './refusal.js'
import type { State, Team, View } from './state.js'

/** A view that passed every rule, its ids filled in. */
export function acceptView(state: State, json: unknown, type: 'modal' | 'home'): JsonObject {
  if (JSON.stringify(json ?? null).length > limitOf('view.too-large')) throw new Refusal('view.too-large')
  const problems = checkView(json, type)
  if (problems.length > 0 || !isObject(json)) {
    throw kitRefusal('view.invalid', problems, ['failed to match all allowed schemas [json-pointer:/view]'])
  }
  return withIds(json, state.newId)
}

function claimExternalId(state: State, team: Team, json: JsonObject, own?: View): void {
  const id = stringAt(json, 'external_id')
  if (!id) return
  const taken = [...state.views.values()].some(
    (view) =>
      view !== own && view.teamId === team.id && view.json['external_id'] === id && isOpen(state, view),
  )
  if (taken) throw new Refusal('view.external-id-taken')
}

/** A modal on somebody's screen, or a published home. */
export function isOpen(state: State, view: View): boolean {
  if (view.type === 'home') return state.homes.get(view.userId) === view.id
  return (state.stacks.get(view.userId) ?? []).includes(view.id)
}

function nextHash(state: State, now: number): string {
  return `${Math.floor(now / 1000)}.${state.newId().toLowerCase()}`
}

interface Showing {
  userId: string
  json: JsonObject
  now: number
}

/** Shows a modal: alone (open) or on top of the stack (push). */
export function showModal(
  state: State,
  team: Team,
  how: 'open' | 'push',
  { userId, json, now }: Showing,
): View {
  const stack = how === 'push' ? (state.stacks.get(userId) ?? []) : []
  if (how === 'push' && stack.length === 0) throw new Refusal('view.push-nowhere')
  if (stack.length >= limitOf('view.push-limit')) throw new Refusal('view.push-limit')
  claimExternalId(state, team, json)
  const id = `V${state.newId()}`
  const view: View = {
    id,
    teamId: team.id,
    appId: team.appId,
    userId,
    type: 'modal',
    json,
    hash: nextHash(state, now),
    rootId: stack[0] ?? id,
    previousId: stack.at(-1) ?? null,
  }
  state.views.set(id, view)
  state.stacks.set(userId, [...stack, id])
  return view
}

interface Replacing {
  view: View
  json: JsonObject
  now: number
  /** When given: the replacement happens only if this is still the current one. */
  hash?: string | undefined
}

/** Replaces what a view shows. */
export function replaceView(state: State, team: Team, { view, json, now, hash }: Replacing): void {
  if (hash !== undefined && hash !== view.hash) throw new Refusal('view.hash')
  claimExternalId(state, team, json, view)
  view.json = json
  view.hash = nextHash(state, now)
}

/** Publishes a home tab. */
export function publishHome(state: State, team: Team, showing: Showing, hash?: string): View {
  const { userId, json, now } = showing
  const known = state.views.get(state.homes.get(userId) ?? '')
  if (known) {
    replaceView(state, team, { view: known, json, now, hash })
    return known
  }
  if (hash !== undefined) throw new Refusal('view.hash')
  claimExternalId(state, team, json)
  const id = `V${state.newId()}`
  const view: View = {
    id,
    teamId: team.id,
    appId: team.appId,
    userId,
    type: 'home',
    json,
    hash: nextHash(state, now),
    rootId: id,
    previousId: null,
  }
  state.views.set(id, view)
  state.homes.set(userId, id)
  return view
}

/** Takes the top view away, or all of them. */
export function closeViews(state: State, userId: string, which: 'top' | 'all'): void {
  const stack = which === 'all' ? [] : (state.stacks.get(userId) ?? []).slice(0, -1)
  state.stacks.set(userId, stack)
}

export function topView(state: State, userId: string): View | undefined {
  return state.views.get(state.stacks.get(userId)?.at(-1) ?? '')
}

/** A view as methods and payloads show it. */
export function viewJson(team: Team, view: View, values: JsonObject = {}): JsonObject {
  const { json } = view
  const modal = {
    title: json['title'],
    submit: json['submit'] ?? null,
    close: json['close'] ?? null,
    clear_on_close: json['clear_on_close'] ?? false,
    notify_on_close: json['notify_on_close'] ?? false,
  }
  return {
    id: view.id,
    team_id: team.id,
    type: view.type,
    blocks: json['blocks'],
    private_metadata: json['private_metadata'] ?? '',
    callback_id: json['callback_id'] ?? '',
    external_id: json['external_id'] ?? '',
    state: { values },
    hash: view.hash,
    ...(view.type === 'modal' ? modal : {}),
    previous_view_id: view.previousId,
    root_view_id: view.rootId,
    app_id: team.appId,
    app_installed_team_id: team.id,
    bot_id: team.botId,
  }
}
