import { createHmac } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { HTTPReceiver, type Installation } from '@slack/bolt'
import { AppError } from '../errors.js'
import type { Log } from '../logging/log.js'
import type { Messages } from '../messages/messages.js'
import { clientOptions, type SlackAddress } from './client.js'
import { bridgeLog } from './bridge-log.js'
import { handled, type Door } from './door.js'
import { botScopes } from './scopes.js'

export const installPath = '/slack/install'
export const redirectPath = '/slack/oauth_redirect'

export interface InstallSettings extends SlackAddress {
  clientId: string
  clientSecret: string
  signingSecret: string
  /** Heard's own address as people and Slack reach it, without a slash at the end. */
  publicUrl: string
  /** Any secret of ours: what people bring back from Slack is signed with a key derived from it. */
  ownSecret: string
}

export interface InstallDoorDeps {
  log: Log
  messages: Messages
  keep(installation: Installation): Promise<void>
}

/**
 * The pages by which Slack teams install the app: /slack/install sends to Slack, /slack/oauth_redirect takes what comes
 * back. A receiver of their own, since Bolt would else hand tokens to every listener.
 */
export function openInstallPages(deps: InstallDoorDeps, settings: InstallSettings): Pick<Door, 'route'> {
  const { log, messages } = deps
  const page = messages.install
  const receiver = new HTTPReceiver({
    signingSecret: settings.signingSecret,
    endpoints: [],
    // Anybody can call these addresses: that must not fill the log.
    logger: bridgeLog(log, 'debug'),
    clientId: settings.clientId,
    clientSecret: settings.clientSecret,
    stateSecret: stateSecret(settings.ownSecret),
    redirectUri: `${settings.publicUrl}${redirectPath}`,
    scopes: botScopes.map(({ scope }) => scope),
    installationStore: {
      storeInstallation: (installation) => deps.keep(installation),
      // Bolt is given no tokens: see listen.
      fetchInstallation: () => Promise.reject(new Error('installations are not handed out')),
    },
    installerOptions: {
      installPath,
      redirectUriPath: redirectPath,
      directInstall: true,
      authorizationUrl: new URL('../oauth/v2/authorize', settings.apiUrl).href,
      clientOptions: clientOptions(settings, log),
      callbackOptions: {
        success: (installation, _options, _request, response) => {
          show(response, 200, page.done(installation.team?.name ?? ''))
        },
        failure: (error, _options, _request, response) => {
          const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name
          // Anybody can come with a state that is none.
          const level = staleCodes.includes(code) ? 'debug' : 'warn'
          log[level]('a Slack team could not install the app', { code, slack: slackWord(error) })
          show(response, 400, told(error, page))
        },
      },
    },
  })
  return {
    route(request, response) {
      const path = request.url?.split('?')[0]
      const isPage = request.method === 'GET' && (path === installPath || path === redirectPath)
      return Promise.resolve(isPage && handled(() => receiver.requestListener(request, response)))
    },
  }
}

const staleCodes = ['slack_oauth_invalid_state', 'slack_oauth_missing_state', 'slack_oauth_missing_code']

/** A key of its own, so that no other use of the secret can sign a state. */
function stateSecret(secret: string): string {
  return createHmac('sha256', secret).update('slack oauth state').digest('base64')
}

function slackWord(error: unknown): string | undefined {
  const data: unknown = error instanceof Error && 'data' in error ? error.data : undefined
  const word: unknown = typeof data === 'object' && data !== null && 'error' in data ? data.error : undefined
  return typeof word === 'string' && /^[a-z_]+$/.test(word) ? word : undefined
}

function told(error: Error, page: Messages['install']): string {
  if (error instanceof AppError) return error.code === 'bad_input' ? page.notOneTeam() : page.tryLater()
  const code = 'code' in error ? String(error.code) : ''
  if (staleCodes.includes(code)) return page.stale()
  if (code === 'slack_oauth_installer_authorization_error') return page.cancelled()
  return page.refused(slackWord(error) ?? '')
}

/** Plain text: nothing that came from outside can be markup in it. */
function show(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
  response.end(`${text}\n`)
}
