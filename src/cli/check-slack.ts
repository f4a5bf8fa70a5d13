import { openLog } from '../logging/log.js'
import { installOfWorkspace, type Install } from '../workspaces/install-store.js'
import type { Finding, HealthDeps } from '../watch/health.js'
import type { CliContext } from './context.js'

/** Slack's packages take as long to load as everything else of a command: only this one waits for them. */
async function loadSlack() {
  const [{ checkChannels }, { openSlackClient }] = await Promise.all([
    import('../slack/check-channels.js'),
    import('../slack/client.js'),
  ])
  return { checkChannels, openSlackClient }
}

/** Asks Slack about the token and the channels that alerts go to. */
export function checkSlack(context: CliContext): HealthDeps['checkChat'] {
  const { config, messages } = context
  return async (channels): Promise<Finding[]> => {
    const { slack } = config
    if (slack?.botToken) {
      const { checkChannels, openSlackClient } = await loadSlack()
      return checkChannels(openSlackClient(slack.botToken, slack, openLog('silent')), channels, messages)
    }
    if (slack?.oauth) return checkInstall(context, slack.oauth.publicUrl, channels)
    return [wrong(messages.cli.health.noSlack, messages.cli.health.connectSlack)]
  }
}

/** With OAuth each workspace has the token of its own team, or none. */
async function checkInstall(
  { config, messages, database, sealer, workspaceId }: CliContext,
  publicUrl: string,
  channels: readonly string[],
): Promise<Finding[]> {
  const words = messages.cli.health
  const install = await installOfWorkspace({ prisma: database.prisma, sealer }, workspaceId, 'slack')
  const { checkChannels, openSlackClient } = await loadSlack()
  const { parseKept } = await import('../slack/installation.js')
  const address = { apiUrl: config.slack?.apiUrl ?? '', proxyUrl: config.slack?.proxyUrl }
  if (!install) return [wrong(words.noSlack, words.install(publicUrl))]
  if (!install.secret) return [wrong(words.gone(install.teamName, install.gone), words.install(publicUrl))]
  const client = openSlackClient(parseKept(install.secret).bot.token, address, openLog('silent'))
  return [...renewalOf(install, words, publicUrl), ...(await checkChannels(client, channels, messages))]
}

function renewalOf(
  { refreshError, teamName }: Install,
  words: CliContext['messages']['cli']['health'],
  publicUrl: string,
): Finding[] {
  if (refreshError === null) return []
  return [wrong(words.notRenewed(teamName, refreshError), words.renewal(publicUrl))]
}

function wrong(error: string, todo: string): Finding {
  return { state: 'wrong', what: 'slack', data: { error, team: '', todo } }
}
