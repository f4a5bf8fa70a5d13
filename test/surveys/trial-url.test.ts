import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newUuid } from '../../src/ids.js'
import { addSource } from '../../src/surveys/add-source.js'
import { closeTrialUrl, openTrialUrl } from '../../src/surveys/trial-url.js'
import { answered, openGround, type Feed, type IntakeGround } from './intake-ground.js'

let ground: IntakeGround
let feed: Feed
let trial: Feed

beforeAll(async () => {
  ground = await openGround()
  feed = await ground.connect('canonical', 'app')
})
afterAll(() => ground.close())
beforeEach(async () => (trial = { ...feed, token: await open(feed.id) }))

const open = (id: string): Promise<string> =>
  openTrialUrl(ground.db.database, { workspaceId: ground.workspaceId, id }, ground.clock.now)

/** Everything that a delivery or a refusal could leave. */
async function traces(): Promise<unknown> {
  await ground.refusals.flush(ground.clock.now)
  const tables = [
    'delivery',
    'response',
    'customer',
    'question',
    'alert',
    'notice',
    'withdrawal',
    'api_fetch',
  ]
  const counts = tables.map((table) => `(SELECT count(*)::int FROM ${table}) AS ${table}`)
  const rows = await ground.rows(`SELECT ${counts.join(', ')}`)
  const sources = await ground.rows(
    'SELECT id, last_seen_at, refused_count, last_refused_at FROM source ORDER BY id',
  )
  return { rows, sources, rings: ground.rings.length }
}

test('what comes to a test URL is judged like a delivery, and leaves nothing', async () => {
  const before = await traces()

  const told = await ground.send(trial, answered())
  const unbound = await ground.send(trial, answered({ metric: undefined, scale: undefined }))
  const broken = await ground.send(trial, { type: 'response.answered' })

  expect(told).toMatchObject({
    status: 200,
    json: {
      trial: feed.id,
      tried: {
        outcome: 'accepted',
        answers: [{ questionKey: 'recommend', score: 3, state: 'scored', metric: 'nps', comment: 23 }],
      },
    },
  })
  expect(JSON.stringify(told.json)).not.toMatch(/Nine days|Ada|c-7/i)
  expect(unbound.json).toMatchObject({ tried: { outcome: 'unbound' } })
  expect(broken).toMatchObject({ status: 200, json: { tried: { outcome: 'unusable' } } })
  expect(broken.json.tried?.reason).toContain('id')
  expect(await traces()).toEqual(before)
  expect((await ground.send(feed, answered())).json).toMatchObject({ verdict: 'accepted' })
  expect(await traces()).not.toEqual(before)
})

test('it is refused like a delivery, and not counted', async () => {
  const before = await traces()
  const stranger = { ...trial, secret: `whsec_${Buffer.alloc(32, 9).toString('base64')}` }

  const refused = await ground.send(stranger, answered())
  const wrongType = await ground.send(trial, answered(), { 'content-type': 'text/plain' })

  expect(refused).toMatchObject({ status: 401, json: { trial: feed.id } })
  expect(wrongType).toMatchObject({ status: 415, json: { trial: feed.id } })
  expect(await traces()).toEqual(before)
  expect(ground.log.filter(({ message }) => message === 'requests were refused')).toEqual([])
})

test('it works for its own kind and source only', async () => {
  const other = await ground.connect('typeform', 'forms')
  const workspaceId = newUuid(ground.clock.now)
  await ground.db.database.prisma.workspace.create({
    data: { id: workspaceId, name: 'Other', timeZone: 'UTC', createdAt: new Date(ground.clock.now) },
  })
  const { prisma } = ground.db.database
  const elsewhere = await addSource(
    { prisma, sealer: ground.sealer, newId: newUuid },
    { workspaceId, kind: 'canonical', name: 'app', secret: other.secret, now: ground.clock.now },
  )

  expect((await ground.send({ ...other, token: trial.token }, answered())).status).toBe(404)
  // The secret of another workspace's source of this name opens nothing here.
  expect((await ground.send({ ...trial, secret: other.secret }, answered())).status).toBe(401)
  await expect(open(elsewhere.id)).rejects.toMatchObject({ code: 'not_found' })
  const token = await openTrialUrl(ground.db.database, { workspaceId, id: elsewhere.id }, ground.clock.now)
  const told = await ground.send({ ...trial, token, secret: other.secret }, answered())
  expect(told.json.trial).toBe(elsewhere.id)
})

test('it ends when it is closed, and after two minutes by itself; what is over is cleared away', async () => {
  const closed = { ...feed, token: await open(feed.id) }
  await closeTrialUrl(ground.db.database, closed.token)
  expect((await ground.send(closed, answered())).status).toBe(404)

  ground.clock.now += 119_000
  expect((await ground.send(trial, answered())).status).toBe(200)
  ground.clock.now += 1_001
  expect((await ground.send(trial, answered())).status).toBe(404)

  await open(feed.id)
  const left = 'SELECT purpose FROM source_token WHERE workspace_id = $1'
  expect(await ground.rows(left, [ground.workspaceId])).toEqual([{ purpose: 'test' }])
})

test('closing a test URL never ends a URL that a tool uses', async () => {
  await ground.rows(
    `INSERT INTO source_token (token_hash, workspace_id, source_id, purpose, expires_at)
     VALUES (sha256('former-former-former'), $1, $2, 'former', $3)`,
    [ground.workspaceId, feed.id, new Date(ground.clock.now + 60_000)],
  )

  await closeTrialUrl(ground.db.database, feed.token)
  await closeTrialUrl(ground.db.database, 'former-former-former')

  for (const token of [feed.token, 'former-former-former']) {
    expect((await ground.send({ ...feed, token }, answered({ id: token.slice(0, 8) }))).status).toBe(200)
  }
})

test('a source that rests is tried all the same', async () => {
  await ground.rows('UPDATE source SET disabled_at = $1 WHERE id = $2', [new Date(ground.clock.now), feed.id])
  ground.clock.now += 1_001

  expect((await ground.send(trial, answered())).json.tried).toMatchObject({ outcome: 'accepted' })
  expect((await ground.send(feed, answered())).json).toMatchObject({ verdict: 'ignored' })
})
