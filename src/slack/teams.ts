import type { Installation } from '@slack/bolt'
import type { ChatOf } from '../chat/port.js'
import type { Clock } from '../clock.js'
import type { NewId } from '../ids.js'
import type { Log } from '../logging/log.js'
import type { Messages } from '../messages/messages.js'
import {
  installOfTeam,
  installOfWorkspace,
  keepInstall,
  markGone,
  sayUninstalled,
  type GoneReason,
  type Install,
  type InstallStoreDeps,
} from '../workspaces/install-store.js'
import { workspaceById } from '../workspaces/store.js'
import type { ClientOf } from './binding.js'
import { callTimeoutMs, type SlackAddress } from './client.js'
import { parseKept, readInstallation } from './installation.js'
import { buildSlackPort } from './slack-port.js'
import { openTeamClients, type TeamClient, type TeamClients } from './team-clients.js'
import { deadTokenWord, refusesToken } from './to-slack-error.js'
import { faultOf } from './trouble.js'

export interface TeamsDeps extends InstallStoreDeps {
  newId: NewId
  clock: Clock
  log: Log
  address: SlackAddress
  messagesFor(language: string): Messages
  /** What waited for this workspace's chat, or waits in vain from now on, may be looked at again. */
  wake(workspaceId: string): Promise<void>
}

/** The Slack teams that installed the app, each with its own token. */
export interface SlackTeams {
  clientOf: ClientOf
  chatOf: ChatOf
  /** Keeps what Slack handed out for a team. */
  keep(installation: Installation): Promise<void>
  /** Slack told us that a team's install is over. Told twice, late or in vain, it changes nothing. */
  onOver(teamId: string, reason: GoneReason): Promise<void>
}

/** A token this close to its end is not begun with: a call takes so long at most. */
const endingMs = 2 * callTimeoutMs

export function openTeams(deps: TeamsDeps): SlackTeams {
  const teams = { ...deps, clients: openTeamClients(deps.address, deps.log) }
  return {
    async clientOf(teamId) {
      const install = await installOfTeam(deps, 'slack', teamId)
      return install?.secret ? clientFor(teams, install, install.secret).client : null
    },
    chatOf: (workspaceId) => chatOf(teams, workspaceId),
    keep: (installation) => keep(deps, installation),
    onOver: (teamId, reason) => onOver(teams, teamId, reason),
  }
}

interface Teams extends TeamsDeps {
  clients: TeamClients
}

function clientFor({ clients }: Teams, { teamId }: Install, secret: string): TeamClient {
  return clients.clientFor(teamId, parseKept(secret).bot.token)
}

async function chatOf(teams: Teams, workspaceId: string): ReturnType<ChatOf> {
  const install = await installOfWorkspace(teams, workspaceId, 'slack')
  if (!install?.secret) return { absent: install?.gone ?? 'no_chat' }
  if (install.expiresAt !== null && install.expiresAt <= teams.clock() + endingMs) {
    return { absent: 'token_expired' }
  }
  const workspace = await workspaceById(teams, workspaceId)
  const { client, teamUrl } = clientFor(teams, install, install.secret)
  return buildSlackPort({
    client,
    teamUrl,
    language: workspace?.language ?? 'en',
    messagesFor: (language) => teams.messagesFor(language),
    botUserId: install.botUserId,
    onRefused: async (error) => {
      const word = deadTokenWord(error)
      if (word !== null) await end(teams, install, reasonOf(word))
    },
  })
}

async function keep(deps: TeamsDeps, installation: Installation): Promise<void> {
  const kept = readInstallation(installation)
  const { team, bot } = kept
  const facts = {
    platform: 'slack',
    teamId: team.id,
    teamName: team.name ?? team.id,
    botUserId: bot.userId,
    secret: JSON.stringify(kept),
    expiresAt: bot.expiresAt === undefined ? null : bot.expiresAt * 1000,
  }
  const { workspaceId, isNew } = await keepInstall(deps, facts, deps.clock())
  deps.log.info('a Slack team installed the app', { teamId: team.id, workspaceId, isNew })
  await deps.wake(workspaceId)
}

async function onOver(teams: Teams, teamId: string, reason: GoneReason): Promise<void> {
  const install = await installOfTeam(teams, 'slack', teamId)
  if (!install) return
  if (!install.secret) {
    if (reason === 'app_uninstalled') await sayUninstalled(teams, install)
    return
  }
  // The event may be late, and the team have installed the app again since: the token itself knows.
  const stillGood = await clientFor(teams, install, install.secret)
    .client.auth.test()
    .then(
      () => true,
      (error: unknown) => !refusesToken(error) && unsure(teams.log, teamId, error),
    )
  if (!stillGood) await end(teams, install, reason)
}

async function end(deps: TeamsDeps, install: Install, reason: GoneReason): Promise<void> {
  if (!(await markGone(deps, install, reason, deps.clock()))) {
    // Somebody else was first, perhaps just now while Slack was asked.
    if (reason === 'app_uninstalled') await sayUninstalled(deps, install)
    return
  }
  deps.log.warn('a Slack team took its install back; its cards wait', { teamId: install.teamId, reason })
  await deps.wake(install.workspaceId)
}

function reasonOf(word: NonNullable<ReturnType<typeof deadTokenWord>>): GoneReason {
  return word === 'account_inactive' ? 'app_uninstalled' : 'token_revoked'
}

/** Nothing is wiped on a guess: the next call with this token tells. */
function unsure(log: Log, teamId: string, error: unknown): true {
  log.warn('Slack told that an install is over, but could not be asked about its token', {
    teamId,
    ...faultOf(error),
  })
  return true
}
