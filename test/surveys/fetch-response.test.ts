import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openApi } from '../../src/surveys/ask-api.js'
import { openIntakeCommit } from '../../src/surveys/commit.js'
import { fetchJob } from '../../src/surveys/fetch-response.js'
import { replay } from '../../src/surveys/replay.js'
import { setApi } from '../../src/surveys/set-api.js'
import { recordingLog } from '../support/recording-log.js'
import { openGround, type Feed, type IntakeGround } from './intake-ground.js'
import { monkeyResponse, monkeySurvey, openToolApi, qualtricsSurvey, type ToolApi } from './tool-api.js'

const token = 'an-access-token'
let ground: IntakeGround
let monkey: ToolApi
let qualtrics: ToolApi
const log = recordingLog()

beforeAll(async () => {
  ground = await openGround()
  monkey = await openToolApi({ header: 'authorization', value: `Bearer ${token}` })
  qualtrics = await openToolApi({ header: 'x-api-token', value: token })
  monkey.documents.set('/surveys/300/details', monkeySurvey)
  qualtrics.documents.set('/API/v3/survey-definitions/SV_1', qualtricsSurvey)
})
afterAll(async () => {
  await Promise.all([monkey.close(), qualtrics.close(), ground.close()])
})
beforeEach(() => {
  monkey.asked.length = 0
  qualtrics.asked.length = 0
  ground.clock.now += 2 * 3_600_000
})

/** A feed with a token, whose API is here. */
async function connect(kind: string, api: ToolApi, name: string): Promise<Feed> {
  const feed = await ground.connect(kind, name)
  await giveToken(name, api)
  return feed
}

const giveToken = (name: string, api: ToolApi, shown = token) =>
  setApi(
    { prisma: ground.db.database.prisma, sealer: ground.sealer },
    { workspaceId: ground.workspaceId, name, token: shown, base: api.base },
  )

let events = 0

/** SurveyMonkey's webhook about a response. */
async function monkeySays(feed: Feed, responseId: string): Promise<unknown> {
  events += 1
  const { status, json } = await ground.send(feed, {
    event_type: 'response_completed',
    event_id: `e-${events}`,
    object_id: responseId,
    event_datetime: new Date(ground.clock.now).toISOString(),
    resources: { survey_id: '300' },
  })
  expect(status).toBe(200)
  return json.responses
}

const rowsOf = (feed: Feed) =>
  ground.rows<{ id: string; wait: number; error: string | null; due: boolean }>(
    `SELECT id, extract(epoch FROM next_try_at)::float8 * 1000 - $2::float8 AS wait, last_error AS error,
       fetched_version < wanted_version AS due
     FROM api_fetch WHERE source_id = $1 ORDER BY created_at, response_key`,
    [feed.id, ground.clock.now],
  )

/** Works all rows of a feed once, as the queue would ring for them. */
async function work(feed: Feed): Promise<void> {
  const { prisma, pool } = ground.db.database
  const clock = () => ground.clock.now
  const bell = { ring: async () => undefined }
  const intake = openIntakeCommit({ pool, log, bell, scoreStated: async () => undefined })
  const askApi = openApi(undefined, clock)
  const job = fetchJob({ prisma, pool, clock, log, random: () => 0.5, sealer: ground.sealer, intake, askApi })
  for (const { id } of await rowsOf(feed)) await job.handle({ id })
}

const answersOf = (feed: Feed) =>
  ground.rows<Record<string, unknown>>(
    `SELECT r.question_key AS key, r.score, r.state, a.rule FROM response r LEFT JOIN alert a ON a.response_id = r.id
     WHERE r.source_id = $1 ORDER BY r.response_key, r.question_key`,
    [feed.id],
  )

const unbound = { key: '1', score: 2, state: 'unbound', rule: null }
const card = { key: 'response', score: null, state: 'unscored', rule: 'text_only' }

test('SurveyMonkey, with a token: the answers are fetched, with who gave them, and no card stands in their place', async () => {
  const feed = await connect('surveymonkey', monkey, 'fetching')
  monkey.documents.set('/surveys/300/responses/900/details', monkeyResponse('102', ground.clock.now))
  expect(await monkeySays(feed, '900')).toEqual([])
  const [row] = await rowsOf(feed)
  expect(ground.rings).toContainEqual({ job: 'fetch', id: row?.id })

  await work(feed)

  expect(await answersOf(feed)).toEqual([unbound])
  const facts = await ground.rows(
    `SELECT r.question_title, r.comment, r.survey, r.segments, r.permalink, c.key, c.email, d.verdict FROM response r
     JOIN customer c ON c.id = r.customer_id JOIN delivery d ON d.id = r.delivery_id WHERE r.source_id = $1`,
    [feed.id],
  )
  expect(facts).toEqual([
    {
      question_title: 'How satisfied are you?',
      comment: 'Two weeks for an answer',
      survey: 'After support',
      segments: { plan: 'team' },
      permalink: 'https://www.surveymonkey.com/analyze/browse/abc?respondent_id=900',
      key: 'id:cus_42',
      email: 'priya@customers.example',
      verdict: 'unbound',
    },
  ])
})

test('what a survey asks is read at most once an hour; a repeat of the same event asks for nothing', async () => {
  const feed = await connect('surveymonkey', monkey, 'remembering')
  for (const id of ['910', '911', '912']) {
    monkey.documents.set(`/surveys/300/responses/${id}/details`, monkeyResponse('102', ground.clock.now))
  }
  const surveys = () => monkey.asked.filter((path) => path === 'GET /surveys/300/details').length
  await monkeySays(feed, '910')
  await work(feed)
  ground.clock.now += 59 * 60_000
  await monkeySays(feed, '911')
  await work(feed)
  expect([surveys(), monkey.asked.length]).toEqual([1, 3])
  ground.clock.now += 2 * 60_000
  await monkeySays(feed, '912')
  await work(feed)
  await work(feed)

  expect([surveys(), monkey.asked.length]).toEqual([2, 5])
  expect(await answersOf(feed)).toEqual([unbound, unbound, unbound])
})

