import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openGround, type Feed, type IntakeGround } from './intake-ground.js'

/** Webhooks of real survey tools, as published by the tools and their users. Not part of this repository. */
const folder = path.resolve(
  process.env['HEARD_PAYLOADS'] ?? path.join(import.meta.dirname, '../../../shared/payloads'),
)
const kinds = ['typeform', 'formbricks'] as const
const kindOf = (file: string) => kinds.find((kind) => file.startsWith(`${kind}-`) && file.endsWith('.json'))
const files = existsSync(folder) ? readdirSync(folder).filter((file) => kindOf(file) !== undefined) : []
if (files.length === 0) {
  process.stdout.write(
    `\nSKIPPED: no typeform-*.json or formbricks-*.json in ${folder} (set HEARD_PAYLOADS): published payloads were NOT tested\n\n`,
  )
}

/** What the known ones must give; others must at least be understood. */
const known: Record<string, string> = {
  'formbricks-nps-finished-reconstructed.json': 'unbound',
  'formbricks-response-created.json': 'ignored',
  'formbricks-response-finished.json': 'ignored',
  'formbricks-response-updated.json': 'ignored',
  'formbricks-test-endpoint.json': 'ignored',
  'typeform-docs-example.json': 'unbound',
  'typeform-nps-opinion-scale-hidden.json': 'accepted',
  'typeform-opinion-scale-rating-hidden-de.json': 'unbound',
  'typeform-short-text.json': 'ignored',
}

describe.skipIf(files.length === 0)('published webhooks through the running server', () => {
  let ground: IntakeGround
  let feeds: Record<string, Feed>
  const table: string[] = []

  beforeAll(async () => {
    ground = await openGround()
    feeds = Object.fromEntries(
      await Promise.all(kinds.map(async (kind) => [kind, await ground.connect(kind)] as const)),
    )
  })
  afterAll(async () => {
    await ground.close()
    process.stdout.write(`\n${table.join('\n')}\n\n`)
  })

  test.each(files)('%s', async (file) => {
    const feed = feeds[kindOf(file) ?? '']
    if (feed === undefined) throw new Error('a file of no tool')
    const reply = await ground.send(feed, readFileSync(path.join(folder, file)))

    const { verdict, reason, responses = [] } = reply.json
    const states = responses.map(({ state, questionKey }) => `${state} ${questionKey}`)
    table.push(
      `${file} -> ${verdict ?? reply.status}${reason ? `: ${reason}` : ''}`,
      ...states.map((s) => `    ${s}`),
    )
    expect(reply.status).toBe(200)
    expect(['accepted', 'ignored', 'unbound']).toContain(verdict)
    if (known[file]) expect(verdict).toBe(known[file])
  })

  test('the detractor among them raised an alert, with its customer and what the tool sent along', async () => {
    const rows = await ground.rows(
      `SELECT r.score, r.comment, r.survey, r.segments, c.key, c.email, a.rule, a.severity
       FROM alert a JOIN response r ON r.id = a.response_id JOIN customer c ON c.id = r.customer_id
       WHERE r.survey = 'Project Feedback Survey'`,
    )

    expect(rows).toEqual([
      {
        score: 6,
        comment: 'Project',
        survey: 'Project Feedback Survey',
        segments: {},
        key: 'id:hidden_value',
        email: 'typeformintegration@example.com',
        rule: 'nps_detractor',
        severity: 'normal',
      },
    ])
  })

  test('the Formbricks answer waits with its words and its customer until its element is bound', async () => {
    const rows = await ground.rows(
      `SELECT r.score, r.comment, r.state, r.survey, r.segments, c.key, c.email
       FROM response r JOIN customer c ON c.id = r.customer_id JOIN source s ON s.id = r.source_id
       WHERE s.kind = 'formbricks'`,
    )

    expect(rows).toEqual([
      {
        score: 3,
        comment: 'Too slow',
        state: 'unbound',
        survey: 'Customer Satisfaction Survey',
        segments: { plan: 'enterprise', country: 'DE', language: 'en', account_id: 'acme-hidden-field' },
        key: 'id:user-42',
        email: 'jane@example.com',
      },
    ])
  })
})
