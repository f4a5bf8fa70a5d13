import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newUuid } from '../../src/ids.js'
import { addSource } from '../../src/surveys/add-source.js'
import { addSecret } from '../../src/surveys/rotate-secret.js'
import { qualtrics } from '../../src/surveys/sources/qualtrics.js'
import { openGround, type Feed, type IntakeGround } from './intake-ground.js'

let ground: IntakeGround
beforeAll(async () => {
  ground = await openGround()
})
afterAll(() => ground.close())

interface Golden {
  raw?: string
  body?: unknown
  headers?: Record<string, string>
}

function fileOf(kind: string, file: string): Golden {
  const text = readFileSync(path.join(import.meta.dirname, '../golden', kind, `${file}.json`), 'utf8')
  return JSON.parse(text) as Golden
}

/** A body of test/golden, as the tool would send it. */
function golden(kind: string, file: string): Buffer {
  const { raw, body } = fileOf(kind, file)
  return Buffer.from(raw ?? JSON.stringify(body))
}

const sendGolden = (feed: Feed, file: string) =>
  ground.send(feed, golden(feed.kind, file), fileOf(feed.kind, file).headers)

interface Stored {
  score: number | null
  state: string
  comment: string | null
  rule: string | null
}

const stored = (feed: Feed): Promise<Stored[]> =>
  ground.rows<Stored>(
    `SELECT r.score, r.state, r.comment, a.rule FROM response r LEFT JOIN alert a ON a.response_id = r.id
     WHERE r.source_id = $1 ORDER BY r.response_key, r.question_key`,
    [feed.id],
  )

describe('tools that state what their number means', () => {
  test.each([
    ['chatwoot', 'rating-with-words', { score: 1, comment: 'Nobody answered my question' }],
    ['intercom', 'rating-with-remark', { score: 2, comment: 'Slow to answer' }],
    ['zendesk', 'bad-with-comment', { score: 0, comment: 'Still broken after a week' }],
  ])('%s: a bad rating is scored and raises an alert, a repeat does nothing', async (kind, file, answer) => {
    const feed = await ground.connect(kind)
    const first = await ground.send(feed, golden(kind, file))
    const again = await ground.send(feed, golden(kind, file))

    expect(first).toMatchObject({ status: 200, json: { verdict: 'accepted' } })
    expect(again.status).toBe(200)
    expect(again.json.responses?.map(({ verdict }) => verdict)).toEqual([
      kind === 'intercom' ? 'duplicate' : expect.stringMatching(/^(stale|duplicate)$/),
    ])
    expect(await stored(feed)).toEqual([{ ...answer, state: 'scored', rule: 'csat_bottom' }])
  })
})

test('Tally: numbers without a meaning wait, and nobody is alarmed', async () => {
  const feed = await ground.connect('tally')
  const reply = await ground.send(feed, golden('tally', 'rating-scale-comment-and-hidden-fields'))

  expect(reply).toMatchObject({ status: 200, json: { verdict: 'unbound' } })
  expect((await stored(feed)).map(({ score, state, rule }) => [score, state, rule])).toEqual([
    [6, 'unbound', null],
    [2, 'unbound', null],
  ])
})

