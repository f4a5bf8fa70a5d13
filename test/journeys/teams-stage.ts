import { setRoute } from '../../src/alerts/set-route.js'
import { systemClock } from '../../src/clock.js'
import type { Feed } from '../../src/demo/outsider/deliveries.js'
import { slackPerson, until, type SlackPerson } from '../../src/demo/outsider/slack-person.js'
import { newUuid } from '../../src/ids.js'
import { startStandIn, type StandIn } from '../../src/playground/stand-in.js'
import type { CallRecord } from '../../src/playground/store/state.js'
import { botScopes } from '../../src/slack/scopes.js'
import { setWorkspace } from '../../src/workspaces/set-workspace.js'
import { openProduct, type Product } from './product.js'
import { alpha, app, appId, beta, seedTeam, type TeamOnStage } from './teams.js'

export const publicUrl = 'https://heard.example.com'
export interface TeamsStage extends Pick<
  Product,
  'url' | 'listensAt' | 'database' | 'env' | 'startBot' | 'stopBot' | 'due' | 'close'
> {
  standIn: StandIn
  /** Every call of the Web API since the start. */
  calls: CallRecord[]
  /** Moves the clock of Heard and of Slack. */
  advance(ms: number): void
  now(): number
  person(user: string): SlackPerson
  does(deed: string, input: Record<string, unknown>): Promise<Record<string, unknown>>
  /** In a browser, from Heard's link to the page that says how it went. */
  install(team: TeamOnStage, browser?: Browser): Promise<{ status: number; page: string }>
  invite(team: TeamOnStage): Promise<void>
  workspaceOf(team: TeamOnStage): Promise<string>
  /** A source, a route for each channel by survey, and a home channel. */
  setUp(team: TeamOnStage): Promise<Feed>
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
  const product = await openProduct(
    {
      env: {
        HEARD_PUBLIC_URL: publicUrl,
        SLACK_CLIENT_ID: app.clientId,
        SLACK_CLIENT_SECRET: app.clientSecret,
        SLACK_SIGNING_SECRET: app.signingSecret,
        SLACK_API_URL: standIn.apiUrl,
      },
      listensAt(url) {
        for (const { id } of [alpha, beta]) standIn.setRequestUrl(id, `${url}/slack/events`)
      },
      close: () => standIn.close(),
    },
    { clock },
  )
  async function does(deed: string, input: Record<string, unknown>): Promise<Record<string, unknown>> {
    const reply = await fetch(`${standIn.url}/people/${deed}`, {
      method: 'POST',
      body: JSON.stringify(input),
    })
    const json = (await reply.json()) as Record<string, unknown>
    if (!reply.ok) throw new Error(`${deed}: ${JSON.stringify(json)}`)
    return json
  }

  if (!options.withoutBot) await product.startBot()
  const { prisma } = product.database.database
  const stage: TeamsStage = {
    get url() {
      return product.url
    },
    listensAt: (url) => product.listensAt(url),
    database: product.database,
    env: product.env,
    startBot: (role) => product.startBot(role),
    stopBot: () => product.stopBot(),
    due: () => product.due(),
    close: () => product.close(),
    standIn,
    calls,
    now: clock,
    advance(ms) {
      offset += ms
    },
    person: (user) => slackPerson(standIn.url, user),
    does,
    async install(team, { allow = true, cookie } = {}) {
      const begun = await fetch(`${product.url}/slack/install`, { redirect: 'manual' })
      const given = begun.headers.get('set-cookie')?.split(';')[0] ?? ''
      const [user] = team.people
      const { location } = await does('install-app', { user, url: begun.headers.get('location'), allow })
      const back = String(location).replace(publicUrl, product.url)
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
      return product.source({ workspaceId, kind: 'canonical', name: 'app' })
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