test('Qualtrics: an NPS says itself what it is and raises an alert; the number of a country is no score', async () => {
  const feed = await connect('qualtrics', qualtrics, 'research')
  const values = {
    QID1: 2,
    QID2_TEXT: 'Slow',
    QID3: 1,
    recordedDate: '2026-03-02T09:15:40Z',
    recipientEmail: 'p@c.example',
    plan: 'pro',
    ipAddress: '192.0.2.1',
  }
  qualtrics.documents.set('/API/v3/surveys/SV_1/responses/R_1', { result: { responseId: 'R_1', values } })
  const message = JSON.stringify({ Status: 'Complete', SurveyID: 'SV_1', ResponseID: 'R_1', BrandID: 'shop' })
  const form = Buffer.from(new URLSearchParams({ MSG: message }).toString())
  await ground.send(feed, form, { 'content-type': 'application/x-www-form-urlencoded' })
  await work(feed)

  expect(await answersOf(feed)).toEqual([{ key: 'QID1', score: 2, state: 'scored', rule: 'nps_detractor' }])
  const facts = await ground.rows('SELECT comment, segments FROM response WHERE source_id = $1', [feed.id])
  expect(facts).toEqual([{ comment: 'Slow', segments: { plan: 'pro' } }])
})

describe('an API that does not answer', () => {
  test('429: it waits as long as it was asked to, all of that source with it, and then goes on', async () => {
    const feed = await connect('surveymonkey', monkey, 'limited')
    for (const id of ['920', '921']) {
      monkey.documents.set(`/surveys/300/responses/${id}/details`, monkeyResponse('102', ground.clock.now))
      await monkeySays(feed, id)
    }
    monkey.faults.push({ status: 429, headers: { 'retry-after': '90' } })
    await work(feed)

    expect(monkey.asked).toHaveLength(1)
    expect((await rowsOf(feed)).map(({ wait, due }) => [Math.round(wait / 1000) >= 90, due])).toEqual([
      [true, true],
      [true, true],
    ])
    expect(await answersOf(feed)).toEqual([])
    ground.clock.now += 91_000
    await work(feed)
    expect(await answersOf(feed)).toEqual([unbound, unbound])
  })

  test('down for long: a card with a link, once; when it is back, the answers come and the card is struck out', async () => {
    const feed = await connect('surveymonkey', monkey, 'down')
    monkey.documents.set('/surveys/300/responses/930/details', monkeyResponse('102', ground.clock.now))
    await monkeySays(feed, '930')
    const waits: number[] = []
    for (let tries = 0; tries < 8; tries += 1) {
      monkey.faults.push({ status: tries % 2 ? 503 : 500 })
      await work(feed)
      const [row] = await rowsOf(feed)
      waits.push(row?.wait ?? 0)
      if (tries === 3) expect(await answersOf(feed)).toEqual([])
      ground.clock.now += (row?.wait ?? 0) + 1
    }
    expect(waits).toEqual(waits.toSorted((one, other) => one - other))
    expect(await answersOf(feed)).toEqual([card])
    await work(feed)
    expect(await answersOf(feed)).toEqual([unbound, { ...card, state: 'withdrawn' }])
  })

  test('a token that is refused: a card with a link; when another one is given, the answers come', async () => {
    const feed = await connect('surveymonkey', monkey, 'refused')
    await giveToken('refused', monkey, 'a-revoked-token')
    monkey.documents.set('/surveys/300/responses/940/details', monkeyResponse('102', ground.clock.now))
    await monkeySays(feed, '940')
    await work(feed)
    expect(await answersOf(feed)).toEqual([card])
    expect((await rowsOf(feed))[0]).toMatchObject({ due: true, error: 'api_token' })

    await giveToken('refused', monkey)
    ground.clock.now += 16 * 60_000
    await work(feed)
    expect(await answersOf(feed)).toEqual([unbound, { ...card, state: 'withdrawn' }])
    expect(JSON.stringify(log.lines)).not.toContain('a-revoked-token')
  })

  test.each([
    ['404', { status: 404 }],
    ['a redirect, which is not followed', { status: 302, headers: { location: '/elsewhere' } }],
  ])('%s: a card with a link, and no more tries until it is named again', async (name, fault) => {
    const feed = await connect('surveymonkey', monkey, name)
    await monkeySays(feed, '950')
    monkey.faults.push(fault)
    await work(feed)
    await work(feed)

    expect(monkey.asked).toHaveLength(1)
    expect(await answersOf(feed)).toEqual([card])
    expect((await rowsOf(feed))[0]?.due).toBe(false)
  })
})

test('a token that is given later: a replay fetches what came before', async () => {
  const feed = await ground.connect('surveymonkey', 'late')
  monkey.documents.set('/surveys/300/responses/960/details', monkeyResponse('102', ground.clock.now))
  await monkeySays(feed, '960')
  expect(await answersOf(feed)).toEqual([card])

  await giveToken('late', monkey)
  const { pool } = ground.db.database
  const bell = { ring: async () => undefined }
  const commit = openIntakeCommit({ pool, log, bell, scoreStated: async () => undefined })
  const filter = { workspaceId: ground.workspaceId, sourceId: feed.id }
  await replay({ database: ground.db.database, commit }, filter, ground.clock.now)
  await work(feed)

  expect(await answersOf(feed)).toContainEqual(unbound)
})
