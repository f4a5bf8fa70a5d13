import { Refusal, refusalWith } from '../store/refusal.js'
import type { View } from '../store/state.js'
import { usableTrigger } from '../store/triggers.js'
import { acceptView, isOpen, publishHome, replaceView, showModal, viewJson } from '../store/views.js'
import { type Call, json, method, text } from './method.js'

function show(how: 'open' | 'push') {
  return method({
    name: `views.${how}`,
    rate: 'rate.tier-4',
    args: { trigger_id: text, view: json },
    handle(call, args) {
      const { state, team, now } = call
      const accepted = acceptView(state, args.view.value, 'modal')
      const trigger = usableTrigger(state, team, args.trigger_id, now)
      const view = showModal(state, team, how, { userId: trigger.userId, json: accepted, now })
      trigger.exchanged = true
      return { view: viewJson(team, view) }
    },
  })
}

export const open = show('open')
export const push = show('push')

function findView({ state, team }: Call, id: string | undefined, externalId: string | undefined): View {
  if (id === undefined && externalId === undefined) {
    throw refusalWith('view.which', ['must define either `view_id` or `external_id` [json-pointer:/view_id]'])
  }
  const found = [...state.views.values()].find(
    (view) =>
      view.teamId === team.id &&
      isOpen(state, view) &&
      (id === undefined ? view.json['external_id'] === externalId : view.id === id),
  )
  if (!found) throw new Refusal('view.not-found')
  return found
}

export const updateView = method({
  name: 'views.update',
  rate: 'rate.tier-4',
  args: { view: json, view_id: text.optional(), external_id: text.optional(), hash: text.optional() },
  handle(call, args) {
    const { state, team, now } = call
    const view = findView(call, args.view_id, args.external_id)
    const accepted = acceptView(state, args.view.value, view.type)
    replaceView(state, team, { view, json: accepted, now, hash: args.hash })
    return { view: viewJson(team, view) }
  },
})

export const publish = method({
  name: 'views.publish',
  rate: 'rate.tier-4',
  args: { user_id: text, view: json, hash: text.optional() },
  handle(call, args) {
    const { state, team, now } = call
    if (!team.homeTab) throw new Refusal('view.home-off')
    if (!team.users.has(args.user_id)) throw new Refusal('view.publish-user')
    const accepted = acceptView(state, args.view.value, 'home')
    const view = publishHome(state, team, { userId: args.user_id, json: accepted, now }, args.hash)
    return { view: viewJson(team, view) }
  },
})
