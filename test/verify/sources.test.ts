import { existsSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '../../src/surveys/answer.js'
import type { WebhookReplyBody } from '../../src/surveys/receive.js'
import { sourceOf } from '../../src/surveys/sources.js'
import { sources } from '../contracts/all-sources.js'
import { goldenDeliveries, type GoldenDelivery } from '../contracts/golden.js'
import { openGround, type IntakeGround, type Reply } from '../surveys/intake-ground.js'
import { bodyOf, samplesIn, type Expected } from './samples.js'
import { tableOf, type Row } from './table.js'
import { signedBytes, vectorsIn, verifies } from './vectors.js'

// `npm run verify:sources -- --payloads DIR`: deliveries as survey tools and their users published them, which are not part
// of this repository, signed as their tools sign, through the running server. `npm test` runs it too, where the folder is.

const folder = path.resolve(
  process.env['HEARD_PAYLOADS'] ?? path.join(import.meta.dirname, '../../../shared/payloads'),
)
const samples = samplesIn(folder)
const vectors = vectorsIn(folder)
const has = (file: string): boolean => samples.some((sample) => sample.file === file)
const untold = samples.filter(({ expected }) => expected && !sourceOf(expected.tool))

if (!existsSync(folder)) {
  process.stdout.write(
    `\nSKIPPED: there is no ${folder} (npm run verify:sources -- --payloads DIR, or HEARD_PAYLOADS): published samples were NOT tested\n\n`,
  )
}
if (untold.length > 0) {
  const names = untold.map(({ file, expected }) => `  ${file} (${expected?.tool ?? ''})`)
  process.stdout.write(`\nSKIPPED: this version has no source of these kinds:\n${names.join('\n')}\n\n`)
}

let ground: IntakeGround
beforeAll(async () => {
  ground = await openGround()
})
afterAll(() => ground.close())

/** Whatever a tool sends, in a feed of its own, so that nothing meets what was there before. */
async function post(
  kind: string,
  name: string,
  body: Buffer,
  headers: Record<string, string>,
): Promise<Reply> {
  return ground.send(await ground.connect(kind, `${kind}: ${name}`), body, headers)
}

function outcomeOf({ status, json }: Reply): string {
  if (status === 400) return 'unusable'
  return status === 200 ? (json.verdict ?? 'nothing') : `HTTP ${status}`
}

const statesOf = ({ responses = [] }: WebhookReplyBody): Record<string, string> =>
  Object.fromEntries(responses.map(({ questionKey, state }) => [questionKey, state]))

describe.each(sources.map(({ kind }) => kind))(
  'golden deliveries of %s through the running server',
  (kind) => {
    test.each(goldenDeliveries(kind))('$file', async ({ file, bytes, headers, expect: wanted }) => {
      const reply = await post(kind, file, bytes, headers)
      const { reason, error } = reply.json

      if ('error' in wanted) expect([outcomeOf(reply), error]).toEqual(['unusable', wanted.error])
      else if ('ignored' in wanted) expect([outcomeOf(reply), reason]).toEqual(['ignored', wanted.ignored])
      else expect([reply.status, statesOf(reply.json)]).toEqual([200, wantedStates(wanted)])
    })
  },
)

/** By what the tool itself says of its number, and by nothing else: in a new feed nobody bound anything. */
function wantedStates(wanted: GoldenDelivery['expect']): Record<string, string> {
  const answers = 'answers' in wanted ? (wanted.answers as unknown as Answer[]) : []
  return Object.fromEntries(
    answers.map(({ questionKey, score, stated }) => {
      if (score === null || score === undefined) return [questionKey, 'unscored']
      if (!stated) return [questionKey, 'unbound']
      const fits = Number.isInteger(score) && score >= stated.min && score <= stated.max
      return [questionKey, fits ? 'scored' : 'quarantined']
    }),
  )
}

describe.skipIf(samples.length === 0)('published samples through the running server', () => {
  const rows: Row[] = []
  afterAll(() => void process.stdout.write(`\n${tableOf(rows)}\n\n`))

  test.each(samples)('$file', async ({ file, expected }) => {
    if (expected && !sourceOf(expected.tool)) return
    const row = expected
      ? await rowOf(file, expected)
      : {
          name: file,
          tool: '?',
          expected: '?',
          got: '',
          why: '',
          problem: 'not in test/golden/expected.json',
        }
    rows.push(row)
    expect(row.problem).toBeUndefined()
  })

  test.skipIf(!has('typeform-nps-opinion-scale-hidden.json'))(
    'the detractor among them raised an alert, with its customer and what the tool sent along',
    async () => {
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
    },
  )

  test.skipIf(!has('formbricks-nps-finished-reconstructed.json'))(
    'the Formbricks answer waits with its words and its customer until its element is bound',
    async () => {
      const rows = await ground.rows(
        `SELECT r.score, r.comment, r.state, r.survey, r.segments, c.key, c.email
       FROM response r JOIN customer c ON c.id = r.customer_id JOIN source s ON s.id = r.source_id
       WHERE r.survey = 'Customer Satisfaction Survey' AND s.kind = 'formbricks'`,
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
    },
  )

  async function rowOf(file: string, expected: Expected): Promise<Row> {
    const { body, contentType } = bodyOf(folder, file, expected.as)
    const reply = await post(expected.tool, file, body, { 'content-type': contentType })
    const got = outcomeOf(reply)
    const { tool, outcome, why } = expected
    return { name: file, tool, expected: outcome, got, why, problem: problemOf(expected, got, reply.json) }
  }
})

function problemOf(expected: Expected, got: string, json: WebhookReplyBody): string | undefined {
  const said = json.reason ?? json.error ?? ''
  if (got !== expected.outcome)
    return `${expected.outcome} was expected (${expected.why}); Heard says: ${said}`
  if (expected.reason !== undefined && !said.includes(expected.reason)) {
    return `"${expected.reason}" was expected; Heard says: ${said}`
  }
  const [states, wanted] = [statesOf(json), expected.answers]
  const same = wanted === undefined || JSON.stringify(sorted(states)) === JSON.stringify(sorted(wanted))
  return same ? undefined : `${JSON.stringify(wanted)} was expected; Heard has ${JSON.stringify(states)}`
}

function sorted(record: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(record).toSorted(([one], [other]) => (one < other ? -1 : 1))
}

describe.skipIf(vectors.length === 0)('published signatures', () => {
  test.each(vectors)('$source, $scheme: verifies, and with any byte changed does not', (vector) => {
    const bytes = signedBytes(vector)

    expect(verifies(vector, bytes)).toBe(true)
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(verifies(vector, changed), `byte ${at}`).toBe(false)
    }
  })
})
