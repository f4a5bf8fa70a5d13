import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Timer } from './app/ack.js'
import { makeDeliver } from './app/deliver.js'
import { verifyRequestUrl } from './app/events.js'
import { makeSocketMode, type SocketMode } from './app/socket-mode.js'
import { openFaults } from './faults/faults.js'
import { deliverTwice } from './faults/twice.js'
import { makeLive } from './http/live.js'
import { openPage } from './http/page-files.js'
import { handle } from './http/routes.js'
import type { Door } from './people/person.js'
import type { Seed } from './seed.js'
import type { CallRecord, Rates } from './store/state.js'
import { makeState } from './store/store.js'

export interface StandInOptions {
  seed: Seed
  /** Milliseconds since the epoch. Bolt compares signatures with the machine's clock: stay within five minutes of it. */
  clock: () => number
  /** 0, the default, takes a free one. */
  port?: number
  /** Upper-case letters and digits, never the same twice. */
  newId?: () => string
  /** Real time by default; a test hands in its own to decide when a deadline is over. */
  timer?: Timer
  /** Overrides of the rate rows. */
  rates?: Partial<Rates>
  /** Hears every call of the Web API. */
  log?: (call: CallRecord) => void
}

/** A running Slack for demo and tests. What it knows is read over HTTP, as from any Slack. */
export interface StandIn {
  url: string
  /** For Bolt's `clientOptions.slackApiUrl`. */
  apiUrl: string
  setRequestUrl(teamId: string, url: string | undefined): void
  /** Where people may be sent back to after they installed the app. */
  setRedirectUris(appId: string, uris: string[]): void
  /** Sends url_verification to the team's request URL. */
  verifyRequestUrl(teamId: string): Promise<boolean>
  /** Asks the app's Socket Mode connections to reconnect, as Slack does every few hours. */
  refreshSockets(appId: string): void
  close(): Promise<void>
}

const realTimer: Timer = (ms, fire) => {
  const timeout = setTimeout(fire, ms)
  return () => clearTimeout(timeout)
}

const randomId = (): string => randomBytes(5).toString('hex').toUpperCase()

/** Starts to listen on 127.0.0.1 only. */
async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const { port: taken } = server.address() as AddressInfo
  return `http://127.0.0.1:${taken}`
}

async function stop(server: Server, sockets: SocketMode): Promise<void> {
  await sockets.close()
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeAllConnections()
  await closed
}

function teamOf(door: Door, teamId: string) {
  const team = door.state.teams.get(teamId)
  if (!team) throw new RangeError(`no team ${teamId}`)
  return team
}

/** Starts a strict local Slack: Web API, people's door, interactions, Socket Mode. */
export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const { clock, newId = randomId, timer = realTimer, rates, log } = options
  const state = makeState(options.seed, { newId, rates, onCall: log })
  const sockets = makeSocketMode(clock, newId, () => door.url)
  const faults = openFaults(state.teams, newId)
  const deliver = deliverTwice(makeDeliver({ clock, timer, sockets }), faults)
  const door: Door = { state, clock, timer, url: '', deliver }
  const face = { door, sockets, faults, live: makeLive(), page: openPage() }
  const server = createServer((request, response) => void handle(face, request, response))
  server.on('upgrade', (request, socket, head) => sockets.upgrade(request, socket, head))
  door.url = await listen(server, options.port ?? 0)
  return {
    url: door.url,
    apiUrl: `${door.url}/api/`,
    setRequestUrl: (teamId, url) => {
      teamOf(door, teamId).requestUrl = url
    },
    setRedirectUris: (appId, uris) => {
      for (const app of state.apps.values()) if (app.appId === appId) app.redirectUris = uris
    },
    verifyRequestUrl: async (teamId) => {
      const team = teamOf(door, teamId)
      return team.requestUrl !== undefined && verifyRequestUrl(team, team.requestUrl, newId(), clock())
    },
    refreshSockets: (appId) => sockets.refresh(appId),
    close: () => stop(server, sockets),
  }
}
