import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readConfig, settings } from '../../src/config.js'
import { AppError } from '../../src/errors.js'
import { messagesFor } from '../../src/messages/messages.js'

const names = Object.keys(settings)
const en = messagesFor('en')

function caught(env: Record<string, string>): AppError {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof AppError) return error
  }
  throw new Error('readConfig accepted it')
}

describe('.env.example', () => {
  const lines = readFileSync('.env.example', 'utf8').split('\n')

  it('names every setting once, and nothing else', () => {
    const named = lines.flatMap((line) => /^#? ?([A-Z][A-Z_]+)=/.exec(line)?.[1] ?? [])

    expect(named.toSorted()).toEqual(names.toSorted())
  })

  it('explains each as config.ts does', () => {
    for (const [name, schema] of Object.entries(settings)) {
      const at = lines.findIndex((line) => new RegExp(`^#? ?${name}=`).test(line))
      expect(lines[at - 1], name).toBe(`# ${schema.description ?? ''}`)
    }
  })

  it('is accepted as it is', () => {
    const set = lines.flatMap((line) => /^([A-Z_]+)=(.*)$/.exec(line)?.slice(1, 3) ?? [])
    const env: Record<string, string | undefined> = Object.fromEntries(
      Array.from({ length: set.length / 2 }, (_, i) => [set[i * 2], set[i * 2 + 1]]),
    )

    expect(readConfig(env).slack).toBeNull()
  })
})

describe("the README's table", () => {
  const rows = readFileSync('README.md', 'utf8')
    .split('\n')
    .flatMap((line) => /^\| `([A-Z_]+)` \| (.+?) \| (.+?) \|$/.exec(line)?.slice(1, 4).join('\t') ?? [])

  it('has a row for every setting, with its default and meaning', () => {
    const wanted = Object.entries(settings).map(([name, schema]) => {
      const fallback = schema.safeParse(undefined)
      const shown = fallback.success && fallback.data !== undefined ? `\`${String(fallback.data)}\`` : 'unset'
      return [name, shown, schema.description ?? ''].join('\t')
    })

    expect(rows.toSorted()).toEqual(wanted.toSorted())
  })
})

describe('readConfig', () => {
  it('tells all problems at once, with what to do', () => {
    const error = caught({ DATABASE_URL: 'mysql://x', HEARD_PORT: 'eighty', SLACK_BOT_TOKEN: 'xapp-1' })

    expect(error.code).toBe('misconfigured')
    expect(error.tell(en)).toContain('3 setting(s)')
    for (const name of ['DATABASE_URL', 'HEARD_PORT', 'SLACK_BOT_TOKEN'])
      expect(error.tell(en)).toContain(name)
  })

  it('never repeats a value: it may be a secret', () => {
    const error = caught({
      SLACK_BOT_TOKEN: 'a-secret-pasted-into-the-wrong-line',
      HEARD_KEY: 'too-short-secret',
    })

    expect(`${error.message}${error.tell(en)}`).not.toMatch(/wrong-line|too-short/)
  })

  it('wants a way in for Slack, and takes either', () => {
    expect(caught({ SLACK_BOT_TOKEN: 'xoxb-1' }).tell(en)).toContain('SLACK_APP_TOKEN')
    expect(caught({ SLACK_SIGNING_SECRET: 's' }).tell(en)).toContain('SLACK_BOT_TOKEN')
    expect(readConfig({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' }).slack?.appToken).toBe(
      'xapp-1',
    )
    expect(readConfig({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's' }).slack?.signingSecret).toBe(
      's',
    )
  })

  it('takes an empty value as unset', () => {
    expect(readConfig({ DATABASE_URL: '', REDIS_URL: '  ' }).databaseUrl).toBeNull()
  })
})
