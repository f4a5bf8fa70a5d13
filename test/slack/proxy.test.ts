import { createServer } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { messagesFor } from '../../src/messages/messages.js'
import { openLog } from '../../src/logging/log.js'
import { startStandIn, type StandIn } from '../../src/playground/stand-in.js'
import { connectSlack, type Slack } from '../../src/slack/connect.js'
import { aCard } from './cards.js'
import { openSlackClient } from '../../src/slack/client.js'
import { buildSlackPort } from '../../src/slack/slack-port.js'
import { teamUrlOf } from '../../src/slack/team-url.js'
import { deskOf, questionsOf } from './slack-side.js'
import { channel, person, teamSeed } from './stand-in-side.js'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** A proxy as companies have it: tunnels, and keeps where to. */
async function serveProxy() {
  const tunnels: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((_, response) => response.writeHead(405).end())
  server.on('connect', (request, socket: Socket, head: Buffer) => {
    tunnels.push(request.url ?? '')
    const { hostname, port } = new URL(`http://${request.url}`)
    const onward = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      onward.write(head)
      onward.pipe(socket).pipe(onward)
    })
    for (const end of [socket, onward]) sockets.add(end.on('error', () => end.destroy()))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(async () => {
    sockets.forEach((socket) => socket.destroy())
    await new Promise<void>((resolve) => server.close(() => resolve()))
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, tunnels }
}

async function startSlack(
  standIn: StandIn,
  proxyUrl: string,
  desk: ReturnType<typeof deskOf>,
): Promise<Slack> {
  const slack = connectSlack(
    {
      desk,
      questions: questionsOf(),
      commands: [],
      findWorkspace: () => Promise.resolve({ id: 'W1', language: 'en' }),
      messagesFor,
      log: openLog('silent'),
      clock: () => Date.now(),
    },
    { botToken: 'xoxb-acme', appToken: 'xapp-acme', apiUrl: standIn.apiUrl, proxyUrl },
  )
  await slack.start()
  closing.push(() => slack.stop())
  return slack
}

it('Web API, Socket Mode and answers all go through the proxy', async () => {
  const proxy = await serveProxy()
  const standIn = await startStandIn({ clock: () => Date.now(), seed: { teams: [teamSeed()] } })
  closing.push(() => standIn.close())
  const desk = deskOf({ act: () => Promise.resolve({ refused: { kind: 'already_done' } }) })
  const slack = await startSlack(standIn, proxy.url, desk)
  const client = openSlackClient(
    'xoxb-acme',
    { apiUrl: standIn.apiUrl, proxyUrl: proxy.url },
    openLog('silent'),
  )
  const port = buildSlackPort({
    client,
    language: 'en',
    messagesFor,
    teamUrl: teamUrlOf(client),
    botUserId: 'U0BOT',
  })
  const actions = { primary: 'claim' as const, secondary: null, more: [] }
  const { messageId: ts } = await port.postCard(channel, aCard({ actions }), { kind: 'card', id: '1' })
  const click = { user: 'U0001', channel, ts, action_id: 'loop:claim' }
  expect(await person(standIn, 'POST', 'click', click)).toMatchObject({ acked: true })
  await slack.stop()
  const seen = await person(standIn, 'GET', 'messages', { user: 'U0001', channel })
  expect(seen.messages).toMatchObject([{ ts }, { ephemeral: true }])
  expect(new Set(proxy.tunnels)).toEqual(new Set([new URL(standIn.url).host]))
  expect(proxy.tunnels.length).toBeGreaterThanOrEqual(3)
})
