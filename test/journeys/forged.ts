import { signatureHeaders } from '../../src/playground/app/sign.js'
import { app, beta } from './teams.js'

/** Somebody of the other team. */
const forger = { team: { id: beta.id }, user: { id: beta.people[0], name: 'x' }, trigger_id: '1.2.3' }

export function forgedClick(loopId: string, responseUrl: string): Record<string, string> {
  const actions = [{ type: 'button', action_id: 'loop:claim', block_id: `loop:${loopId}`, value: loopId }]
  return { payload: JSON.stringify({ ...forger, type: 'block_actions', actions, response_url: responseUrl }) }
}

export function forgedForm(loopId: string): Record<string, string> {
  const ticket = JSON.stringify({ loopId, action: 'work', version: 1 })
  const view = { callback_id: 'loop-form', private_metadata: ticket, state: { values: {} }, type: 'modal' }
  return { payload: JSON.stringify({ ...forger, type: 'view_submission', view }) }
}

/** Posts what Slack would have to have signed. */
export function toSlackDoor(url: string, fields: Record<string, string>): Promise<Response> {
  const body = new URLSearchParams(fields).toString()
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    ...signatureHeaders(app.signingSecret, body, Date.now()),
  }
  return fetch(`${url}/slack/events`, { method: 'POST', headers, body })
}
