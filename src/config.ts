import { z } from 'zod'
import { AppError, type Sentence } from './errors.js'
import { problemOf, rule } from './input-problem.js'
import { languages, type Messages } from './messages/messages.js'

const port = z.coerce.number().int().min(0).max(65_535)

/** Every setting: its shape, its default, what it is for. The README's table and .env.example are held against this. */
export const settings = {
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, rule('postgres_url'))
    .optional()
    .describe('PostgreSQL to use. Unset: Heard runs its own in HEARD_DATA.'),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, rule('redis_url'))
    .optional()
    .describe('Redis for the queue. Unset: the queue lives in PostgreSQL.'),
  HEARD_DATA: z
    .string()
    .min(1)
    .default('.heard')
    .describe('Folder of the embedded PostgreSQL and of the key made at first start.'),
  HEARD_ROLE: z
    .enum(['all', 'web', 'worker'])
    .default('all')
    .describe('What this process does: all, web or worker.'),
  HEARD_HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('Address to listen on; 0.0.0.0 to be reached from outside.'),
  HEARD_PORT: port.default(3000).describe('Port for survey webhooks and Slack.'),
  HEARD_PUBLIC_URL: z
    .url(rule('web_address'))
    .optional()
    .describe('Address under which survey tools and Slack reach HEARD_PORT.'),
  HEARD_KEY: z
    .string()
    .regex(/^[A-Za-z0-9+/]{43}=$/, rule('sealing_key'))
    .optional()
    .describe('Key that seals secrets in the database (32 bytes, base64). Unset: made once in HEARD_DATA.'),
  HEARD_LOG: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('Least level that is logged.'),
  HEARD_LANGUAGE: z
    .enum(['auto', ...languages])
    .default('auto')
    .describe('Language of the command line: en, de, or auto (LC_ALL, LC_MESSAGES, LANG; else English).'),
  HEARD_MIGRATE: z.enum(['on', 'off']).default('on').describe('Apply database migrations at start.'),
  SLACK_BOT_TOKEN: z
    .string()
    .startsWith('xoxb-', rule('bot_token'))
    .optional()
    .describe('Bot token (Slack app page, OAuth & Permissions).'),
  SLACK_SIGNING_SECRET: z
    .string()
    .min(1)
    .optional()
    .describe('Signing secret (Basic Information), for Slack over HTTP.'),
  SLACK_APP_TOKEN: z
    .string()
    .startsWith('xapp-', rule('app_token'))
    .optional()
    .describe('App-level token with connections:write, for Socket Mode instead of HTTP.'),
  SLACK_CLIENT_ID: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Client ID (Basic Information): with it several Slack workspaces install Heard at /slack/install.',
    ),
  SLACK_CLIENT_SECRET: z
    .string()
    .min(1)
    .optional()
    .describe('Client secret (Basic Information), with SLACK_CLIENT_ID.'),
  HTTPS_PROXY: z.url(rule('proxy_address')).optional().describe('HTTP proxy on the way to Slack.'),
  SLACK_API_URL: z
    .url(rule('web_address'))
    .default('https://slack.com/api/')
    .describe("Slack's Web API; another value is for tests and the demo."),
}

const Environment = z.object(settings)

export interface SlackOauth {
  clientId: string
  clientSecret: string
  signingSecret: string
  publicUrl: string
}

export interface SlackSettings {
  /** Of the one team that Heard serves; null: teams install the app by OAuth. */
  botToken: string | null
  oauth: SlackOauth | null
  signingSecret: string | null
  appToken: string | null
  apiUrl: string
  /** On the way to Slack. */
  proxyUrl: string | undefined
}

export interface Config {
  databaseUrl: string | null
  redisUrl: string | null
  dataFolder: string
  role: 'all' | 'web' | 'worker'
  host: string
  port: number
  publicUrl: string | null
  key: string | null
  log: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  migrate: boolean
  slack: SlackSettings | null
}

/**
 * Reads the whole environment at once and reports every problem together, each with what to do. Empty values count as unset.
 * @throws AppError misconfigured
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  )
  const parsed = Environment.safeParse(given)
  if (!parsed.success)
    throw misconfigured(
      parsed.error.issues.map(
        (issue) => (messages: Messages) =>
          messages.input.line(issue.path.join('.'), problemOf(issue)(messages)),
      ),
    )
  const e = parsed.data
  const problems = slackProblems(e)
  if (problems.length > 0) throw misconfigured(problems)
  return {
    databaseUrl: e.DATABASE_URL ?? null,
    redisUrl: e.REDIS_URL ?? null,
    dataFolder: e.HEARD_DATA,
    role: e.HEARD_ROLE,
    host: e.HEARD_HOST,
    port: e.HEARD_PORT,
    publicUrl: withoutSlash(e.HEARD_PUBLIC_URL),
    key: e.HEARD_KEY ?? null,
    log: e.HEARD_LOG,
    migrate: e.HEARD_MIGRATE === 'on',
    slack:
      e.SLACK_BOT_TOKEN || e.SLACK_CLIENT_ID
        ? {
            botToken: e.SLACK_BOT_TOKEN ?? null,
            oauth: oauthOf(e),
            signingSecret: e.SLACK_SIGNING_SECRET ?? null,
            appToken: e.SLACK_APP_TOKEN ?? null,
            apiUrl: e.SLACK_API_URL,
            proxyUrl: e.HTTPS_PROXY,
          }
        : null,
  }
}

function withoutSlash(url: string | undefined): string | null {
  return url?.replace(/\/+$/, '') ?? null
}

function oauthOf(e: z.infer<typeof Environment>): SlackOauth | null {
  const {
    SLACK_CLIENT_ID: clientId,
    SLACK_CLIENT_SECRET: clientSecret,
    SLACK_SIGNING_SECRET: signingSecret,
  } = e
  const publicUrl = withoutSlash(e.HEARD_PUBLIC_URL)
  if (!clientId || !clientSecret || !signingSecret || publicUrl === null) return null
  return { clientId, clientSecret, signingSecret, publicUrl }
}

/** Several teams by OAuth: everything that it needs, and nothing that says otherwise. */
function oauthProblems(e: z.infer<typeof Environment>): Sentence[] {
  const needed = ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_SIGNING_SECRET'] as const
  const missing = needed.filter((name) => !e[name])
  return [
    ...missing.map(
      (name): Sentence =>
        ({ start }) =>
          start.slackAppMissing(name),
    ),
    ...(e.HEARD_PUBLIC_URL ? [] : [({ start }: Messages) => start.slackWithoutAddress()]),
    ...(e.SLACK_BOT_TOKEN ? [({ start }: Messages) => start.slackTwoWays()] : []),
    ...(e.SLACK_APP_TOKEN ? [({ start }: Messages) => start.slackSeveralBySocket()] : []),
  ]
}

function slackProblems(e: z.infer<typeof Environment>): Sentence[] {
  if (e.SLACK_CLIENT_ID || e.SLACK_CLIENT_SECRET) return oauthProblems(e)
  const inbound = e.SLACK_SIGNING_SECRET ?? e.SLACK_APP_TOKEN
  if (e.SLACK_BOT_TOKEN && !inbound) {
    return [({ start }) => start.slackWithoutWayIn()]
  }
  if (!e.SLACK_BOT_TOKEN && inbound) return [({ start }) => start.slackWithoutToken()]
  return []
}

function misconfigured(problems: Sentence[]): AppError {
  return new AppError({
    code: 'misconfigured',
    message: 'configuration problems',
    tellUser: (messages) => messages.start.settings(problems.map((problem) => problem(messages))),
  })
}
