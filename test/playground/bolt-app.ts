import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { App, type BlockAction, HTTPReceiver, LogLevel, type types } from '@slack/bolt'
import { type Json, inputBlock, modal, section, actions, button } from './payloads.js'
import { type Stand } from './stand.js'

const view = (more: Json = {}) =>
  modal([inputBlock({ type: 'plain_text_input', max_length: 100 })], {
    callback_id: 'hear',
    ...more,
  }) as Json & types.ModalView

/** A small app of a stranger: a card with a button, a form, a command. */
function listen(app: App): void {
  app.action<BlockAction>('go', async ({ ack, body, client }) => {
    await ack()
    const metadata = JSON.stringify({ channel: body.channel?.id, ts: body.message?.ts as unknown })
    await client.views.open({ trigger_id: body.trigger_id, view: view({ private_metadata: metadata }) })
  })
  app.view('hear', async ({ ack, view: sent, client, body }) => {
    const said = sent.state.values['field']?.['entry']?.value ?? ''
    if (said === 'bad') return ack({ response_action: 'errors', errors: { field: 'Say more.' } })
    if (said === 'next') return ack({ response_action: 'push', view: view({ callback_id: 'second' }) })
    await ack()
    const { channel, ts } = JSON.parse(sent.private_metadata) as { channel: string; ts: string }
    const text = `heard by ${body.user.name}`
    await client.chat.update({
      channel,
      ts,
      text,
      blocks: [section(`${text}: ${said}`) as Json & types.KnownBlock],
    })
  })
  app.view('second', async ({ ack }) => ack({ response_action: 'clear' }))
  app.command('/nps', async ({ ack, command, respond }) => {
    if (command.text === 'slow') return
    if (command.text === 'later') {
      await ack()
      await respond({ text: 'NPS 31' })
      return
    }
    await ack({ text: `NPS for ${command.text}`, response_type: 'in_channel' })
  })
  app.message('ping', async ({ say }) => {
    await say({ text: 'pong' })
  })
}

export async function card(t: Stand): Promise<string> {
  const posted = await t.ok('chat.postMessage', {
    channel: 'C1',
    text: 'A detractor',
    blocks: [section('A detractor'), actions(button('go', { value: '7' }))],
  })
  return posted.ts
}

const quiet = { logLevel: LogLevel.ERROR, deferInitialization: true, convoStore: false as const }

/** The app behind a request URL. */
export async function httpApp(t: Stand): Promise<void> {
  const receiver = new HTTPReceiver({
    signingSecret: 'shhh',
    endpoints: '/slack/events',
    logLevel: LogLevel.ERROR,
  })
  const app = new App({
    ...quiet,
    token: 'xoxb-acme',
    receiver,
    clientOptions: { slackApiUrl: t.slack.apiUrl, retryConfig: { retries: 0 } },
  })
  listen(app)
  await app.init()
  const server = createServer((request, response) => receiver.requestListener(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.slack.setRequestUrl('T1', `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`)
  t.closing.push(async () => {
    server.closeAllConnections()
    server.close()
  })
}

/** The same app without an address, over Socket Mode. */
export async function socketApp(t: Stand): Promise<void> {
  const app = new App({
    ...quiet,
    token: 'xoxb-acme',
    appToken: 'xapp-acme',
    socketMode: true,
    clientOptions: { slackApiUrl: t.slack.apiUrl, retryConfig: { retries: 0 } },
  })
  listen(app)
  await app.init()
  await app.start()
  t.closing.push(async () => {
    await app.stop()
  })
}
