import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { saying } from '../support/saying.js'
import { WebSocketServer, type WebSocket } from 'ws'
import { openLog } from '../../src/logging/log.js'
import { messagesFor } from '../../src/messages/messages.js'
import { connectSlack, type Slack } from '../../src/slack/connect.js'
import { serveApi, type Answer } from './fake-api.js'
import { deskOf, loopId, questionsOf } from './slack-side.js'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** The other end of Socket Mode. `next()`: the next client that was greeted. */
async function serveSockets() {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  const arrived: WebSocket[] = []
  let wake = (): void => undefined
  server.on('connection', (socket) => {
    socket.send(JSON.stringify({ type: 'hello' }))
    arrived.push(socket)
    wake()
  })
  await new Promise<void>((resolve) => server.once('listening', resolve))
  closing.push(async () => {
    for (const client of server.clients) client.terminate()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  })
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async next(): Promise<WebSocket> {
      while (arrived.length === 0) await new Promise<void>((resolve) => (wake = resolve))
      return arrived.shift() as WebSocket
    },
  }
}

const identity = { ok: true, team_id: 'T1', team: 'Acme', user_id: 'UBOT', bot_id: 'B1' }

async function startSocketSide(open: Answer, desk = deskOf()): Promise<Slack> {
  const api = await serveApi({ 'auth.test': identity, 'apps.connections.open': open })
  closing.push(api.close)
  const slack = connectSlack(
    {
      desk,
      questions: questionsOf(),
      commands: [],
      findWorkspace: () => Promise.resolve({ id: 'W1', language: 'en' }),
      messagesFor,
      log: openLog('silent'),
      clock: () => 0,
    },
    { botToken: 'xoxb-1', appToken: 'xapp-1', apiUrl: api.url },
  )
  return slack
}

function envelope(id: string): string {
  const payload = {
    type: 'block_actions',
    user: { id: `U${id.toUpperCase()}`, name: 'ana' },
    team: { id: 'T1' },
    trigger_id: '1.2',
    actions: [{ type: 'button', action_id: 'loop:claim', block_id: `loop:${loopId}`, value: loopId }],
  }
  return JSON.stringify({ type: 'interactive', envelope_id: id, payload, accepts_response_payload: true })
}

function nextMessage(socket: WebSocket): Promise<unknown> {
  return new Promise((resolve) => {
    socket.once('message', (data: Buffer) => resolve(JSON.parse(data.toString())))
  })
}

describe('Socket Mode', () => {
  it('a socket that is refused on the way is no bug: it can be tried again', async () => {
    const slack = await startSocketSide({ ok: true, url: 'ws://127.0.0.1:1/link' })

    await expect(slack.start()).rejects.toMatchObject({
      name: 'AppError',
      code: 'unavailable',
      retryable: true,
    })
  })

  it('takes clicks, and goes on after Slack closed the connection and refused a new one', async () => {
    const sockets = await serveSockets()
    const refusals = [
      { ok: false, error: 'internal_error' },
      { ok: false, error: 'invalid_auth' },
    ]
    let opened = 0
    const desk = deskOf()
    const slack = await startSocketSide((_, response) => {
      opened += 1
      const refusal = opened === 2 ? refusals[0] : opened === 3 ? refusals[1] : undefined
      response.end(JSON.stringify(refusal ?? { ok: true, url: sockets.url }))
    }, desk)
    expect(await slack.start()).toMatchObject({ teamId: 'T1' })
    const first = await sockets.next()
    const acknowledged = nextMessage(first)
    first.send(envelope('e1'))
    expect(await acknowledged).toMatchObject({ envelope_id: 'e1' })
    first.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }))

    const second = await sockets.next()
    const again = nextMessage(second)
    second.send(envelope('e2'))
    expect(await again).toMatchObject({ envelope_id: 'e2' })
    second.terminate()

    const third = await sockets.next()
    const oncemore = nextMessage(third)
    third.send(envelope('e3'))
    expect(await oncemore).toMatchObject({ envelope_id: 'e3' })
    await slack.stop()
    expect(opened).toBe(5)
    expect(desk.asked).toHaveLength(3)
  })

  it('does not come back after it was stopped', async () => {
    const sockets = await serveSockets()
    let opened = 0
    const slack = await startSocketSide((_, response) => {
      opened += 1
      response.end(JSON.stringify({ ok: true, url: sockets.url }))
    })
    await slack.start()
    const socket = await sockets.next()
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
    await slack.stop()
    await closed
    expect(opened).toBe(1)
  })

  it('closes only after what is being answered was acknowledged', async () => {
    const sockets = await serveSockets()
    let finish = (): void => undefined
    const written = new Promise<void>((resolve) => (finish = resolve))
    let asked = (): void => undefined
    const isAsked = new Promise<void>((resolve) => (asked = resolve))
    const desk = deskOf({
      submitForm: async () => {
        asked()
        await written
        return { done: true, version: 2 }
      },
    })
    const slack = await startSocketSide((_, response) => {
      response.end(JSON.stringify({ ok: true, url: sockets.url }))
    }, desk)
    await slack.start()
    const socket = await sockets.next()
    const acknowledged = nextMessage(socket)
    const view = {
      callback_id: 'loop-form',
      private_metadata: JSON.stringify({ loopId, version: 1, action: 'work' }),
      state: { values: {} },
    }
    const payload = { type: 'view_submission', user: { id: 'U1', name: 'ana' }, team: { id: 'T1' }, view }
    socket.send(JSON.stringify({ type: 'interactive', envelope_id: 'e1', payload }))
    await isAsked
    const stopped = slack.stop()
    finish()
    expect(await acknowledged).toEqual({ envelope_id: 'e1', payload: { response_action: 'clear' } })
    await stopped
  })

  it('tells what to do about an app-level token that Slack does not accept', async () => {
    const slack = await startSocketSide({ ok: false, error: 'invalid_auth' })
    await expect(slack.start()).rejects.toMatchObject({
      code: 'misconfigured',
      tellUser: saying('SLACK_APP_TOKEN'),
    })
    await slack.stop()
  })

  it('answers nothing over HTTP', async () => {
    const slack = await startSocketSide({ ok: false, error: 'invalid_auth' })
    const { createServer } = await import('node:http')
    const server = createServer((request, response) => {
      void slack.route(request, response).then((mine) => response.writeHead(mine ? 200 : 404).end())
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    closing.push(
      () => new Promise((resolve) => (server.close(() => resolve()), server.closeAllConnections())),
    )
    const { port } = server.address() as AddressInfo
    const response = await fetch(`http://127.0.0.1:${port}/slack/events`, { method: 'POST', body: '{}' })
    expect(response.status).toBe(404)
  })
})
