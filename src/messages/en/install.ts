/** What a person reads in the browser after Slack sent them back from installing Heard. */
export const install = {
  done: (team: string): string =>
    `Heard is installed${team === '' ? '' : ` in ${team}`}. In Slack, type /invite @Heard in the channel that should hear ` +
    'about unhappy customers; then whoever runs Heard says which channel that is: heard route set --help',
  cancelled: (): string =>
    'The installation was cancelled in Slack. Nothing was changed. To try again, open /slack/install.',
  stale: (): string =>
    'This link was used in another browser, or is older than ten minutes. Please begin again at /slack/install.',
  notOneTeam: (): string =>
    'Heard is installed for one Slack workspace at a time, not for a whole organisation. Please choose a workspace.',
  tryLater: (): string =>
    'Heard could not keep the installation just now. Please begin again at /slack/install in a minute.',
  refused: (word: string): string =>
    `Slack did not complete the installation${word === '' ? '' : ` (${word})`}. Please begin again at /slack/install; ` +
    'if it happens again, whoever runs Heard should compare client id, secret and redirect URL with the app page.',
}
