import { existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'

/** What says which Slack the bot speaks to. */
const slackSetting = /^SLACK_(?!API_URL$)[A-Z_]+$/

function onThisMachine(url: string | undefined): boolean {
  if (url === undefined || !URL.canParse(url)) return false
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname)
}

/** The names of the settings that connect this folder's bot with a real Slack, or none. */
export function realSlackSettings(env: Record<string, string | undefined>): string[] {
  if (onThisMachine(env['SLACK_API_URL'])) return []
  return Object.keys(env).filter((name) => slackSetting.test(name) && env[name]?.trim())
}

/** The settings that a bot started here would have: the environment's, and those of `.env` that it does not name. */
export function settingsHere(): Record<string, string | undefined> {
  const file = existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {}
  return { ...file, ...process.env }
}

/** Why the demo does not start here, and what to do. */
export function realSlackRefusal(names: string[]): string {
  return `the bot in this folder is configured for a real Slack (${names.join(', ')}).
The demo plays with a stand-in, so nobody should mistake one for the other. Either
  - run the demo from a fresh clone, or without these settings in the environment and in .env, or
  - npm run demo -- --ignore-slack-settings     goes on without them; the real Slack hears nothing of it.`
}
