import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { saying } from '../support/saying.js'
import { buildCommands } from '../../src/commands/commands.js'
import type { Command, CommandReply } from '../../src/commands/command.js'
import { messagesFor } from '../../src/messages/messages.js'
import { addAnswers, addQuestion, addWorkspace } from '../scores/answers.js'
import { freshDatabase, type FreshDatabase } from '../support/database.js'

const now = Date.parse('2026-10-31T15:00:00Z')
const day = 86_400_000
const messages = messagesFor('en')

let db: FreshDatabase
let workspaceId: string
beforeAll(async () => {
  db = await freshDatabase()
  workspaceId = await addWorkspace(db.database.pool, 'Europe/Berlin')
  const questionId = await addQuestion(db.database.pool, workspaceId)
  const answer = (score: number, daysAgo: number) => ({
    workspaceId,
    questionId,
    score,
    at: now - daysAgo * day,
    timeZone: 'Europe/Berlin',
  })
  await addAnswers(db.database.pool, [
    ...Array.from({ length: 40 }, (_, i) => answer(i < 30 ? 10 : 4, i % 30)),
    ...Array.from({ length: 40 }, (_, i) => answer(i < 20 ? 10 : 4, 30 + (i % 30))),
  ])
})
afterAll(() => db.drop())

function command(): Command {
  const found = buildCommands({ ...db.database, bell: { ring: () => Promise.resolve() } }).find(
    (each) => each.name === 'nps',
  )
  if (!found) throw new Error('no /nps')
  return found
}

function run(text: string): Promise<CommandReply> {
  return command().run({ workspaceId, text, actor: { id: 'U1', name: 'Ada' }, now, messages })
}

describe('/nps', () => {
  it('without text is the last 30 days', async () => {
    const reply = await run('  ')
    if (reply.kind !== 'score') throw new Error('no score')
    expect(reply.report).toMatchObject({
      n: 40,
      score: 50,
      window: { label: 'last30d' },
      previous: { n: 40, score: 0 },
    })
    expect(reply.report.trend.verdict).toBe('better')
    expect(await run('last30d')).toEqual(reply)
  })

  it('help lists what can be typed, and all of it works', async () => {
    const reply = await run(' Help ')
    if (reply.kind !== 'list') throw new Error('no list')
    const typed = reply.list.lines.flatMap((line) => {
      const before = line.slice('/nps'.length, line.indexOf(':'))
      return before.split(',').map((window) => window.trim())
    })
    expect(typed).toContain('last90d')
    for (const window of typed) expect((await run(window)).kind).toBe('score')
  })

  it('explains what it does not understand', async () => {
    await expect(run('of last month')).rejects.toMatchObject({ code: 'bad_input', retryable: false })
    await expect(run('of last month')).rejects.toMatchObject({ tellUser: saying('last30d') })
  })
})

describe('every command', () => {
  it('fits the manifests and has a name of its own', () => {
    const commands = buildCommands({ ...db.database, bell: { ring: () => Promise.resolve() } })
    expect(new Set(commands.map((each) => each.name)).size).toBe(commands.length)
    for (const { name, description, usageHint } of commands) {
      expect(name).toMatch(/^[a-z][a-z0-9-]{0,30}$/)
      expect(description.length).toBeGreaterThan(0)
      expect(description.length).toBeLessThanOrEqual(2000)
      expect(usageHint.length).toBeLessThanOrEqual(1000)
    }
  })
})
