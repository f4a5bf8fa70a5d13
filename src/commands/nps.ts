import { messagesFor } from '../messages/messages.js'
import { nps } from '../scores/nps.js'
import { scoreReport, type ScoreReportDeps } from '../scores/report.js'
import type { Command } from './command.js'

/** /nps [window | help]: the score of a window; the last 30 days when nothing is typed. */
export function npsCommand(deps: ScoreReportDeps): Command {
  // Slack shows one text to everybody, whatever their language.
  const words = messagesFor('en').score
  return {
    name: 'nps',
    description: words.npsDescription,
    usageHint: words.npsUsageHint,
    async run({ workspaceId, text, now, messages }) {
      const typed = text.trim().toLowerCase()
      if (typed === 'help') return { kind: 'list', list: messages.score.npsHelp() }
      const report = await scoreReport(deps, {
        workspaceId,
        definition: nps,
        window: typed || 'last30d',
        now,
      })
      return { kind: 'score', report }
    },
  }
}
