import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setRoute } from '../../src/alerts/set-route.js'
import { systemClock, systemRandom } from '../../src/clock.js'
import { readConfig } from '../../src/config.js'
import type { Feed } from '../../src/demo/outsider/deliveries.js'
import { slackPerson, until, type SlackPerson } from '../../src/demo/outsider/slack-person.js'
import { newUuid } from '../../src/ids.js'
import { openLog } from '../../src/logging/log.js'
import { startHeard, type Heard } from '../../src/main.js'
import { startStandIn, type StandIn } from '../../src/playground/stand-in.js'
import type { CallRecord } from '../../src/playground/store/state.js'
import { botScopes } from '../../src/slack/scopes.js'
import { addSource } from '../../src/surveys/add-source.js'
import { buildSealer } from '../../src/workspaces/seal.js'
import { setWorkspace } from '../../src/workspaces/set-workspace.js'
import { freshDatabase, type FreshDatabase } from '../support/database.js'
import { alpha, app, appId, beta, seedTeam, type TeamOnStage } from './teams.js'

export const publicUrl = 'https://heard.example.com'
export interface TeamsStage {
  /** Where Heard listens. */
  readonly url: string
  /** A process of the test's own listens there. */
  listensAt(url: string): void
  database: FreshDatabase
  standIn: StandIn
  /** Every call of the Web API since the start. */
  calls: CallRecord[]
  env: Record<string, string>
  /** Moves the clock of Heard and of Slack. */
  advance(ms: number): void
  now(): number
  startBot(role?: 'all' | 'web' | 'worker'): Promise<Heard>
  stopBot(): Promise<void>
  person(user: string): SlackPerson
  does(deed: string, input: Record<string, unknown>): Promise<Record<string, unknown>>
  /** In a browser, from Heard's link to the page that says how it went. */
  install(team: TeamOnStage, browser?: Browser): Promise<{ status: number; page: string }>
  invite(team: TeamOnStage): Promise<void>
  workspaceOf(team: TeamOnStage): Promise<string>
  /** A source, a route for each channel by survey, and a home channel. */
  setUp(team: TeamOnStage): Promise<Feed>
  due(): Promise<number>
  close(): Promise<void>
}

export interface Browser {
  allow?: boolean
  /** What it sends instead of the cookie that it was given. */
  cookie?: string
}

export interface TeamsStageOptions {
  tokenRotation?: boolean
  /** No bot in this process: the test starts its own. */
  withoutBot?: boolean
}

