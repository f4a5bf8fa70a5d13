import type { JsonObject } from '../json.js'
import { messageJson } from '../store/messages.js'
import type { Channel, Message, State, View } from '../store/state.js'
import { viewJson } from '../store/views.js'
import { domainOf, type Person } from './person.js'

/** What every interaction payload carries. */
function common({ team, user }: Person, trigger: string): JsonObject {
  return {
    user: { id: user.id, username: user.name, name: user.name, team_id: team.id },
    api_app_id: team.appId,
    token: 'verification-token',
    trigger_id: trigger,
    team: { id: team.id, domain: domainOf(team) },
    enterprise: null,
    is_enterprise_install: false,
  }
}

interface OnMessage {
  state: State
  channel: Channel
  message: Message
  action: JsonObject
  values: JsonObject
  trigger: string
  responseUrl: string
}

/** A click on an element of a message. */
export function messageActions(person: Person, click: OnMessage): JsonObject {
  const { state, channel, message, action, values, trigger, responseUrl } = click
  const thread = message.threadTs ? { thread_ts: message.threadTs } : {}
  return {
    type: 'block_actions',
    ...common(person, trigger),
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: message.onlyFor !== undefined,
      ...thread,
    },
    channel: { id: channel.id, name: channel.im ? 'directmessage' : channel.name },
    message: messageJson(state, person.team, message),
    state: { values },
    response_url: responseUrl,
    actions: [action],
  }
}

/** A global shortcut. */
export function globalShortcut(person: Person, callbackId: string, trigger: string, now: number): JsonObject {
  const at = (now / 1000).toFixed(6)
  return { type: 'shortcut', ...common(person, trigger), callback_id: callbackId, action_ts: at }
}

interface OnMenu extends Omit<OnMessage, 'action' | 'values'> {
  callbackId: string
  now: number
}

/** A message shortcut. */
export function messageAction(person: Person, used: OnMenu): JsonObject {
  const { state, channel, message, callbackId, trigger, responseUrl, now } = used
  return {
    type: 'message_action',
    ...common(person, trigger),
    callback_id: callbackId,
    action_ts: (now / 1000).toFixed(6),
    message_ts: message.ts,
    channel: { id: channel.id, name: channel.im ? 'directmessage' : channel.name },
    message: messageJson(state, person.team, message),
    response_url: responseUrl,
  }
}

/** A click on an element of a view. */
export function viewActions(
  person: Person,
  click: { view: View; action: JsonObject; values: JsonObject; trigger: string },
): JsonObject {
  return {
    type: 'block_actions',
    ...common(person, click.trigger),
    container: { type: 'view', view_id: click.view.id },
    view: viewJson(person.team, click.view, click.values),
    actions: [click.action],
  }
}

export function viewSubmission(person: Person, view: View, values: JsonObject, trigger: string): JsonObject {
  return {
    type: 'view_submission',
    ...common(person, trigger),
    view: viewJson(person.team, view, values),
    response_urls: [],
  }
}

export function viewClosed(person: Person, view: View, cleared: boolean): JsonObject {
  const rest = common(person, '')
  delete rest['trigger_id']
  return { type: 'view_closed', ...rest, view: viewJson(person.team, view), is_cleared: cleared }
}

/** A slash command: form fields, all of them text. */
export function command(
  { team, user }: Person,
  channel: Channel,
  typed: { command: string; text: string; trigger: string; responseUrl: string },
): JsonObject {
  return {
    token: 'verification-token',
    team_id: team.id,
    team_domain: domainOf(team),
    channel_id: channel.id,
    channel_name: channel.im ? 'directmessage' : channel.private ? 'privategroup' : channel.name,
    user_id: user.id,
    user_name: user.name,
    command: typed.command,
    text: typed.text,
    api_app_id: team.appId,
    is_enterprise_install: 'false',
    response_url: typed.responseUrl,
    trigger_id: typed.trigger,
  }
}
