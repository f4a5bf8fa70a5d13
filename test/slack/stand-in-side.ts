import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ChatPort } from '../../src/chat/port.js'
import type { Command } from '../../src/commands/command.js'
import { openLog } from '../../src/logging/log.js'
import type { LoopDesk } from '../../src/loops/desk.js'
import { messagesFor } from '../../src/messages/messages.js'
import { startStandIn, type StandIn } from '../../src/playground/stand-in.js'
import { openSlackClient } from '../../src/slack/client.js'
import { connectSlack, type Slack } from '../../src/slack/connect.js'
import { botScopes } from '../../src/slack/scopes.js'
import { buildSlackPort } from '../../src/slack/slack-port.js'
import { questionsOf } from './slack-side.js'
import { teamUrlOf } from '../../src/slack/team-url.js'

export const channel = 'C0001'
const botToken = 'xoxb-acme'
const signingSecret = 's'.repeat(32)

export interface Rendered {
  ts: string
  thread_ts?: string
  text: string
  ephemeral: boolean
  rendered: {
    text: string
    pings: string[]
    links: unknown[]
    actions: { action_id: string; block_id: string }[]
  }
}

export interface StandInSide {
  standIn: StandIn
  slack: Slack
  port: ChatPort
  /** Does what a Slack user's client can do. */
  person: (
    verb: 'GET' | 'POST',
    path: string,
    input: Record<string, unknown>,
  ) => Promise<Record<string, unknown>>
  messages: (threadTs?: string) => Promise<Rendered[]>
  close: () => Promise<void>
}

/** Heard's Slack side against the strict stand-in, with exactly the scopes of our manifest. */
export async function startStandInSide(
  mode: 'HTTP' | 'Socket Mode',
  wish: { desk: LoopDesk; commands: Command[]; scopes?: string[] },
): Promise<StandInSide> {
  const standIn = await startStandIn({
    clock: () => Date.now(),
    rates: { 'rate.message': { perMinute: 6_000, burst: 100 } },
    seed: { teams: [teamSeed(wish.scopes)] },
  })
  const address = { apiUrl: standIn.apiUrl }
  const log = openLog('warn')
  const slack = connectSlack(
    {
      questions: questionsOf(),
      ...wish,
      findWorkspace: (teamId) => Promise.resolve(teamId === 'T0001' ? { id: 'W1', language: 'en' } : null),
      messagesFor,
      log,
      clock: () => Date.now(),
    },
    { ...address, botToken, ...(mode === 'HTTP' ? { signingSecret } : { appToken: 'xapp-acme' }) },
  )
  const server = createServer((request, response) => void slack.route(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`
  standIn.setRequestUrl('T0001', mode === 'HTTP' ? url : undefined)
  const { botUserId } = await slack.start()
  const client = openSlackClient(botToken, address, log)
  const act: StandInSide['person'] = (verb, path, input) => person(standIn, verb, path, input)
  return {
    standIn,
    slack,
    port: buildSlackPort({ client, language: 'en', messagesFor, teamUrl: teamUrlOf(client), botUserId }),
    person: act,
    async messages(threadTs) {
      const where = threadTs === undefined ? {} : { thread_ts: threadTs }
      const seen = await act('GET', 'messages', { user: 'U0001', channel, ...where })
      return seen.messages as Rendered[]
    },
    async close() {
      await slack.stop()
      server.closeAllConnections()
      server.close()
      await standIn.close()
    },
  }
}

/** Does what a Slack user's client can do. */
export async function person(
  { url }: Pick<StandIn, 'url'>,
  verb: 'GET' | 'POST',
  path: string,
  input: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const query = verb === 'GET' ? `?${new URLSearchParams(input as Record<string, string>).toString()}` : ''
  const body = verb === 'POST' ? { body: JSON.stringify(input) } : {}
  const response = await fetch(`${url}/people/${path}${query}`, { method: verb, ...body })
  return (await response.json()) as Record<string, unknown>
}

export function teamSeed(scopes: string[] = botScopes.map(({ scope }) => scope)) {
  return {
    id: 'T0001',
    name: 'Acme',
    botToken,
    botUserId: 'U0BOT',
    botId: 'B0001',
    appId: 'A0001',
    appToken: 'xapp-acme',
    signingSecret,
    scopes,
    commands: ['/nps'],
    users: [{ id: 'U0001', name: 'ana', realName: 'Ana' }],
    channels: [{ id: channel, name: 'care', members: ['U0001'], botIsMember: true }],
  }
}
