import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Command, CommandRequest } from '../../src/commands/command.js'
import { openLog } from '../../src/logging/log.js'
import type { LoopDesk } from '../../src/loops/desk.js'
import { messagesFor } from '../../src/messages/messages.js'
import type { QuestionDesk } from '../../src/surveys/question-desk.js'
import { connectSlack, type Slack } from '../../src/slack/connect.js'
import { serveApi, type Answer, type FakeApi } from './fake-api.js'

export const signingSecret = 'f'.repeat(32)
export const loopId = '0191f7a0-0000-7000-8000-000000000001'

export const hasFailed = new Error('a query failed for dana@example.com')

/** Loops as far as a chat platform sees them: answers what the test says, and keeps what it was asked. */
export function deskOf(answers: Partial<LoopDesk> = {}): LoopDesk & { asked: Record<string, unknown>[] } {
  const asked: Record<string, unknown>[] = []
  const done = { done: true, version: 2 } as const
  return {
    asked,
    homeOpened: (home) => (asked.push({ ...home }), Promise.resolve()),
    keepDraft: (request) => (asked.push({ ...request }), answers.keepDraft?.(request) ?? Promise.resolve()),
    act: (request) => (asked.push({ ...request }), answers.act?.(request) ?? Promise.resolve(done)),
    openCard: (request) => (
      asked.push({ ...request }),
      answers.openCard?.(request) ?? Promise.resolve({ done: true as const })
    ),
    turnSummary: (turn) => (asked.push({ ...turn }), Promise.resolve()),
    openForm: (request) => (
      asked.push({ ...request }),
      answers.openForm?.(request) ?? Promise.resolve({ refused: { kind: 'gone' as const } })
    ),
    turnForm: (request) => (
      asked.push({ ...request }),
      answers.turnForm?.(request) ?? Promise.resolve({ refused: { kind: 'gone' as const } })
    ),
    submitForm: (request) => (
      asked.push({ ...request }),
      answers.submitForm?.(request) ?? Promise.resolve(done)
    ),
  }
}

/** Questions likewise. */
export function questionsOf(
  answers: Partial<QuestionDesk> = {},
): QuestionDesk & { asked: Record<string, unknown>[] } {
  const asked: Record<string, unknown>[] = []
  const gone = { refused: 'gone' } as const
  return {
    asked,
    openForm: (request) => (asked.push({ ...request }), answers.openForm?.(request) ?? Promise.resolve(gone)),
    submitForm: (request) => (
      asked.push({ ...request }),
      answers.submitForm?.(request) ?? Promise.resolve({ done: true as const })
    ),
  }
}

export interface Wish {
  desk?: LoopDesk
  questions?: QuestionDesk
  run?: (request: CommandRequest) => ReturnType<Command['run']>
  api?: Record<string, Answer>
  apiUrl?: string
}

export interface SlackSide {
  slack: Slack
  api: FakeApi
  logged: string[]
  /** Posts to /slack/events as Slack does. */
  send: (form: Record<string, string>, headers?: Record<string, string>) => Promise<Response>
  sendPayload: (payload: Record<string, unknown>) => Promise<Response>
  command: (text: string, name?: string) => Promise<Response>
  click: (action: Record<string, unknown>, more?: Record<string, unknown>) => Promise<Response>
  submit: (view: Record<string, unknown>, more?: Record<string, unknown>) => Promise<Response>
  /** What was sent to the response_url. */
  replies: () => Promise<Record<string, unknown>[]>
  url: string
  close: () => Promise<void>
}

const user = { id: 'U1', name: 'ana', username: 'ana', team_id: 'T1' }
const identity = { ok: true, team_id: 'T1', team: 'Acme', user_id: 'UBOT', bot_id: 'B1' }

/** Heard's Slack side behind a real server, with the other end of the Web API beside it. */
export async function startSlackSide(wish: Wish = {}): Promise<SlackSide> {
  const replies: Record<string, unknown>[] = []
  const api = await serveApi({ 'auth.test': identity, 'views.open': { ok: true }, ...wish.api })
  const hooks = await serveHooks(replies)
  const logged: string[] = []
  const command: Command = {
    name: 'nps',
    description: 'd',
    usageHint: 'u',
    run: wish.run ?? (() => Promise.reject(hasFailed)),
  }
  const slack = connectSlack(
    {
      desk: wish.desk ?? deskOf(),
      questions: wish.questions ?? questionsOf(),
      commands: [command],
      findWorkspace: (teamId) => Promise.resolve(teamId === 'T1' ? { id: 'W1', language: 'en' } : null),
      messagesFor,
      log: openLog('debug', { write: (line: string) => void logged.push(line) }),
      clock: () => Date.UTC(2026, 10, 20, 10, 32),
    },
    { botToken: 'xoxb-1', signingSecret, apiUrl: wish.apiUrl ?? api.url },
  )
  const server = createServer((request, response) => {
    void slack.route(request, response).then((mine) => {
      if (!mine) response.writeHead(404).end('not of Slack')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const send: SlackSide['send'] = (form, headers) => {
    const body = new URLSearchParams(form).toString()
    return fetch(`${url}/slack/events`, { method: 'POST', body, headers: { ...signed(body), ...headers } })
  }
  const sendPayload: SlackSide['sendPayload'] = (payload) => send({ payload: JSON.stringify(payload) })
  const base = { user, team: { id: 'T1', domain: 'acme' }, api_app_id: 'A1', token: 't', trigger_id: '1.2.3' }
  return {
    slack,
    api,
    logged,
    url,
    send,
    sendPayload,
    command: (text, name = '/nps') =>
      send({ command: name, text, team_id: 'T1', user_id: 'U1', user_name: 'ana', response_url: hooks.url }),
    click: (action, more) =>
      sendPayload({
        ...base,
        type: 'block_actions',
        response_url: hooks.url,
        actions: [{ type: 'button', block_id: `loop:${loopId}`, ...action }],
        ...more,
      }),
    submit: (view, more) =>
      sendPayload({ ...base, type: 'view_submission', view: { callback_id: 'loop-form', ...view }, ...more }),
    async replies() {
      await slack.stop()
      return replies
    },
    async close() {
      await slack.stop()
      server.closeAllConnections()
      server.close()
      await hooks.close()
      await api.close()
    },
  }
}

function signed(body: string): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1000))
  const mac = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')
  return {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${mac}`,
  }
}

async function serveHooks(replies: Record<string, unknown>[]) {
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (chunk: string) => (body += chunk))
    request.on('end', () => {
      replies.push(JSON.parse(body) as Record<string, unknown>)
      response.end('ok')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    close: () =>
      new Promise<void>((resolve) => (server.close(() => resolve()), server.closeAllConnections())),
  }
}
