import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { slackManifest } from '../../src/slack/manifest.js'
import { botEvents, botScopes } from '../../src/slack/scopes.js'

const run = promisify(execFile)
const commands = [{ name: 'nps', description: 'A score', usageHint: '[last30d]' }]
const url = 'https://heard.acme.example'

describe('the committed manifests', () => {
  it('are what the generator makes of the command registry', async () => {
    const { stderr } = await run(process.execPath, ['--import', 'tsx', '.ci/manifest.mjs', '--check'])
    expect(stderr).toBe('')
  })

  it.each(['http', 'socket'])("slack-%s.json keeps to Slack's limits", (mode) => {
    const manifest = JSON.parse(readFileSync(`manifest/slack-${mode}.json`, 'utf8')) as ReturnType<
      typeof slackManifest
    >
    const { name, description, long_description: long } = manifest.display_information
    expect(name.length).toBeLessThanOrEqual(35)
    expect(description.length).toBeLessThanOrEqual(140)
    expect(long.length).toBeGreaterThanOrEqual(174)
    expect(long.length).toBeLessThanOrEqual(4_000)
    expect(manifest.features.slash_commands.length).toBeGreaterThan(0)
    for (const command of manifest.features.slash_commands) {
      expect(command.command).toMatch(/^\/[a-z0-9_-]{1,31}$/)
      expect(command.description.length).toBeLessThanOrEqual(2_000)
      expect(command.usage_hint.length).toBeLessThanOrEqual(1_000)
    }
  })
})

describe('the generator', () => {
  it('names the address where Slack must call, and only there', () => {
    const http = slackManifest({ mode: 'http', url, commands })
    expect(http.settings).toMatchObject({
      interactivity: { is_enabled: true, request_url: `${url}/slack/events` },
      socket_mode_enabled: false,
    })
    expect(http.features.slash_commands).toMatchObject([{ command: '/nps', url: `${url}/slack/events` }])
    expect(http.oauth_config.redirect_urls).toEqual([`${url}/slack/oauth_redirect`])
    expect(http.settings.event_subscriptions).toMatchObject({ request_url: `${url}/slack/events` })
    const socket = slackManifest({ mode: 'socket', url, commands })
    expect(JSON.stringify(socket)).not.toContain(url)
    expect(socket.settings.socket_mode_enabled).toBe(true)
  })

  it('asks for explained scopes only, each once', () => {
    const { bot } = slackManifest({ mode: 'http', url, commands }).oauth_config.scopes
    expect(new Set(bot).size).toBe(bot.length)
    expect(bot).toEqual(botScopes.map(({ scope }) => scope))
    for (const { why } of botScopes) expect(why).toMatch(/^\S.*\.$/)
  })
})

it('what is bound to Slack is in the manifest: commands come from the registry, events from their list', () => {
  const bound = readdirSync('src/slack')
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => {
      const calls = readFileSync(`src/slack/${name}`, 'utf8').matchAll(
        /\bapp\.(command|event|shortcut|message|function|options)\(([^,\n]+)/g,
      )
      return [...calls].map(([, kind, what = '']) => `${kind} ${what}`)
    })
  const events = botEvents.map((event) => `event '${event}'`)
  expect(bound.toSorted()).toEqual(['command `/${command.name}`', ...events].toSorted())
})
