import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { answerResponseUrl } from '../app/answers.js'
import type { SocketMode } from '../app/socket-mode.js'
import { faultsDoor } from '../faults/door.js'
import type { Faults } from '../faults/faults.js'
import { strike } from '../faults/strike.js'
import { twice } from '../faults/twice.js'
import { parseJson } from '../json.js'
import { type ApiRequest, placeOf, refuseCall, runMethod } from '../methods/run.js'
import { deeds } from '../people/deeds.js'
import type { Door } from '../people/person.js'
import { Refusal } from '../store/refusal.js'
import { readBody, sendJson } from './body.js'

export interface Face {
  door: Door
  sockets: SocketMode
  faults: Faults
}

interface Exchange {
  request: IncomingMessage
  response: ServerResponse
  url: URL
  body: string
}

async function webApi(face: Face, { request, response, url, body }: Exchange): Promise<void> {
  const { door, sockets, faults } = face
  const { state } = door
  const bearer = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null
  const asked: ApiRequest = {
    method: url.pathname.slice('/api/'.length),
    verb: request.method ?? '',
    contentType: request.headers['content-type'] ?? '',
    query: url.searchParams,
    body,
    bearer,
  }
  const { team, channel } = placeOf(state, asked)
  const place = { method: asked.method, team, channel }
  const perform = () =>
    runMethod(
      { state, now: door.clock(), url: door.url, socketUrl: (appId) => sockets.issueUrl(appId) },
      asked,
    )
  const refuse = (refusal: Refusal) => refuseCall(state, place, refusal)
  const fate = await strike({ faults, timer: door.timer, place, perform, refuse })
  if (fate === 'break') request.socket.destroy()
  else if (fate !== 'silence') sendJson(response, fate.answer.status, fate.answer.body, fate.answer.headers)
}

/** Only the row's status differs: a URL that is used up or old is gone, the rest is the sender's mistake. */
const goneRules = ['response-url.uses', 'response-url.age', 'response-url.unknown']

function responseUrl({ door }: Face, { response, url, body }: Exchange): void {
  try {
    answerResponseUrl(door.state, url.pathname, parseJson(body), door.clock())
    sendJson(response, 200, { ok: true })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const status = goneRules.includes(error.rule) ? 404 : 400
    sendJson(response, status, { ok: false, error: error.message, ...error.extra })
  }
}

async function people({ door, faults }: Face, { request, response, url, body }: Exchange): Promise<void> {
  const name = `${request.method} ${url.pathname.slice('/people/'.length)}`
  const found = Object.hasOwn(deeds, name) ? deeds[name] : undefined
  const deed = found && name === 'POST click' ? twice(found, faults) : found
  if (!deed) return sendJson(response, 404, { ok: false, error: 'no_such_deed' })
  const input = request.method === 'GET' ? Object.fromEntries(url.searchParams) : parseJson(body)
  try {
    sendJson(response, 200, { ok: true, ...(await deed.run(door, input)) })
  } catch (error) {
    if (error instanceof z.ZodError) {
      const fields = error.issues.map((issue) => issue.path.join('.') || issue.message)
      return sendJson(response, 400, { ok: false, error: 'invalid_input', fields })
    }
    if (!(error instanceof Refusal)) throw error
    sendJson(response, 422, { ok: false, error: error.message, rule: error.rule, ...error.extra })
  }
}

async function route(face: Face, exchange: Exchange): Promise<void> {
  const { pathname } = exchange.url
  if (pathname.startsWith('/api/')) return webApi(face, exchange)
  if (pathname.startsWith('/people/')) return people(face, exchange)
  if (/^\/(actions|commands)\//.test(pathname)) return responseUrl(face, exchange)
  if (pathname === '/platform/faults') {
    const { request, url, body } = exchange
    const asked = { verb: request.method ?? '', id: url.searchParams.get('id'), body: parseJson(body) }
    const answer = faultsDoor(face.faults, asked)
    return sendJson(exchange.response, answer.status, answer.body)
  }
  if (pathname === '/platform/calls') {
    const team = exchange.url.searchParams.get('team')
    const calls = face.door.state.calls.filter((call) => team === null || call.team === team)
    return sendJson(exchange.response, 200, { ok: true, calls })
  }
  sendJson(exchange.response, 404, { ok: false, error: 'no_such_page' })
}

/** Answers one HTTP request. Never rejects: a fault of the stand-in itself is a 500 that says so. */
export async function handle(face: Face, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const body = await readBody(request)
    await route(face, { request, response, url: new URL(request.url ?? '/', face.door.url), body })
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
    if (!response.headersSent) sendJson(response, 500, { ok: false, error: 'stand_in_fault', message })
  }
}
