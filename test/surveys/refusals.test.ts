import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRefusals, type Refusal } from '../../src/surveys/refusals.js'
import { refusedFindings } from '../../src/watch/refused.js'
import { recordingLog } from '../support/recording-log.js'
import { answered, openGround, type Feed, type IntakeGround } from './intake-ground.js'

let ground: IntakeGround
let feed: Feed

beforeAll(async () => {
  ground = await openGround()
  feed = await ground.connect('canonical', 'app')
})
afterAll(() => ground.close())

const stranger = (): Feed => ({ ...feed, secret: `whsec_${Buffer.alloc(32, 9).toString('base64')}` })
const row = async (): Promise<object | undefined> =>
  (
    await ground.rows(
      'SELECT refused_count AS n, last_refused_reason AS reason, last_refused_at AS at FROM source',
    )
  )[0]
const findings = () => refusedFindings(ground.db.database, ground.workspaceId, ground.clock.now)

test('what a source refuses is counted on it, and health says what to compare until it works again', async () => {
  for (let n = 0; n < 12; n += 1) await ground.send(stranger(), answered())
  await ground.refusals.flush(ground.clock.now)
  expect(await row()).toEqual({ n: 12, reason: 'bad_signature', at: new Date(ground.clock.now) })
  ground.clock.now += 180_000
  expect(await findings()).toEqual([
    {
      state: 'wrong',
      what: 'refused',
      data: { source: 'app', count: 12, reason: 'bad_signature', minutes: 3 },
    },
  ])

  await ground.send(feed, answered())
  expect(await findings()).toMatchObject([{ state: 'note' }])

  ground.clock.now += 180_000
  await ground.send(feed, answered(), { 'content-type': 'text/plain' })
  await ground.refusals.flush(ground.clock.now)
  expect(await row()).toMatchObject({ n: 1, reason: 'wrong_type' })
  expect(await findings()).toMatchObject([{ state: 'wrong', data: { count: 1, minutes: 0 } }])
  ground.clock.now += 25 * 3_600_000
  expect(await findings()).toEqual([])
})

test('an unknown token leaves no row', async () => {
  const before = await row()
  await ground.send({ ...feed, token: 'x'.repeat(32) }, answered())
  await ground.refusals.flush(ground.clock.now)

  expect(await row()).toEqual(before)
})

test('one line and one write a minute, for each reason and source; none is lost', async () => {
  const log = recordingLog()
  const written: number[] = []
  const refusals = openRefusals({
    log,
    keep: async (rows) => void written.push(...rows.map(({ count }) => count)),
  })
  const refuse = (at: number, change: Partial<Refusal> = {}): void =>
    refusals.note({ at, reason: 'bad_signature', sourceId: 's', detail: 'x', ...change })

  for (let at = 0; at < 1_000; at += 1) refuse(at)
  for (let at = 0; at < 1_000; at += 1) refuse(at, { reason: 'unknown_token', sourceId: null })
  refuse(60_000)
  await refusals.flush(120_000)

  expect(log.lines.map(({ fields }) => [fields?.['reason'], fields?.['count']])).toEqual([
    ['bad_signature', 1],
    ['unknown_token', 1],
    ['bad_signature', 1_000],
    ['unknown_token', 999],
  ])
  expect(written).toEqual([1, 1_000])
})

test('what could not be written is written with the next', async () => {
  const written: number[] = []
  let away = true
  const refusals = openRefusals({
    log: recordingLog(),
    async keep(rows) {
      if (away) throw new Error('away')
      written.push(...rows.map(({ count }) => count))
    },
  })
  for (const at of [0, 1, 2]) refusals.note({ at, reason: 'wrong_type', sourceId: 's', detail: 'x' })
  await refusals.flush(60_000)
  away = false
  await refusals.flush(120_000)

  expect(written).toEqual([3])
})
