import { randomBytes } from 'node:crypto'
import { systemClock, type Clock } from '../../src/clock.js'
import { post, type Delivery, type Feed } from '../../src/demo/outsider/deliveries.js'
import {
  slackPerson,
  until,
  type SlackMessage,
  type SlackPerson,
} from '../../src/demo/outsider/slack-person.js'
import { alertChannel, demoSlack, demoTeam, homeChannel, people } from '../../src/demo/slack-seed.js'
import { newUuid } from '../../src/ids.js'
import type { Heard } from '../../src/main.js'
import { startStandIn } from '../../src/playground/stand-in.js'
import type { CallRecord } from '../../src/playground/store/state.js'
import { setRoute } from '../../src/alerts/set-route.js'
import { setWorkspace } from '../../src/workspaces/set-workspace.js'
import { firstWorkspace } from '../../src/workspaces/store.js'
import type { QueueBackend } from '../support/redis.js'
import { openProduct, type Product, type SlackGround } from './product.js'

export { alertChannel, homeChannel, until }

/** One team's Slack, with Ana in front of it. */
export interface SlackSide extends SlackGround {
  /** Where people and Slack's own doors are. */
  url: string
  channels: { alerts: string; home: string }
  ana: SlackPerson
  /** Every call of the Web API since the start, as far as this Slack keeps them. */
  calls: readonly CallRecord[]
}

export interface Stage extends Pick<Product, 'database' | 'env' | 'stopBot' | 'startBot' | 'close'> {
  heard: Heard
  workspaceId: string
  slackUrl: string
  calls: readonly CallRecord[]
  ana: SlackPerson
  ben: SlackPerson
  mei: SlackPerson
  source(kind: 'typeform' | 'canonical' | 'formbricks', name?: string, workspaceId?: string): Promise<Feed>
  bind(source: string, binding: Record<string, unknown>): ReturnType<Product['bind']>
  /** Moves the clock of Heard and of our own stand-in on. */
  passTime(ms: number): void
  /** What that clock says. */
  now(): number
  /** Root messages of the alert channel, oldest first. */
  cards(): Promise<SlackMessage[]>
  /** Waits until exactly so many cards stand, and until nothing is left to be told. */
  settled(cards: number): Promise<SlackMessage[]>
}

export interface StandInOptions {
  socketMode?: boolean
  /** More channels that the bot and everybody are in. */
  channels?: readonly string[]
  clock?: Clock
}

export interface StageOptions extends StandInOptions {
  /** Left out: our own stand-in. */
  slack?: SlackSide
  backend?: QueueBackend
  /** No bot in this process: the test starts its own. */
  withoutBot?: boolean
  withoutHomeChannel?: boolean
}

const appToken = 'xapp-1-A0HEARD-1-abc'

/** Our own strict stand-in, seeded as the demo's. */
export async function openStandInSide(options: StandInOptions = {}): Promise<SlackSide> {
  const slack = demoSlack()
  const [team] = slack.seed.teams
  if (options.socketMode && team) team.appToken = appToken
  for (const id of options.channels ?? []) {
    team?.channels.push({ id, name: id.toLowerCase(), members: Object.values(people), botIsMember: true })
  }
  const calls: CallRecord[] = []
  const standIn = await startStandIn({
    seed: slack.seed,
    clock: options.clock ?? systemClock,
    log: (call) => calls.push(call),
  })
  return {
    url: standIn.url,
    channels: { alerts: alertChannel, home: homeChannel },
    ana: slackPerson(standIn.url, people.agent),
    calls,
    env: {
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_API_URL: standIn.apiUrl,
      ...(options.socketMode ? { SLACK_APP_TOKEN: appToken } : { SLACK_SIGNING_SECRET: slack.signingSecret }),
    },
    listensAt: (url) => {
      if (!options.socketMode) standIn.setRequestUrl(demoTeam, `${url}/slack/events`)
    },
    close: () => standIn.close(),
  }
}

/** The whole product against a real PostgreSQL, a real queue and a Slack: one team, by its token. */
export async function openStage(options: StageOptions = {}): Promise<Stage> {
  let offset = 0
  const clock = (): number => systemClock() + offset
  const slack = options.slack ?? (await openStandInSide({ ...options, clock }))
  const product = await openProduct(slack, { backend: options.backend, clock })
  const { prisma } = product.database.database
  const workspace = await firstWorkspace({ prisma, newId: newUuid }, systemClock())
  const { alerts, home } = slack.channels
  if (!options.withoutHomeChannel) await setWorkspace({ prisma }, workspace.id, { homeChannel: home })
  await setRoute({ prisma, newId: newUuid }, workspace.id, { channel: alerts }, systemClock())
  let heard = options.withoutBot ? null : await product.startBot()

  const cards = async (): Promise<SlackMessage[]> => (await slack.ana.messages(alerts)).filter(isRoot)

  return {
    get heard() {
      if (heard === null) throw new Error('no bot is running')
      return heard
    },
    database: product.database,
    workspaceId: workspace.id,
    slackUrl: slack.url,
    calls: slack.calls,
    ana: slack.ana,
    // These stand in front of our own stand-in only.
    ben: slackPerson(slack.url, people.other),
    mei: slackPerson(slack.url, people.manager),
    env: product.env,
    stopBot: () => product.stopBot(),
    startBot: async (role) => (heard = await product.startBot(role)),
    source: (kind, name = kind, workspaceId = workspace.id) =>
      product.source({ workspaceId, kind, name, secret: `whsec_${randomBytes(32).toString('base64')}` }),
    now: clock,
    passTime(ms) {
      offset += ms
    },
    bind: (sourceName, binding) => product.bind(workspace.id, sourceName, binding),
    cards,
    async settled(count) {
      await until(
        'every alert, card and notice to be told',
        async () => ((await product.due()) === 0 ? true : undefined),
        25_000,
      )
      const standing = await cards()
      if (standing.length !== count) throw new Error(`${standing.length} cards stand, not ${count}`)
      return standing
    },
    close: () => product.close(),
  }
}

export const isRoot = ({ ts, thread_ts: thread }: SlackMessage): boolean =>
  thread === undefined || thread === ts

/** Posts one delivery; answers its status and body. */
export async function send(delivery: Delivery): Promise<{ status: number; json: unknown }> {
  const [reply] = await post([delivery], 1)
  if (!reply) throw new Error('no reply')
  return reply
}
