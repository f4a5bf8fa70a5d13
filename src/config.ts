import { z } from 'zod'
import { AppError } from './errors.js'

const port = z.coerce.number().int().min(0).max(65_535)

/** Every setting: its shape, its default, what it is for. The README's table and .env.example are held against this. */
export const settings = {
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgresql://')
    .optional()
    .describe('PostgreSQL to use. Unset: Heard runs its own in HEARD_DATA.'),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'must start with redis:// or rediss://')
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
    .url('must be an address like https://heard.example.com')
    .optional()
    .describe('Address under which survey tools and Slack reach HEARD_PORT.'),
  HEARD_KEY: z
    .string()
    .regex(/^[A-Za-z0-9+/]{43}=$/, 'must be 32 bytes in base64; make one with: openssl rand -base64 32')
    .optional()
    .describe('Key that seals secrets in the database (32 bytes, base64). Unset: made once in HEARD_DATA.'),
  HEARD_LOG: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('Least level that is logged.'),
  HEARD_MIGRATE: z.enum(['on', 'off']).default('on').describe('Apply database migrations at start.'),
  SLACK_BOT_TOKEN: z
    .string()
    .startsWith('xoxb-', 'must start with xoxb-')
    .optional()
    .describe('Bot token (Slack app page, OAuth & Permissions).'),
  SLACK_SIGNING_SECRET: z
    .string()
    .min(1)
    .optional()
    .describe('Signing secret (Basic Information), for Slack over HTTP.'),
  SLACK_APP_TOKEN: z
    .string()
    .startsWith('xapp-', 'must start with xapp-')
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
  HTTPS_PROXY: z
    .url('must be an address like http://proxy.example:3128')
    .optional()
    .describe('HTTP proxy on the way to Slack.'),
  SLACK_API_URL: z
    .url('must be an address')
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
    throw misconfigured(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`))
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
function oauthProblems(e: z.infer<typeof Environment>): string[] {
  const checks: [boolean, string][] = [
    [!e.SLACK_CLIENT_ID, 'SLACK_CLIENT_ID is missing: copy it from the Slack app page, Basic Information'],
    [
      !e.SLACK_CLIENT_SECRET,
      'SLACK_CLIENT_SECRET is missing: copy it from the Slack app page, Basic Information',
    ],
    [
      !e.SLACK_SIGNING_SECRET,
      'SLACK_SIGNING_SECRET is missing: copy it from the Slack app page, Basic Information',
    ],
    [
      !e.HEARD_PUBLIC_URL,
      'HEARD_PUBLIC_URL is missing: Slack sends people back to it after they installed the app',
    ],
    [
      Boolean(e.SLACK_BOT_TOKEN),
      'SLACK_BOT_TOKEN and SLACK_CLIENT_ID are both set: keep the token for one workspace, or the client id for several',
    ],
    [
      Boolean(e.SLACK_APP_TOKEN),
      'SLACK_APP_TOKEN is set with SLACK_CLIENT_ID: several workspaces need HTTP, remove it',
    ],
  ]
  return checks.flatMap(([wrong, problem]) => (wrong ? [problem] : []))
}

function slackProblems(e: z.infer<typeof Environment>): string[] {
  if (e.SLACK_CLIENT_ID || e.SLACK_CLIENT_SECRET) return oauthProblems(e)
  const inbound = e.SLACK_SIGNING_SECRET ?? e.SLACK_APP_TOKEN
  if (e.SLACK_BOT_TOKEN && !inbound) {
    return [
      'SLACK_BOT_TOKEN is set alone: add SLACK_SIGNING_SECRET (HTTP) or SLACK_APP_TOKEN (Socket Mode, no inbound port needed)',
    ]
  }
  if (!e.SLACK_BOT_TOKEN && inbound)
    return ['SLACK_BOT_TOKEN is missing: copy it from the Slack app page, OAuth & Permissions']
  return []
}

function misconfigured(problems: string[]): AppError {
  const list = problems.map((problem) => `  - ${problem}`).join('\n')
  return new AppError({
    code: 'misconfigured',
    message: 'configuration problems',
    tellUser: `Heard cannot start: ${problems.length} setting(s) need your attention (see .env.example).\n${list}`,
  })
}
