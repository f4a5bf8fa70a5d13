import { bindEnds } from './bind-ends.js'
import type { SlackDeps } from './binding.js'
import type { Slack } from './connect.js'
import { openHttp } from './door.js'
import { openInstallPages, type InstallSettings } from './install-door.js'
import { listen } from './listen.js'
import type { SlackTeams } from './teams.js'

/** Slack's way in for every team that installs the app: the same clicks, forms and commands, and the installation itself. */
export function connectTeams(
  deps: SlackDeps,
  teams: Pick<SlackTeams, 'clientOf' | 'keep' | 'onOver'>,
  settings: InstallSettings,
): Pick<Slack, 'route' | 'stop'> {
  const { log } = deps
  const messages = deps.messagesFor('en')
  const pages = openInstallPages(
    { log, messages, keep: (installation) => teams.keep(installation) },
    settings,
  )
  const door = openHttp(log, settings.signingSecret)
  const listening = listen({ ...deps, clientOf: teams.clientOf }, door, settings)
  bindEnds(listening.binding, (teamId, reason) => teams.onOver(teamId, reason))
  return {
    route: async (request, response) =>
      (await pages.route(request, response)) || door.route(request, response),
    stop: (deadlineMs) => listening.stop(deadlineMs),
  }
}