describe('Chatwoot: the rating, then its words', () => {
  test('words that come a moment later join the same answer', async () => {
    const feed = await ground.connect('chatwoot', 'chat in two parts')
    await ground.send(feed, golden('chatwoot', 'rating-only'))
    const later = golden('chatwoot', 'rating-with-words').toString().replace('"rating":1', '"rating":2')
    const reply = await ground.send(feed, Buffer.from(later))

    expect(reply.json.responses?.map(({ verdict }) => verdict)).toEqual(['updated'])
    expect(await stored(feed)).toEqual([
      { score: 2, state: 'scored', comment: 'Nobody answered my question', rule: 'csat_bottom' },
    ])
  })

  test('a source without a secret takes what older versions send; with one, only what is signed', async () => {
    const deps = { prisma: ground.db.database.prisma, sealer: ground.sealer, newId: newUuid }
    const name = 'older chatwoot'
    const added = await addSource(deps, {
      workspaceId: ground.workspaceId,
      kind: 'chatwoot',
      name,
      now: ground.clock.now,
    })
    const post = () =>
      fetch(`${ground.server.url}/webhooks/chatwoot/${added.token}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: new Uint8Array(golden('chatwoot', 'rating-only')),
      })

    expect((await post()).status).toBe(200)
    await addSecret(deps, { workspaceId: ground.workspaceId, name, secret: 'shown-by-chatwoot' })
    ground.clock.now += 2_000
    expect((await post()).status).toBe(401)
    const feed = { kind: 'chatwoot', id: added.id, token: added.token, secret: 'shown-by-chatwoot' }
    expect((await ground.send(feed, golden('chatwoot', 'rating-only'))).status).toBe(200)
    expect(await stored(feed)).toHaveLength(1)
  })
})

test('Intercom: HEAD finds the URL, a ping and other topics are answered well', async () => {
  const feed = await ground.connect('intercom', 'handshake')
  const head = await fetch(`${ground.server.url}/webhooks/intercom/${feed.token}`, { method: 'HEAD' })

  expect(head.status).toBe(200)
  for (const file of ['ping', 'other-topic']) {
    const body = golden('intercom', file).toString().replace('notif_gold1', file)
    const reply = await ground.send(feed, Buffer.from(body))
    expect(reply).toMatchObject({ status: 200, json: { verdict: 'ignored' } })
  }
})

describe('Zendesk: placeholders that Zendesk does not escape', () => {
  test.each([
    ['comment-breaks-the-json', 'They said "soon",\nthen "never".\n\tC:\\temp\\ "}'],
    [
      'comment-plays-template',
      'x"}, "satisfaction": {"current_rating": "good", "current_comment": "all fine',
    ],
  ])(
    '%s: the customer is heard in the words that were typed, and rates no better by them',
    async (file, words) => {
      const feed = await ground.connect('zendesk', file)
      const reply = await ground.send(feed, golden('zendesk', file))

      expect(reply).toMatchObject({ status: 200, json: { verdict: 'accepted' } })
      expect(await stored(feed)).toEqual([{ score: 0, state: 'scored', comment: words, rule: 'csat_bottom' }])
    },
  )

  test('what cannot be told apart is refused with a reason, and kept', async () => {
    const feed = await ground.connect('zendesk', 'torn')
    const reply = await ground.send(feed, golden('zendesk', 'error-torn'))
    const [row] = await ground.rows<{ verdict: string; reason: string; body: Buffer }>(
      'SELECT verdict, reason, body FROM delivery WHERE source_id = $1',
      [feed.id],
    )

    expect(reply.status).toBe(400)
    expect(row?.verdict).toBe('rejected')
    expect(row?.reason).toBe(
      'zendesk: the body is not JSON, and what a customer typed cannot be told from the rest of it',
    )
    expect(row?.body.equals(golden('zendesk', 'error-torn'))).toBe(true)
  })
})

test('Jotform: a form in several parts, unsigned, of which numbers wait and the rest stands beside them', async () => {
  const feed = await ground.connect('jotform')
  const reply = await sendGolden(feed, 'rating-scale-comment-and-name')

  expect(reply).toMatchObject({ status: 200, json: { verdict: 'unbound' } })
  expect(await stored(feed)).toEqual([
    { score: 2, state: 'unbound', comment: 'The box was open.\n<!channel> "twice"', rule: null },
    { score: 7, state: 'unbound', comment: 'The box was open.\n<!channel> "twice"', rule: null },
  ])
  expect((await sendGolden({ ...feed, token: 'x'.repeat(32) }, 'number-only')).status).toBe(404)
})

describe('tools that name a response without telling its answers', () => {
  test.each([
    ['surveymonkey', 'completed', 'https://www.surveymonkey.com/dashboard/'],
    ['qualtrics', 'completed-response', 'https://exampleshop.qualtrics.com/responses/#/surveys/SV_gold1'],
  ])('%s, without a token for its API: one card leads a person there', async (kind, file, link) => {
    const feed = await ground.connect(kind)
    const first = await sendGolden(feed, file)
    ground.clock.now += 60_000
    const again = await sendGolden(feed, file)

    expect([first.status, again.status]).toEqual([200, 200])
    expect(await stored(feed)).toEqual([{ score: null, state: 'unscored', comment: null, rule: 'text_only' }])
    const rows = await ground.rows('SELECT permalink FROM response WHERE source_id = $1', [feed.id])
    expect(rows).toEqual([{ permalink: link }])
  })

  test('SurveyMonkey: HEAD finds the URL, its own JSON type is taken, a deleted response is withdrawn', async () => {
    const feed = await ground.connect('surveymonkey', 'deleting')
    const head = await fetch(`${ground.server.url}/webhooks/surveymonkey/${feed.token}`, { method: 'HEAD' })
    const later = golden('surveymonkey', 'deleted')
      .toString()
      .replace('10000000001', '10000000002')
      .replace('09:15:42', '09:15:50')

    expect(head.status).toBe(200)
    expect((await sendGolden(feed, 'completed')).status).toBe(200)
    expect(
      (await ground.send(feed, Buffer.from(later), fileOf('surveymonkey', 'deleted').headers)).status,
    ).toBe(200)
    expect((await stored(feed)).map(({ state }) => state)).toEqual(['withdrawn'])
  })

  test('Qualtrics: a changed message, another key, and a workflow without its secret are refused', async () => {
    const feed = await ground.connect('qualtrics', 'refusing')
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    const json = { 'content-type': 'application/json' }
    const { body = Buffer.from('') } = qualtrics.sign(golden('qualtrics', 'completed-response'), feed.secret)
    const post = (bytes: Buffer, headers: Record<string, string>) =>
      fetch(`${ground.server.url}/webhooks/qualtrics/${feed.token}`, {
        method: 'POST',
        headers,
        body: new Uint8Array(bytes),
      })
    const changed = Buffer.from(body.toString().replace('R_gold1', 'R_gold9'))

    expect((await post(changed, form)).status).toBe(401)
    expect((await post(golden('qualtrics', 'completed-response'), form)).status).toBe(401)
    expect((await post(golden('qualtrics', 'workflow'), json)).status).toBe(401)
    expect(
      (await post(golden('qualtrics', 'workflow'), { ...json, authorization: 'Bearer guess' })).status,
    ).toBe(401)
    expect((await post(body, form)).status).toBe(200)
    const workflow = await sendGolden(feed, 'workflow')
    expect(workflow).toMatchObject({ status: 200, json: { verdict: 'unbound' } })
  })
})
