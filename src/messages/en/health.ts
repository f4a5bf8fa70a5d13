type Facts = Record<string, string | number>

function waiting(what: string, d: Facts, todo: string) {
  const stuck = `${d.stuck} cannot go out (${d.error})`
  const idle = d.error === 'no_worker'
  return {
    what,
    detail: d.stuck === 0 ? `${d.due} under way` : idle ? `${d.stuck} wait and nobody works them` : stuck,
    todo: idle ? 'Start Heard, with HEARD_ROLE=all or worker.' : todo,
  }
}

/** What a source's requests were refused for, and what to do. `source` is quoted for a shell. */
const refusals: Record<string, (source: string) => [why: string, todo: string]> = {
  wrong_type: () => [
    'of a content type that it does not take',
    'Set the tool to send JSON as application/json',
  ],
  no_secret: (source) => [
    'refused, because it has no secret yet',
    `Copy the secret that the tool shows: npm run heard -- source secret add --source ${source} --secret ...`,
  ],
  bad_signature: (source) => [
    'with a wrong signature',
    `Compare the secret in the tool with the one shown by source add, or give it a new one: npm run heard -- source secret add --source ${source}`,
  ],
}

/** What the watchdog found. `source` is quoted for a shell. */
const watched: Record<string, (d: Facts, source: string) => [detail: string, todo: string]> = {
  silent: (d, source) => [
    `silent for ${d.hours} h, since ${d.since}: longer than its rhythm explains`,
    `Look whether the tool's webhook is on and the survey runs; what came last: npm run heard -- deliveries --source ${source} --limit 1`,
  ],
  ignored: (d, source) => [
    `${d.count} deliveries in a row without an answer, since ${d.since}`,
    `A filter that never matches? npm run heard -- deliveries --source ${source}`,
  ],
  unusable: (d, source) => [
    `${d.count} deliveries in a row could not be understood, since ${d.since}`,
    `See why, mend the source, then take them in: npm run heard -- deliveries --rejected --source ${source}; npm run heard -- replay --since 7d --source ${source}`,
  ],
}

/** What `heard health` says, in English. */
export const health = {
  about: 'Check what Heard needs to work, and say what to do where something is wrong',
  examples: `
Examples:
  npm run heard -- health`,
  ok: (what: string, detail: string) => `ok    ${what}${detail === '' ? '' : `: ${detail}`}`,
  bad: (what: string, detail: string, todo: string) => `WRONG ${what}: ${detail}\n      -> ${todo}`,
  note: (what: string, detail: string, todo: string) => `note  ${what}: ${detail}\n      -> ${todo}`,
  noSlack: 'not connected',
  connectSlack:
    'Set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET or SLACK_APP_TOKEN: see "Connect Slack" in the README.',
  install: (publicUrl: string) =>
    `Open ${publicUrl}/slack/install in a browser and install Heard in the team.`,
  gone: (team: string, reason: string | null) =>
    reason === 'app_uninstalled'
      ? `the team ${team} uninstalled Heard (app_uninstalled); its cards wait`
      : `the team ${team} took Heard's token back (${reason ?? 'no token'}); its cards wait`,
  notRenewed: (team: string, error: string) =>
    `the token for the team ${team} could not be renewed (${error})`,
  renewal: (publicUrl: string) =>
    `It is tried again by itself. If it says invalid_refresh_token, install Heard again: ${publicUrl}/slack/install`,
  allWell: 'All well.',
  needsYou: (n: number) => `${n} thing(s) need you.`,
  findings: {
    database: (d: Facts) => ({
      what: 'Database',
      detail: `PostgreSQL ${d.version}, ${d.migrations} migration(s)`,
      todo: '',
    }),
    sources: (d: Facts) => ({
      what: 'Survey tools',
      detail: d.sources === 0 ? 'none is connected' : `${d.sources} connected`,
      todo: 'npm run heard -- source add --help',
    }),
    questions: (d: Facts) => ({
      what: 'Questions',
      detail:
        d.questions === 0
          ? 'every number has a meaning'
          : `${d.answers} answers to ${d.questions} question(s) are not scored`,
      todo: 'Say what the numbers mean: npm run heard -- question list, then question bind',
    }),
    routes: (d: Facts) => ({
      what: 'Routes',
      detail:
        d.routes === 0
          ? 'no channel is told of alerts by a route of its own'
          : `${d.routes}, and a home channel decides the rest`,
      todo: 'Set a home channel, where notices and everything without a route go: npm run heard -- workspace set --home-channel C...',
    }),
    alerts: (d: Facts) => waiting('Alerts', d, 'no_channel means: npm run heard -- route set --channel C...'),
    cards: (d: Facts) =>
      waiting('Cards', d, 'See the Slack lines below; what waits is sent by itself once the cause is gone.'),
    summaries: (d: Facts) =>
      waiting(
        'Summaries',
        d,
        'See the Slack lines below; what waits is sent by itself once the cause is gone.',
      ),
    notices: (d: Facts) =>
      waiting('Notices', d, 'Set a home channel: npm run heard -- workspace set --home-channel C...'),
    bindings: (d: Facts) =>
      waiting('Bindings', d, 'What waits for them is scored by itself; the log says what fails.'),
    fetches: (d: Facts) =>
      waiting(
        'Responses to fetch',
        d,
        'Their cards lead into the tool meanwhile. Check the token of its API: npm run heard -- source set <name> --api-token ...',
      ),
    homes: (d: Facts) =>
      waiting(
        'Home tabs',
        d,
        'See the Slack lines below; the app needs its home tab switched on (manifest).',
      ),
    refused: (d: Facts) => {
      const [why = '', todo = ''] = refusals[`${d.reason}`]?.(JSON.stringify(d.source)) ?? []
      return {
        what: `Source "${d.source}"`,
        detail: `${d.count} request(s) ${why}, last ${d.minutes} min ago`,
        todo,
      }
    },
    watch: (d: Facts) => {
      const [detail = '', todo = ''] = watched[`${d.kind}`]?.(d, JSON.stringify(d.source)) ?? []
      return { what: `Source "${d.source}"`, detail, todo }
    },
    trouble: (d: Facts) => ({
      what: d.channel === '' ? 'Delivery to Slack' : `Delivery to channel ${d.channel}`,
      detail: `refused for ${d.minutes} min (${d.problem}), ${d.waiting} wait(s)`,
      todo: `${d.todo} Heard looks at least once a minute whether it works again; what waits then goes out by itself.`,
    }),
    slack: (d: Facts) => ({
      what: 'Slack',
      detail: d.error === '' ? `connected to team ${d.team}` : `${d.error}`,
      todo: `${d.todo}`,
    }),
    channel: (d: Facts) => ({
      what: `Channel ${d.channel}`,
      detail: d.error === '' ? 'Heard can post there' : `${d.error}`,
      todo: `${d.todo}`,
    }),
  },
}
