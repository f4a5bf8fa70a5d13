import { installApp, revokeTokens, uninstallApp } from './apps.js'
import { click } from './click.js'
import { closeView, submit } from './form.js'
import { channels, messages, teams, views } from './look.js'
import type { Deed } from './person.js'
import { read, reload } from './read.js'
import { archive, inviteApp, openDm, openHome, removeApp, say, unarchive } from './say.js'
import { messageShortcut, shortcut } from './shortcut.js'
import { slash } from './slash.js'

/** What a Slack user's client can do, by verb and path below /people. */
export const deeds: Record<string, Deed> = {
  'POST click': click,
  'POST submit': submit,
  'POST close-view': closeView,
  'POST slash': slash,
  'POST say': say,
  'POST archive': archive,
  'POST unarchive': unarchive,
  'POST invite-app': inviteApp,
  'POST remove-app': removeApp,
  'POST open-home': openHome,
  'POST open-dm': openDm,
  'POST shortcut': shortcut,
  'POST message-shortcut': messageShortcut,
  'POST read': read,
  'POST reload': reload,
  'GET teams': teams,
  'POST install-app': installApp,
  'POST uninstall-app': uninstallApp,
  'POST revoke-tokens': revokeTokens,
  'GET messages': messages,
  'GET views': views,
  'GET channels': channels,
}
