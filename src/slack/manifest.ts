import type { Command } from '../commands/command.js'
import { slackPath } from './door.js'
import { redirectPath } from './install-door.js'
import { botEvents, botScopes } from './scopes.js'

export interface ManifestWish {
  /** How Slack reaches Heard: by HTTP at `url`, or not at all (Socket Mode). */
  mode: 'http' | 'socket'
  /** The address of Heard, without a path. */
  url: string
  commands: readonly Pick<Command, 'name' | 'description' | 'usageHint'>[]
}

/**
 * What Slack is told when the app is made ("From a manifest"). Generated from the command registry, so that what is
 * typed and what is answered cannot differ. It subscribes to no message: Heard does not read along.
 */
export function slackManifest({ mode, url, commands }: ManifestWish) {
  const address = new URL(slackPath, url).href
  const where = mode === 'http' ? { request_url: address } : {}
  return {
    _metadata: { major_version: 1, minor_version: 1 },
    display_information: {
      name: 'Heard',
      description: 'Closes the loop with unhappy customers, where your team already works.',
      background_color: '#2c3e50',
      long_description: longDescription,
    },
    features: {
      app_home: {
        home_tab_enabled: true,
        messages_tab_enabled: false,
        messages_tab_read_only_enabled: true,
      },
      bot_user: { display_name: 'Heard', always_online: true },
      slash_commands: commands.map(({ name, description, usageHint }) => ({
        command: `/${name}`,
        ...(mode === 'http' && { url: address }),
        description,
        usage_hint: usageHint,
        should_escape: false,
      })),
    },
    oauth_config: {
      ...(mode === 'http' && { redirect_urls: [new URL(redirectPath, url).href] }),
      scopes: { bot: botScopes.map(({ scope }) => scope) },
    },
    settings: {
      event_subscriptions: { ...where, bot_events: [...botEvents] },
      interactivity: { is_enabled: true, ...where },
      org_deploy_enabled: false,
      socket_mode_enabled: mode === 'socket',
      token_rotation_enabled: false,
    },
  }
}

const longDescription =
  'Heard closes the customer-feedback loop. Survey tools send it their answers; for every customer who is unhappy or ' +
  'had a hard time it posts a card into the right channel. The team claims the card and works it through HEARD: hear, ' +
  'empathize, apologize, resolve, diagnose. Slash commands give scores that say how sure they are. ' +
  'Heard runs on your own servers.'
