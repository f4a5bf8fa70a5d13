import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { systemClock, systemRandom } from '../../src/clock.js'
import { readConfig } from '../../src/config.js'
import { post, type Delivery, type Feed } from '../../src/demo/outsider/deliveries.js'
import {
  slackPerson,
  until,
  type SlackMessage,
  type SlackPerson,
} from '../../src/demo/outsider/slack-person.js'
import { alertChannel, demoSlack, demoTeam, homeChannel, people } from '../../src/demo/slack-seed.js'
import { newUuid } from '../../src/ids.js'
import { openLog } from '../../src/logging/log.js'
import { startHeard, type Heard } from '../../src/main.js'
import { startStandIn } from '../../src/playground/stand-in.js'
import { setRoute } from '../../src/alerts/set-route.js'
import { addSource } from '../../src/surveys/add-source.js'
import { bindQuestion } from '../../src/surveys/bind-question.js'
import { buildSealer } from '../../src/workspaces/seal.js'
import { setWorkspace } from '../../src/workspaces/set-workspace.js'
import { firstWorkspace } from '../../src/workspaces/store.js'
import { freshDatabase, type FreshDatabase } from '../support/database.js'
import { privateRedis, type QueueBackend } from '../support/redis.js'

export { alertChannel, homeChannel, until }

export interface Stage {
  heard: Heard
  database: FreshDatabase
  workspaceId: string
  slackUrl: string
  ana: SlackPerson
  ben: SlackPerson
  mei: SlackPerson
  /** The environment that another process needs to be part of this stage. */
  env: Record<string, string>
  /** Restarts the bot; a crash is for child processes. */
  stopBot(): Promise<void>
  startBot(role?: 'all' | 'web' | 'worker'): Promise<Heard>
  source(kind: 'typeform' | 'canonical' | 'formbricks', name?: string, workspaceId?: string): Promise<Feed>
  bind(source: string, binding: Record<string, unknown>): ReturnType<typeof bindQuestion>
  /** Moves the clock of Heard and of Slack on. */
  passTime(ms: number): void
  /** The time that it is now on that clock. */
  now(): number
  /** Root messages of the alert channel, oldest first. */
  cards(): Promise<SlackMessage[]>
  /** Waits until exactly so many cards stand, and until nothing is left to be told. */
  settled(cards: number): Promise<SlackMessage[]>
  close(): Promise<void>
}

export interface StageOptions {
  backend?: QueueBackend
  /** No bot in this process: the test starts its own. */
  withoutBot?: boolean
  socketMode?: boolean
  withoutHomeChannel?: boolean
  /** More channels that the bot and everybody are in. */
  channels?: readonly string[]
}

