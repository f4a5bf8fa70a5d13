import { deliveries, replay, since } from './deliveries.js'
import { sourceTest } from './source-test.js'
import { sourceUpkeep } from './source-upkeep.js'
import { health } from './health.js'
import { importing } from './importing.js'
import { decided } from './decided.js'
import { numbers } from './numbers.js'

const { things } = numbers

/** What people at the command line read, in English. */
export const cli = {
  about: 'Heard closes the customer-feedback loop where your support team already works.',
  exit: 'Exit codes: 0 done, 1 something needs you (the text says what), 2 the command was not understood.',

  source: {
    about: 'Connected survey tools',
    addAbout: 'Connect a survey tool: prints the URL and secret to enter there',
    listAbout: 'List the connected survey tools',
    kind: (kinds: string) => `which tool: ${kinds}`,
    name: 'your name for this feed, e.g. "relationship"',
    secret: 'the signing secret, if the tool hands one out (else one is made for you)',
    examples: `
Examples:
  npm run heard -- source add --kind typeform --name relationship
  npm run heard -- source add --kind formbricks --name in-app
  npm run heard -- source add --kind intercom --name chats --secret ...
  npm run heard -- source add --kind canonical --name our-app --secret whsec_...
  npm run heard -- source list`,
    added: (title: string, name: string, url: string) =>
      `${title} feed "${name}" is connected.\n\n  URL     ${url}`,
    madeSecret: (secret: string) => `  Secret  ${secret}`,
    secretLater: (tool: string, name: string) =>
      `${tool} has a signing secret of its own. Give it to Heard; until then its deliveries, a test too, are refused:\n` +
      `  npm run heard -- source secret add --source ${JSON.stringify(name)} --secret ...`,
    secretOptional: (tool: string, name: string) =>
      `If ${tool} shows a signing secret, give it to Heard; from then on what is not signed is refused:\n` +
      `  npm run heard -- source secret add --source ${JSON.stringify(name)} --secret ...`,
    urlShownOnce: 'The URL is shown only now: the database keeps a hash of it.',
    shownOnce: 'Both are shown only now: the database keeps a hash of the URL, and the secret sealed.',
    localUrl:
      'The URL is for this machine. Set HEARD_PUBLIC_URL to print the one that the outside world reaches.',
    none: 'No survey tool is connected yet. Start with: npm run heard -- source add --help',
    unsigned: '  takes unsigned deliveries too: it has no signing secret',
    waitsForSecret: (name: string) =>
      `  WAITING for its signing secret: npm run heard -- source secret add --source ${JSON.stringify(name)} --secret ...`,
  },

  sourceSet: {
    ...decided,
    about: 'Change what you decided of a connected survey tool',
    name: 'its name, as in source list',
    apiToken:
      "a token of the tool's API, for tools whose webhook only names the response; empty takes it away",
    apiBase:
      "the address of the tool's API, where it differs by customer (Qualtrics: https://<data centre>.qualtrics.com)",
    examples: `
Examples:
  npm run heard -- source test --file acme.yaml sample.json
  npm run heard -- source set acme --file acme.yaml
  npm run heard -- source set surveys --api-token ...
  npm run heard -- source set research --api-token ... --api-base https://fra1.qualtrics.com
  npm run heard -- source set in-app --hold 90s
  npm run heard -- source set in-app --hold 2m --hold-critical no
  npm run heard -- source set mentions --cards all`,
    nothing: 'Say what to set: --file, --hold, --cards, --api-token, --api-base.',
    ready: (name: string) =>
      `"${name}" fetches what its webhook only names. For those that came before: npm run heard -- replay --since ... --source ${JSON.stringify(name)}`,
    no_token: (name: string) =>
      `"${name}" has no token of the API: its answers raise a card with a link. Give it one: npm run heard -- source set ${JSON.stringify(name)} --api-token ...`,
    no_address: (name: string) =>
      `"${name}" has a token, but nobody said where the API is: npm run heard -- source set ${JSON.stringify(name)} --api-base https://...`,
  },

  sourceSecret: {
    about: 'Change the signing secret of a survey tool without losing a delivery',
    addAbout: 'Take one more secret beside those the source has; then enter it in the tool',
    dropAbout: 'Stop taking the oldest secret, once the tool signs with the new one',
    source: 'which feed, by the name you gave it',
    secret: 'the new signing secret, if the tool hands one out (else one is made for you)',
    oldest: 'the one that was there first; the last one stays',
    examples: `
Examples:
  npm run heard -- source secret add --source relationship
  npm run heard -- source secret drop --source relationship --oldest`,
    added: (name: string, n: number) =>
      `"${name}" now takes deliveries signed by any of its ${n} secrets, within a second.`,
    first: (name: string) =>
      `"${name}" now takes deliveries signed by this secret, within a second. Press the tool's test button, then look: npm run heard -- health`,
    made: (secret: string) => `  Secret  ${secret}\n  It is shown only now: the database keeps it sealed.`,
    next: (name: string) =>
      `Enter the new secret in the tool, wait for a delivery, then: npm run heard -- source secret drop --source ${JSON.stringify(name)} --oldest`,
    sayOldest: 'Say which: --oldest.',
    dropped: (name: string, n: number) =>
      `The oldest secret of "${name}" is gone${n === 1 ? '; one is left' : `; ${n} are left`}.`,
  },

  question: {
    about: 'What the numbers of a question mean',
    bindAbout: 'Declare the metric and scale of a question; answers that waited for it are scored',
    listAbout: 'List bound questions, and those that wait',
    source: 'the source it belongs to',
    key: "the question's key in the tool, as the notice or `question list` shows it",
    metric: 'nps, csat or ces',
    min: 'lowest number that can be chosen (nps: 0)',
    max: 'highest number that can be chosen (nps: 10)',
    direction: 'high_is_good or low_is_good: which end of the scale is the good one (nps: high_is_good)',
    good: 'which answers count as good, e.g. 9-10; only with --bad, for scales without a usual cut-off',
    bad: 'which answers count as bad, e.g. 1-4; only with --good',
    title: 'the question as it was asked',
    survey: 'the survey it belongs to',
    touchpoint: 'where the customer was asked, e.g. checkout',
    programme: 'relational (how are we in general) or transactional (how was this contact)',
    examples: `
Examples:
  npm run heard -- question bind --source relationship --key recommend --metric nps
  npm run heard -- question bind --source our-app --key made-it-easy --metric ces --min 1 --max 7 --direction high_is_good
  npm run heard -- question bind --source our-app --key effort --metric ces --min 1 --max 7 --direction low_is_good
  npm run heard -- question bind --source our-app --key happy --metric csat --min 1 --max 10 --direction high_is_good --good 8-10 --bad 1-4`,
    bound: (key: string, metric: string, min: number, max: number) =>
      `"${key}" is bound: ${metric.toUpperCase()}, ${min} to ${max}.`,
    meaning: (good: string, bad: string) => `  good ${good}, bad ${bad}`,
    waiting: (scored: number, quarantined: number, raised: number) =>
      `  ${things(scored, 'answer is', 'answers are')} scored${quarantined > 0 ? `, ${things(quarantined, 'is', 'are')} out of range and set aside` : ''}; ${things(raised, 'bad one of the last day raises', 'bad ones of the last day raise')} a card (older ones are counted only).`,
    ignoreAbout:
      'Say that the numbers of a question are no score: kept, never counted, never asked for again',
    ignoreExamples: `
Example:
  npm run heard -- question ignore --source our-app --key age`,
    askAbout: 'Take that back: the home channel is asked again what the numbers mean',
    askExamples: `
Example:
  npm run heard -- question ask --source our-app --key age`,
    ignored: (key: string) => `"${key}" is no score: its answers are kept and never counted.`,
    askedAgain: (key: string) => `The home channel is asked again what the numbers of "${key}" mean.`,
    ignoredLine: (source: string, key: string, by: string) => `${source}  ${key}  no score (said by ${by})`,
    none: 'No questions yet: they appear with the first answers.',
    line: (d: {
      source: string
      key: string
      metric: string
      range: string
      highIsGood: boolean
      by: string
    }) =>
      `${d.source}  ${d.key}  ${d.metric.toUpperCase()} ${d.range}, ${d.highIsGood ? 'high is good' : 'low is good'} (bound by ${d.by === 'tool' ? 'the tool' : d.by})`,
    waitingLine: (source: string, key: string, n: number) =>
      `${source}  ${key}  WAITING: ${things(n, 'answer is', 'answers are')} not scored until it is bound`,
  },

  route: {
    about: 'Which channel hears about what',
    setAbout: 'Send alerts to a channel; with conditions, only those that match (the most exact route wins)',
    listAbout: 'List the routes',
    channel: 'channel id, e.g. C0123456789 (in Slack: click the channel name, it is at the bottom of About)',
    metric: 'only this metric: nps, csat or ces',
    severity: 'only critical (NPS 0-2) or normal ones',
    survey: 'only this survey',
    source: 'only this source',
    examples: `
Examples:
  npm run heard -- route set --channel C0123456789
  npm run heard -- route set --channel C0987654321 --severity critical
  npm run heard -- route set --channel C0555555555 --metric ces --survey "After support"`,
    line: (conditions: string, channel: string) => `${conditions} -> ${channel}`,
    everything: 'everything',
    ofSurvey: (survey: string) => `survey "${survey}"`,
    ofSource: (source: string) => `source "${source}"`,
    none: 'No routes yet: alerts go to the home channel. Start with: npm run heard -- route set --help',
    join: (channel: string) => `Make sure Heard is in ${channel}: type /invite @Heard there.`,
  },

  workspace: {
    about: 'Your team: name, time zone, language, home channel, business hours',
    setAbout: 'Change the settings of your workspace',
    showAbout: 'Show them',
    listAbout: 'List all workspaces and the chat team of each',
    option: 'which workspace the command is about, by name or id; only needed where there are several',
    which: (choices: readonly { id: string; name: string }[], several: boolean) =>
      `${several ? 'There are several workspaces' : 'There is no such workspace'}. Add --workspace with a name or an id:\n` +
      choices.map(({ id, name }) => `  ${id}  ${name}`).join('\n'),
    listed: (id: string, name: string, team: string) => `${id}  ${name}  ${team}`,
    team: (team: string, gone: string | null) =>
      gone === null ? `Slack: ${team}` : `Slack: ${team} (${gone})`,
    noTeam: 'no chat yet',
    name: 'name of your team',
    timeZone: 'time zone whose days and hours count, e.g. Europe/Berlin',
    language: 'language of what everybody in the channels reads: en or de',
    homeChannel: 'channel id for notices: unbound questions, delivery trouble',
    hours: 'business hours, e.g. "1-5 09:00-17:00" (1 = Monday)',
    examples: `
Examples:
  npm run heard -- workspace set --time-zone Europe/Berlin --home-channel C0123456789
  npm run heard -- workspace list
  npm run heard -- workspace show --workspace "Team Rot"
  npm run heard -- workspace set --language de
  npm run heard -- workspace set --hours "1-5 09:00-18:00"`,
    badHours: '--hours: write days and times like "1-5 09:00-17:00" or "1,2,4 08:30-16:00" (1 = Monday)',
    line: (field: string, value: string) => `${field.padEnd(14)}${value}`,
    fields: {
      name: 'name',
      timeZone: 'time zone',
      language: 'language',
      homeChannel: 'home channel',
      hours: 'hours',
    },
    unset: 'not set',
  },

  deliveries,
  replay,
  since,
  sourceTest,
  sourceUpkeep,
  health,

  importing,

  /** What the parser of commands says. */
  usage: {
    titles: {
      usage: 'Usage:',
      arguments: 'Arguments:',
      options: 'Options:',
      commands: 'Commands:',
      globalOptions: 'Global Options:',
    },
    help: 'show this help',
    helpCommand: 'show the help of a command',
    missingOption: (option: string) => `The option ${option} is missing`,
    missingValue: (option: string) => `The option ${option} lacks its value`,
    unknownOption: (option: string) => `There is no option ${option}`,
    unknownCommand: (command: string) => `There is no command ${command}`,
    didYouMean: (problem: string, near: string) => `${problem}. Did you mean ${near}?`,
    tooMany: () => 'These are too many arguments',
    notUnderstood: () => 'The command was not understood',
  },

  trouble: (text: string) => `Sorry: ${text}`,
  bug: (text: string) => `This is our fault, not yours: ${text}\nPlease report it with what you typed.`,
}
