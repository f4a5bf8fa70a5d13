import { bindEnds } from './bind-ends.js'
import type { SlackDeps } from './binding.js'
import type { Slack } from './connect.js'
import { openInstallDoor, type InstallSettings } from './install-door.js'
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
  const door = openInstallDoor({ log, messages, keep: (installation) => teams.keep(installation) }, settings)
  const { binding, stop } = listen({ ...deps, clientOf: teams.clientOf }, door, settings)
  bindEnds(binding, teams.onOver)
  return { route: door.route, stop }
}
