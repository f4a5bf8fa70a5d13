import type { ScoreReportDeps } from '../scores/report.js'
import type { Command } from './command.js'
import { heardCommand, type HeardCommandDeps } from './heard.js'
import { npsCommand } from './nps.js'

/** What the commands need, all of them together. */
export type CommandDeps = ScoreReportDeps & HeardCommandDeps

/** Every command there is. Platforms bind this list, and the manifests are generated from it. */
export function buildCommands(deps: CommandDeps): Command[] {
  return [npsCommand(deps), heardCommand(deps)]
}
