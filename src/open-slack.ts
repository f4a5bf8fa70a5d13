import type { ChatOf } from './chat/port.js'
import type { Clock } from './clock.js'
import { buildCommands } from './commands/commands.js'
import type { Config, SlackOauth, SlackSettings } from './config.js'
import type { Data } from './database/open-data.js'
import type { Route } from './http/server.js'
import type { NewId } from './ids.js'
import type { Log } from './logging/log.js'
import { buildLoopDesk } from './loops/loop-desk.js'
import { probeAllNow, probeWorkspaceNow } from './telling/trouble-store.js'
import { messagesFor } from './messages/messages.js'
import { every } from './queue/every.js'
import { wakeWaiting, wakeWorkspace } from './queue/lease.js'
import { outboxes } from './queue/outbox.js'
import type { Queue } from './queue/queue.js'
import { attachSlack } from './slack/attach.js'
import type { SlackDeps } from './slack/binding.js'
import { checkToken, openSlackClient } from './slack/client.js'
import { connectTeams } from './slack/connect-teams.js'
import { connectSlack } from './slack/connect.js'
import { renewTokens } from './slack/refresh-tokens.js'
import { openTeams, type TeamsDeps } from './slack/teams.js'
import { buildQuestionDesk } from './surveys/build-question-desk.js'
import type { Sealer } from './workspaces/seal.js'
import { workspaceAsReadBy } from './workspaces/person-settings.js'
import {
  firstWorkspace,
  isInstalled,
  rememberInstall,
  workspaceById,
  workspaceOfTeam,
} from './workspaces/store.js'

/** Wires Slack, for main.ts: one team by a token, or several by OAuth. */
interface Parts {
  config: Config
  log: Log
  clock: Clock
  newId: NewId
}

interface Stores {
  data: Data
  queue: Queue
  sealer: Sealer
}

/** Slack as the rest of the process has it. */
export interface SlackSide {
  chatOf: ChatOf
  /** Null: this process hears nothing over HTTP from Slack. */
  route: Route | null
}

type Closers = (() => Promise<unknown>)[]

const renewEveryMs = 5_000

/** The worker role posts only; web and all also hear clicks, forms and commands. */
export async function openSlack(parts: Parts, stores: Stores, closers: Closers): Promise<SlackSide> {
  const { slack } = parts.config
  if (slack?.oauth) return openSeveral(parts, stores, { slack, oauth: slack.oauth }, closers)
  if (slack?.botToken) return openOne(parts, stores, { slack, botToken: slack.botToken }, closers)
  parts.log.warn('no Slack is configured: answers are taken and scored, cards wait')
  return { chatOf: () => Promise.resolve({ absent: 'no_chat' }), route: null }
}

async function openOne(
  parts: Parts,
  { data, queue }: Stores,
  { slack, botToken }: { slack: SlackSettings; botToken: string },
  closers: Closers,
): Promise<SlackSide> {
  const { config, log, clock, newId } = parts
  const { prisma, pool } = data.database
  const client = openSlackClient(botToken, slack, log)
  const { signingSecret, appToken } = slack
  const settings = {
    ...slack,
    botToken,
    signingSecret: signingSecret ?? undefined,
    appToken: appToken ?? undefined,
  }
  const inbound = config.role === 'worker' ? null : connectSlack(slackDeps(parts, data, queue), settings)
  const attachment = await attachSlack({
    client,
    messagesFor,
    log,
    start: () => inbound?.start() ?? checkToken(client),
    async onIdentity({ teamId, botUserId }) {
      const workspace = await firstWorkspace({ prisma, newId }, clock())
      const facts = { platform: 'slack', teamId, botUserId }
      await rememberInstall({ prisma, newId }, workspace.id, facts, clock())
    },
    async onAttached() {
      await probeAllNow(pool, clock())
      for (const error of ['no_chat', 'misconfigured']) {
        for (const outbox of outboxes) await wakeWaiting(pool, outbox, error, clock())
      }
    },
  })
  closers.push(async () => {
    await attachment.stop()
    await inbound?.stop()
  })
  return {
    async chatOf(workspaceId) {
      const attached = attachment.current()
      if (!attached || !(await isInstalled({ prisma }, workspaceId, 'slack', attached.teamId))) {
        return { absent: 'no_chat' }
      }
      const workspace = await workspaceById({ prisma }, workspaceId)
      return workspace ? attached.portIn(workspace.language) : { absent: 'no_chat' }
    },
    route: inbound && ((req, res) => inbound.route(req, res)),
  }
}

function openSeveral(
  parts: Parts,
  { data, queue, sealer }: Stores,
  { slack, oauth }: { slack: SlackSettings; oauth: SlackOauth },
  closers: Closers,
): SlackSide {
  const { config, log, clock, newId } = parts
  const { prisma, pool } = data.database
  const address = { apiUrl: slack.apiUrl, proxyUrl: slack.proxyUrl }
  const deps: TeamsDeps = {
    prisma,
    sealer,
    newId,
    clock,
    log,
    address,
    messagesFor,
    async wake(workspaceId) {
      await probeWorkspaceNow(pool, workspaceId, clock())
      for (const outbox of outboxes) await wakeWorkspace(pool, outbox, workspaceId, clock())
    },
  }
  const teams = openTeams(deps)
  const renewing = every(renewEveryMs, () => renewTokens(deps, oauth), log)
  closers.push(() => renewing.stop())
  if (config.role === 'worker') return { chatOf: teams.chatOf, route: null }
  const settings = { ...oauth, ...address, ownSecret: oauth.clientSecret }
  const inbound = connectTeams(slackDeps(parts, data, queue), teams, settings)
  closers.push(() => inbound.stop())
  return { chatOf: teams.chatOf, route: (req, res) => inbound.route(req, res) }
}

function slackDeps({ log, clock }: Parts, data: Data, queue: Queue): SlackDeps {
  const { prisma, pool } = data.database
  return {
    desk: buildLoopDesk({ prisma, bell: queue.bell, clock }),
    questions: buildQuestionDesk({ prisma, bell: queue.bell, clock }),
    commands: buildCommands({ pool, prisma, bell: queue.bell }),
    async findWorkspace(teamId, personId) {
      const workspaceId = (await workspaceOfTeam({ prisma }, 'slack', teamId))?.id
      return workspaceId === undefined ? null : workspaceAsReadBy({ prisma }, { workspaceId, personId })
    },
    messagesFor,
    log,
    clock,
  }
}
