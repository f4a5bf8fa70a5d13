import { afterAll, beforeAll, expect, test } from 'vitest'
import { newUuid } from '../../../src/ids.js'
import { addSource, type AddedSource } from '../../../src/surveys/add-source.js'
import { openIntakeCommit } from '../../../src/surveys/commit.js'
import { readToolFile } from '../../../src/surveys/declared/read-tool-file.js'
import { replay } from '../../../src/surveys/replay.js'
import { addSecret } from '../../../src/surveys/rotate-secret.js'
import { hmacOf } from '../../../src/surveys/signatures/hmac.js'
import { recordingLog } from '../../support/recording-log.js'
import { openGround, type IntakeGround, type Reply } from '../intake-ground.js'

let ground: IntakeGround
beforeAll(async () => {
  ground = await openGround()
})
afterAll(() => ground.close())

const deps = () => ({ prisma: ground.db.database.prisma, sealer: ground.sealer, newId: newUuid })
const connect = (name: string, text: string, secret?: string): Promise<AddedSource> =>
  addSource(deps(), {
    workspaceId: ground.workspaceId,
    name,
    file: { name: `${name}.yaml`, text },
    ...(secret && { secret }),
    now: ground.clock.now,
  })

async function post(
  { source, token }: AddedSource,
  query: string,
  body: string,
  headers = {},
): Promise<Pick<Reply, 'status' | 'json'>> {
  const reply = await fetch(`${ground.server.url}/webhooks/${source.kind}/${token}${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })
  return { status: reply.status, json: (await reply.json()) as Reply['json'] }
}

const scores = (id: string) =>
  ground.rows('SELECT response_key AS key, score FROM response WHERE source_id = $1 ORDER BY response_key', [
    id,
  ])

const clicks = (question: string): string => `
kind: clicks
title: Clicks
auth: { type: query, name: key }
query: [id, score, unused]
response: { id: $query.id }
questions: [{ key: q, ${question} }]
`

test('expressions read parameters of the URL, and a replay reads them again; the secret is not kept', async () => {
  const secret = 'a-secret-in-the-query'
  const broken = await connect('clicks', clicks('value: $query.stars'), secret)
  const sent = await Promise.all([
    post(broken, `?id=r-1&score=3&key=${secret}&other=private`, '{}'),
    post(broken, `?id=r-2&score=9&key=${secret}`, '{}'),
    post(broken, `?id=r-2&score=9&key=${secret}`, '{}'),
  ])

  expect(sent.map(({ status }) => status)).toEqual([200, 200, 200])
  expect((await post(broken, '?id=r-3&score=1&key=guessed', '{}')).status).toBe(401)
  // The same body, and another message: the parameters tell them apart.
  expect(
    await ground.rows('SELECT query, headers FROM delivery WHERE source_id = $1 ORDER BY query', [broken.id]),
  ).toEqual([
    { query: { id: 'r-1', score: '3' }, headers: {} },
    { query: { id: 'r-2', score: '9' }, headers: {} },
  ])
  expect(await scores(broken.id)).toEqual([])

  await ground.rows('UPDATE source SET definition = $1 WHERE id = $2', [
    clicks('value: $number($query.score)'),
    broken.id,
  ])
  const { database } = ground.db
  const commit = openIntakeCommit({
    pool: database.pool,
    log: recordingLog(),
    bell: { ring: () => Promise.resolve() },
    scoreStated: () => Promise.resolve(),
  })
  const filter = { workspaceId: ground.workspaceId, sourceId: broken.id }
  await replay({ database, commit }, filter, ground.clock.now)

  const both = [
    { key: 'r-1', score: 3 },
    { key: 'r-2', score: 9 },
  ]
  expect(await scores(broken.id)).toEqual(both)
  ground.clock.now += 1_001
  expect((await post(broken, `?id=r-1&score=3&key=${secret}`, '{}')).json.verdict).toBe('duplicate')
  expect(await scores(broken.id)).toEqual(both)
})

test('a file that would keep the secret is refused', () => {
  const text = clicks('value: $query.score').replace('[id, score', '[key, score')
  expect(() => readToolFile({ name: 'clicks.yaml', text })).toThrow()
  expect(() => readToolFile({ name: 'clicks.yaml', text: text.replace('[key', '[__proto__') })).toThrow()
})

test('a signature that is not required needs no secret; a secret that was given must be shown', async () => {
  const old = await connect(
    'old',
    `
kind: old
title: Old
auth: { type: hmac, header: X-Sign, required: false }
response: { id: id }
questions: [{ key: q, value: score }]
`,
  )
  expect(old).toMatchObject({ madeSecret: null, waitsForSecret: true })
  expect((await post(old, '', '{"id":"u-1","score":2}')).status).toBe(200)

  const secret = 'a-secret-of-the-newer-version'
  await addSecret(deps(), { workspaceId: ground.workspaceId, name: 'old', secret })
  ground.clock.now += 1_001
  const body = '{"id":"u-2","score":8}'
  const code = hmacOf({ algorithm: 'sha256', encoding: 'hex', prefix: '' }, secret, [body])

  expect((await post(old, '', '{"id":"u-3","score":2}')).status).toBe(401)
  expect((await post(old, '', body, { 'x-sign': code.replace(/./, 'z') })).status).toBe(401)
  expect((await post(old, '', body, { 'x-sign': code })).status).toBe(200)
  expect((await scores(old.id)).length).toBe(2)
})
