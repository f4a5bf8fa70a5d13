import type { webApi } from '@slack/bolt'
import type { Log } from '../logging/log.js'
import { openSlackClient, type SlackAddress } from './client.js'
import { teamUrlOf, type TeamUrl } from './team-url.js'

export interface TeamClient {
  client: webApi.WebClient
  teamUrl: TeamUrl
}

/** Clients by team. */
export interface TeamClients {
  /** The client that speaks for this team with this very token, and with no other. */
  clientFor(teamId: string, token: string): TeamClient
}

/** One client a team; a new token makes a new one, so that no call can carry another team's, nor one of yesterday. */
export function openTeamClients(address: SlackAddress, log: Log): TeamClients {
  const clients = new Map<string, TeamClient & { token: string }>()
  return {
    clientFor(teamId, token) {
      const known = clients.get(teamId)
      if (known?.token === token) return known
      const client = openSlackClient(token, address, log, teamId)
      const made = { token, client, teamUrl: teamUrlOf(client) }
      clients.set(teamId, made)
      return made
    },
  }
}
