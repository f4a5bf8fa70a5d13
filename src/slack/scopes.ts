/** Every permission that Heard asks of Slack, and why. There is no other. */
export const botScopes = [
  { scope: 'chat:write', why: 'Post cards, thread lines and notices, and edit the cards in place.' },
  { scope: 'commands', why: 'Answer slash commands such as /nps.' },
  {
    scope: 'channels:history',
    why: 'Look for our own message after Slack did not answer, so that nothing is posted twice (public channels).',
  },
  { scope: 'groups:history', why: 'The same in private channels that Heard was invited to.' },
  {
    scope: 'channels:read',
    why: 'For `heard health`: whether Heard is in the public channels that alerts go to.',
  },
  { scope: 'groups:read', why: 'The same for private channels.' },
] as const

/** What Slack tells Heard by itself: that somebody looks at their home tab, and that its install in a team is over. */
export const botEvents = ['app_home_opened', 'app_uninstalled', 'tokens_revoked'] as const
