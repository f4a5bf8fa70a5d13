import { createHmac } from 'node:crypto'
import type { Answered, SlackBlock, SlackPerson, SlackView } from '../../../src/demo/outsider/slack-person.js'
import type { Tap } from './tap.js'
import { readAll, type Call, type Json } from './web-api.js'

export interface Place {
  call: Call
  tap: Tap
  user: { id: string; name: string; username: string }
  teamId: string
  requestUrl: () => string
  signingSecret: string
}

/** Ana: reads by the Web API, and sends what her client would, signed as Slack signs. */
export function personAt(place: Place): SlackPerson {
  const { call, tap, user, teamId } = place
  const common = async (): Promise<Json> => ({
    user,
    team: { id: teamId, domain: 'acme' },
    api_app_id: 'A0HEARD',
    trigger_id: (await call('views.generateTriggerId', { user_id: user.id }))['trigger_id'],
    response_url: `${tap.url}/response/1`,
  })
  return {
    messages: (channel) => readAll(call, channel),
    views: () => Promise.resolve(tap.view === null ? [] : [tap.view]),
    async click(channel, message, element) {
      const block = (message.blocks ?? []).find((one) =>
        one.elements?.some((candidate) => candidate.action_id === element.action_id),
      )
      return sendSigned(place, {
        type: 'block_actions',
        ...(await common()),
        channel: { id: channel },
        container: { type: 'message', message_ts: message.ts, channel_id: channel },
        message,
        actions: [{ ...element, block_id: block?.block_id, action_ts: '1.000001' }],
      })
    },
    async choose(view, element, value) {
      const block = view.blocks.find((one) => one.element?.action_id === element.action_id)
      const chosen = element.options?.find((one) => one.value === value)
      return sendSigned(place, {
        type: 'block_actions',
        ...(await common()),
        container: { type: 'view', view_id: view.id },
        view: { ...view, app_installed_team_id: teamId, state: { values: {} } },
        actions: [
          {
            type: element.type,
            action_id: element.action_id,
            block_id: block?.block_id,
            action_ts: '1.000001',
            selected_option: chosen,
          },
        ],
      })
    },
    async submit(view, values) {
      const state = { values: stateOf(view, values) }
      const answer = await sendSigned(place, {
        type: 'view_submission',
        ...(await common()),
        view: { ...view, app_installed_team_id: teamId, state },
      })
      if (answer.acked && answer.errors === undefined) tap.view = null
      return answer
    },
    slash: (channel, command, text) =>
      post(place, {
        command,
        text,
        channel_id: channel,
        channel_name: 'alerts',
        user_id: user.id,
        user_name: user.name,
        team_id: teamId,
        api_app_id: 'A0HEARD',
        trigger_id: '1.2.3',
        response_url: `${tap.url}/response/2`,
      }),
  }
}

/** What a client sends of each field, by the kind of its element. */
function stateOf(view: SlackView, values: Record<string, Record<string, string>>): Json {
  return Object.fromEntries(
    Object.entries(values).map(([blockId, entered]) => [
      blockId,
      Object.fromEntries(
        Object.entries(entered).map(([actionId, value]) => [
          actionId,
          enteredIn(view.blocks, blockId, value),
        ]),
      ),
    ]),
  )
}

function enteredIn(blocks: SlackBlock[], blockId: string, value: string): Json {
  const element = blocks.find((block) => block.block_id === blockId)?.element
  const option = element?.options?.find((one) => one.value === value)
  const type = element?.type ?? 'plain_text_input'
  return option ? { type, selected_option: option } : { type, value }
}

function sendSigned(place: Place, payload: Json): Promise<Answered> {
  return post(place, { payload: JSON.stringify(payload) })
}

/** https://docs.slack.dev/authentication/verifying-requests-from-slack */
async function post({ requestUrl, signingSecret }: Place, form: Record<string, string>): Promise<Answered> {
  const body = new URLSearchParams(form).toString()
  const stamp = String(Math.floor(Date.now() / 1000))
  const signature = createHmac('sha256', signingSecret).update(`v0:${stamp}:${body}`).digest('hex')
  const reply = await fetch(requestUrl(), {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': stamp,
      'x-slack-signature': `v0=${signature}`,
    },
    body,
  })
  const text = await reply.text()
  const said = (text === '' ? {} : JSON.parse(text)) as { errors?: Record<string, string> }
  return { acked: reply.status === 200, ...(said.errors && { errors: said.errors }) }
}
