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
import { accessTokens } from '../oauth/access.js'
import { answerWish, consentPage, readWish, refusalJson } from '../oauth/authorize.js'
import { deeds } from '../people/deeds.js'
import { type Door, person } from '../people/person.js'
import { Refusal } from '../store/refusal.js'
import { readBody, sendJson } from './body.js'
import type { Live } from './live.js'
import type { ServePage } from './page-files.js'

export interface Face {
  door: Door
  sockets: SocketMode
  faults: Faults
  live: Live
  page: ServePage
}

interface Exchange {
  request: IncomingMessage
  response: ServerResponse
  url: URL
  body: string
}

/** The one method without a token. */
function oauthAccess({ door }: Face, { request, response, url, body }: Exchange): void {
  const fields = new URLSearchParams([...url.searchParams, ...new URLSearchParams(body)])
  const authorization = request.headers.authorization ?? ''
  const answer = accessTokens(door.state, { fields, authorization, now: door.clock() })
  sendJson(response, answer.status, answer.body)
}

/** Where an app's install link leads: a page that asks, and what was answered on it. */
function authorizePage({ door }: Face, { request, response, url, body }: Exchange): void {
  try {
    const wish = readWish(door.state, url.searchParams)
    if (request.method !== 'POST') {
      response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
        .end(consentPage(door.state, wish))
      return
    }
    const userId = new URLSearchParams(body).get('allow')
    const team = userId === null ? undefined : person(door.state, userId).team
    const chosen = team ?? [...door.state.teams.values()].find((one) => one.appId === wish.app.appId)
    if (!chosen) throw new Refusal('people.user')
    const answer = { team: chosen, userId: userId ?? '', allow: userId !== null, now: door.clock() }
    response.writeHead(302, { location: answerWish(door.state, wish, answer) }).end()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    sendJson(response, 400, refusalJson(error))
  }
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

const ownHost = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/

/** People come by this machine's own name, and in a browser from the stand-in's own page: no other site acts for them. */
function fromHere({ headers }: IncomingMessage): boolean {
  const { host = '', origin } = headers
  return ownHost.test(host) && (origin === undefined || origin === `http://${host}`)
}

async function people({ door, faults }: Face, { request, response, url, body }: Exchange): Promise<void> {
  if (!fromHere(request)) return sendJson(response, 403, { ok: false, error: 'other_origin' })
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
  if (pathname === '/api/oauth.v2.access') return oauthAccess(face, exchange)
  if (pathname === '/oauth/v2/authorize') return authorizePage(face, exchange)
  if (pathname.startsWith('/api/')) return webApi(face, exchange)
  if (pathname === '/people/live' && fromHere(exchange.request)) return face.live.join(exchange.response)
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
  if (face.page(pathname, exchange.response)) return
  sendJson(exchange.response, 404, { ok: false, error: 'no_such_page' })
}

/** What only the person's own client needs to know. */
const quiet = ['/people/read']

/** Answers one HTTP request. Never rejects: a fault of the stand-in itself is a 500 that says so. */
export async function handle(face: Face, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const body = await readBody(request)
    const url = new URL(request.url ?? '/', face.door.url)
    await route(face, { request, response, url, body })
    if (request.method === 'POST' && !quiet.includes(url.pathname)) face.live.ring()
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
    if (!response.headersSent) sendJson(response, 500, { ok: false, error: 'stand_in_fault', message })
  }
}
