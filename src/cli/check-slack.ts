import { openLog } from '../logging/log.js'
import { checkChannels } from '../slack/check-channels.js'
import { openSlackClient } from '../slack/client.js'
import type { Finding, HealthDeps } from '../watch/health.js'
import type { CliContext } from './context.js'

/** Asks Slack about the token and the channels that alerts go to. */
export function checkSlack(context: CliContext): HealthDeps['checkChat'] {
  const { config, messages } = context
  return async (channels): Promise<Finding[]> => {
    const { slack } = config
    if (slack === null) {
      const data = { error: messages.cli.health.noSlack, team: '', todo: messages.cli.health.connectSlack }
      return [{ state: 'wrong', what: 'slack', data }]
    }
    const client = openSlackClient(slack.botToken, slack, openLog('silent'))
    return checkChannels(client, channels, messages)
  }
}