/** The whole product with two Slack teams, none of which has installed the app yet. */
export async function openTeamsStage(options: TeamsStageOptions = {}): Promise<TeamsStage> {
  const database = await freshDatabase()
  const dataFolder = await mkdtemp(path.join(os.tmpdir(), 'heard-teams-'))
  const calls: CallRecord[] = []
  let offset = 0
  const clock = (): number => systemClock() + offset
  const standIn = await startStandIn({
    seed: {
      teams: [seedTeam(alpha), seedTeam(beta)],
      apps: [
        {
          appId,
          clientId: app.clientId,
          clientSecret: app.clientSecret,
          redirectUris: [`${publicUrl}/slack/oauth_redirect`],
          scopes: botScopes.map(({ scope }) => scope),
          tokenRotation: options.tokenRotation ?? false,
        },
      ],
    },
    clock,
    log: (call) => calls.push(call),
  })
  const env: Record<string, string> = {
    DATABASE_URL: database.url,
    HEARD_DATA: dataFolder,
    HEARD_PORT: '0',
    HEARD_KEY: randomBytes(32).toString('base64'),
    HEARD_PUBLIC_URL: publicUrl,
    HEARD_LOG: 'silent',
    SLACK_CLIENT_ID: app.clientId,
    SLACK_CLIENT_SECRET: app.clientSecret,
    SLACK_SIGNING_SECRET: app.signingSecret,
    SLACK_API_URL: standIn.apiUrl,
  }
  const bots: Heard[] = []
  let url = ''
  function listensAt(here: string): void {
    url = here
    for (const { id } of [alpha, beta]) standIn.setRequestUrl(id, `${here}/slack/events`)
  }

  async function startBot(role: 'all' | 'web' | 'worker' = 'all'): Promise<Heard> {
    const config = readConfig({ ...env, HEARD_ROLE: role })
    const log = openLog(config.log)
    const bot = await startHeard({ config, log, clock, newId: newUuid, random: systemRandom })
    bots.push(bot)
    if (bot.url !== null) listensAt(bot.url)
    return bot
  }
  async function stopBot(): Promise<void> {
    for (const bot of bots.splice(0)) await bot.stop()
  }
  async function does(deed: string, input: Record<string, unknown>): Promise<Record<string, unknown>> {
    const reply = await fetch(`${standIn.url}/people/${deed}`, {
      method: 'POST',
      body: JSON.stringify(input),
    })
    const json = (await reply.json()) as Record<string, unknown>
    if (!reply.ok) throw new Error(`${deed}: ${JSON.stringify(json)}`)
    return json
  }

  if (!options.withoutBot) await startBot()
  const { prisma } = database.database
  const stage: TeamsStage = {
    get url() {
      return url
    },
    listensAt,
    database,
    standIn,
    calls,
    env,
    now: clock,
    advance(ms) {
      offset += ms
    },
    startBot,
    stopBot,
    person: (user) => slackPerson(standIn.url, user),
    does,
    async install(team, { allow = true, cookie } = {}) {
      const begun = await fetch(`${url}/slack/install`, { redirect: 'manual' })
      const given = begun.headers.get('set-cookie')?.split(';')[0] ?? ''
      const [user] = team.people
      const { location } = await does('install-app', { user, url: begun.headers.get('location'), allow })
      const back = String(location).replace(publicUrl, url)
      const ended = await fetch(back, { headers: { cookie: cookie ?? given } })
      return { status: ended.status, page: await ended.text() }
    },
    async invite(team) {
      const [user] = team.people
      for (const channel of [team.home, ...team.alerts]) await does('invite-app', { user, channel })
    },
    async workspaceOf(team) {
      return (await prisma.chatInstall.findFirstOrThrow({ where: { teamId: team.id } })).workspaceId
    },
    async setUp(team) {
      const workspaceId = await stage.workspaceOf(team)
      await setWorkspace({ prisma }, workspaceId, { homeChannel: team.home })
      for (const [index, channel] of team.alerts.entries()) {
        await setRoute({ prisma, newId: newUuid }, workspaceId, { channel, survey: `s${index}` }, clock())
      }
      const sealer = buildSealer(env['HEARD_KEY'] ?? '')
      const input = { workspaceId, kind: 'canonical', name: 'app', now: clock() }
      const added = await addSource({ prisma, sealer, newId: newUuid }, input)
      return {
        get url() {
          return `${url}/webhooks/canonical/${added.token}`
        },
        secret: added.madeSecret ?? '',
      }
    },
    async due() {
      const { rows } = await database.database.pool.query<{ due: string }>(
        `SELECT (SELECT count(*) FROM alert WHERE handled_version < version)
              + (SELECT count(*) FROM card_message WHERE shown_version < wanted_version)
              + (SELECT count(*) FROM notice WHERE posted_at IS NULL OR shown_version < wanted_version) AS due`,
      )
      return Number(rows[0]?.due ?? 0)
    },
    async close() {
      await stopBot()
      await standIn.close()
      await database.drop()
      await rm(dataFolder, { recursive: true, force: true })
    },
  }
  return stage
}

/** Waits until nothing is left to be told. */
export function quiet(stage: TeamsStage, withinMs = 25_000): Promise<true> {
  return until(
    'every alert, card and notice to be told',
    async () => ((await stage.due()) === 0 ? true : undefined),
    withinMs,
  )
}

/** The same on a clock that runs ten times as fast: what is left waits for its turns mostly, not for anybody's work. */
export async function quietSoon(stage: TeamsStage, withinMs: number): Promise<void> {
  const running = setInterval(() => stage.advance(900), 100)
  await quiet(stage, withinMs).finally(() => clearInterval(running))
}