/** The whole product against a real PostgreSQL, a real queue and the stand-in for Slack. */
export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const database = await freshDatabase()
  const redis = options.backend === 'redis' ? await privateRedis() : null
  let offset = 0
  const clock = (): number => systemClock() + offset
  const slack = demoSlack()
  const appToken = 'xapp-1-A0HEARD-1-abc'
  const [team] = slack.seed.teams
  if (options.socketMode && team) team.appToken = appToken
  for (const id of options.channels ?? []) {
    team?.channels.push({ id, name: id.toLowerCase(), members: Object.values(people), botIsMember: true })
  }
  const standIn = await startStandIn({ seed: slack.seed, clock })
  const dataFolder = await mkdtemp(path.join(os.tmpdir(), 'heard-journey-'))
  const env: Record<string, string> = {
    DATABASE_URL: database.url,
    HEARD_DATA: dataFolder,
    HEARD_PORT: '0',
    HEARD_KEY: randomBytes(32).toString('base64'),
    HEARD_LOG: process.env['HEARD_LOG'] ?? 'silent',
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_API_URL: standIn.apiUrl,
    ...(options.socketMode ? { SLACK_APP_TOKEN: appToken } : { SLACK_SIGNING_SECRET: slack.signingSecret }),
    ...(redis && { REDIS_URL: redis.url }),
  }
  let bot: Heard | null = null

  async function startBot(role: 'all' | 'web' | 'worker' = 'all'): Promise<Heard> {
    const config = readConfig({ ...env, HEARD_ROLE: role })
    bot = await startHeard({
      config,
      log: openLog(config.log),
      clock,
      newId: newUuid,
      random: systemRandom,
    })
    if (bot.url !== null && !options.socketMode) standIn.setRequestUrl(demoTeam, `${bot.url}/slack/events`)
    return bot
  }
  async function stopBot(): Promise<void> {
    const running = bot
    bot = null
    await running?.stop()
  }

  const { prisma } = database.database
  const workspace = await firstWorkspace({ prisma, newId: newUuid }, systemClock())
  if (!options.withoutHomeChannel) await setWorkspace({ prisma }, workspace.id, { homeChannel })
  await setRoute({ prisma, newId: newUuid }, workspace.id, { channel: alertChannel }, systemClock())
  const heard = options.withoutBot ? null : await startBot()
  const ana = slackPerson(standIn.url, people.agent)

  const cards = async (): Promise<SlackMessage[]> =>
    (await ana.messages(alertChannel)).filter(
      (message) => message.thread_ts === undefined || message.thread_ts === message.ts,
    )

  return {
    get heard() {
      const running = bot ?? heard
      if (running === null) throw new Error('no bot is running')
      return running
    },
    database,
    workspaceId: workspace.id,
    slackUrl: standIn.url,
    ana,
    ben: slackPerson(standIn.url, people.other),
    mei: slackPerson(standIn.url, people.manager),
    env,
    stopBot,
    startBot,
    now: clock,
    passTime(ms) {
      offset += ms
    },
    async source(kind, name = kind, workspaceId = workspace.id) {
      const sealer = buildSealer(env['HEARD_KEY'] ?? '')
      const secret = `whsec_${randomBytes(32).toString('base64')}`
      const input = { workspaceId, kind, name, secret, now: systemClock() }
      const added = await addSource({ prisma, sealer, newId: newUuid }, input)
      const url = `${bot?.url ?? 'http://127.0.0.1:0'}/webhooks/${kind}/${added.token}`
      return { url, secret }
    },
    bind: (sourceName, binding) =>
      bindQuestion(
        { prisma, bell: { ring: () => Promise.resolve() } },
        { workspaceId: workspace.id, sourceName, binding, by: 'test', now: systemClock() },
      ),
    cards,
    async settled(count) {
      await until(
        'every alert, card and notice to be told',
        async () => ((await dueRows(database)) === 0 ? true : undefined),
        25_000,
      )
      const standing = await cards()
      if (standing.length !== count) throw new Error(`${standing.length} cards stand, not ${count}`)
      return standing
    },
    async close() {
      await stopBot()
      await standIn.close()
      await database.drop()
      await redis?.stop()
      await rm(dataFolder, { recursive: true, force: true })
    },
  }
}

async function dueRows({ database }: FreshDatabase): Promise<number> {
  const { rows } = await database.pool.query<{ due: string }>(
    `SELECT (SELECT count(*) FROM alert WHERE handled_version < version)
          + (SELECT count(*) FROM card_message WHERE shown_version < wanted_version)
          + (SELECT count(*) FROM burst WHERE shown_version < wanted_version)
          + (SELECT count(*) FROM binding WHERE done_at IS NULL)
          + (SELECT count(*) FROM notice WHERE posted_at IS NULL OR shown_version < wanted_version) AS due`,
  )
  return Number(rows[0]?.due ?? 0)
}

/** Posts one delivery; answers its status and body. */
export async function send(delivery: Delivery): Promise<{ status: number; json: unknown }> {
  const [reply] = await post([delivery], 1)
  if (!reply) throw new Error('no reply')
  return reply
}
