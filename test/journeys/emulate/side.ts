import { createEmulator } from 'emulate'
import type { SlackMessage } from '../../../src/demo/outsider/slack-person.js'
import { botScopes } from '../../../src/slack/scopes.js'
import { freePort } from '../../support/redis.js'
import type { SlackSide } from '../stage.js'
import { personAt } from './person.js'
import { openTap } from './tap.js'
import { callerAt, type Json } from './web-api.js'

const botToken = 'xoxb-independent'
const signingSecret = 'e'.repeat(32)

/** Somebody else's Slack: `emulate`, with a person in front of it, since it has no clicks of its own. */
export interface EmulateSide extends SlackSide {
  /** What was sent to a response_url, oldest first. */
  replies: SlackMessage[]
}

export async function openEmulateSide(): Promise<EmulateSide> {
  const emulator = await createEmulator({ service: 'slack', port: await freePort(), seed: { slack: seed() } })
  const tap = await openTap(emulator.url)
  const apiUrl = `${tap.url}/api/`
  const call = callerAt(apiUrl, botToken)
  const { team_id: teamId } = (await call('auth.test')) as { team_id: string }
  const { channels } = (await call('conversations.list')) as { channels: { id: string; name: string }[] }
  const channelNamed = (name: string): string => channels.find((one) => one.name === name)?.id ?? ''
  const { members } = (await call('users.list')) as { members: { id: string; name: string }[] }
  const user = { id: members.find(({ name }) => name === 'ana')?.id ?? '', name: 'ana', username: 'ana' }
  let requestUrl = ''
  const ana = personAt({ call, tap, user, teamId, requestUrl: () => requestUrl, signingSecret })
  return {
    url: tap.url,
    env: { SLACK_API_URL: apiUrl, SLACK_BOT_TOKEN: botToken, SLACK_SIGNING_SECRET: signingSecret },
    channels: { alerts: channelNamed('alerts'), home: channelNamed('home') },
    ana,
    calls: [],
    listensAt: (url) => void (requestUrl = `${url}/slack/events`),
    replies: tap.replies,
    async close() {
      await tap.close()
      await emulator.close()
    },
  }
}

function seed(): Json {
  return {
    team: { name: 'Acme', domain: 'acme' },
    users: [{ name: 'ana', real_name: 'Ana Costa' }],
    channels: [{ name: 'alerts' }, { name: 'home' }],
    bots: [{ name: 'heard' }],
    tokens: [
      {
        token: botToken,
        user: 'heard',
        type: 'bot',
        app_id: 'A0HEARD',
        // users:read is the test's own, to learn who Ana is.
        scopes: [...new Set([...botScopes.map(({ scope }) => scope), 'users:read'])],
      },
    ],
    oauth_apps: [
      {
        app_id: 'A0HEARD',
        client_id: '1.2',
        client_secret: 'x',
        name: 'Heard',
        redirect_uris: ['http://127.0.0.1/none'],
        scopes: botScopes.map(({ scope }) => scope),
        bot_name: 'heard',
      },
    ],
    signing_secret: signingSecret,
    strict_scopes: true,
  }
}
