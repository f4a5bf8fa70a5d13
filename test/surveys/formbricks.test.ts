import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../src/errors.js'
import { newUuid } from '../../src/ids.js'
import { messagesFor } from '../../src/messages/messages.js'
import { addSource } from '../../src/surveys/add-source.js'
import { mergeWrites } from '../../src/surveys/batch.js'
import { draftDelivery } from '../../src/surveys/draft.js'
import { addSecret } from '../../src/surveys/rotate-secret.js'
import { signStandardWebhook } from '../../src/surveys/signatures/standard-webhooks.js'
import { formbricks } from '../../src/surveys/sources/formbricks.js'
import { refusedFindings } from '../../src/watch/refused.js'
import { openGround, type Feed, type IntakeGround } from './intake-ground.js'

let ground: IntakeGround

beforeEach(async () => {
  ground = await openGround()
})
afterEach(() => ground.close())

/** A response with one NPS element, as it stands `second` seconds after it was begun. */
function told(second: number, data: Record<string, unknown>, over: Record<string, unknown> = {}): object {
  const begun = Date.parse('2026-03-02T09:15:00.250Z')
  return {
    webhookId: 'cm7webhook',
    event: second === 0 ? 'responseCreated' : 'responseUpdated',
    data: {
      id: 'cm7response',
      createdAt: new Date(begun).toISOString(),
      updatedAt: new Date(begun + second * 1_000).toISOString(),
      surveyId: 'cm7survey',
      contact: { id: 'cm7contact', userId: 'u-7' },
      contactAttributes: { plan: 'team' },
      finished: false,
      data,
      ttc: Object.fromEntries(Object.keys(data).map((id) => [id, 1_000])),
      language: 'default',
      survey: { title: 'Quarterly' },
      ...over,
    },
  }
}

const stored = () =>
  ground.rows('SELECT score, comment, state, answered_at = $1 AS begun FROM response', [
    new Date('2026-03-02T09:15:00.250Z'),
  ])

describe('a later delivery of the same response', () => {
  let feed: Feed
  beforeEach(async () => {
    feed = await ground.connect('formbricks')
  })

  test('says a comment, keeps one that it says nothing of, and takes one back that was emptied', async () => {
    await ground.send(feed, told(0, { nps: 3 }))
    expect(await stored()).toEqual([{ score: 3, comment: null, state: 'unbound', begun: true }])
    await ground.send(feed, told(5, { nps: 3, why: 'Too slow' }))
    expect(await stored()).toMatchObject([{ comment: 'Too slow' }])

    await ground.send(feed, told(9, { nps: 2 }))
    expect(await stored()).toEqual([{ score: 2, comment: 'Too slow', state: 'unbound', begun: true }])
    await ground.send(feed, told(12, { nps: 2, why: '' }))
    expect(await stored()).toMatchObject([{ score: 2, comment: null }])
  })

  test('in one statement with the one before it, too', () => {
    const source = { id: newUuid(0), workspaceId: ground.workspaceId, name: 'app', questions: new Map() }
    const writes = [
      told(0, { nps: 3 }),
      told(4, { nps: 3, why: 'Too slow' }),
      told(8, { nps: 2 }),
      told(9, { nps: 1 }),
      told(4, { nps: 3, why: 'Too slow' }),
    ].map((page) => {
      const body = Buffer.from(JSON.stringify(page))
      const parsed = formbricks.parse({ headers: {}, body })
      return draftDelivery(source, { contentType: 'application/json', body, receivedAt: 0 }, parsed)
    })

    expect(mergeWrites(writes).responses).toMatchObject([{ score: 1, comment: 'Too slow' }])
    expect(mergeWrites(writes.slice(2)).responses).toMatchObject([
      { score: 1, comment: null, keepsComment: true },
    ])
  })

  test('without the number leaves the answer as it was', async () => {
    await ground.send(feed, told(0, { nps: 3, why: 'Too slow' }))

    const reply = await ground.send(feed, told(6, { why: 'Much too slow' }))

    expect(reply.json).toMatchObject({ verdict: 'ignored' })
    expect(await stored()).toMatchObject([{ score: 3, comment: 'Too slow' }])
  })
})

describe('the secret that Formbricks shows only after it was given the URL', () => {
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

  async function connected(): Promise<Feed> {
    const { prisma } = ground.db.database
    const deps = { prisma, sealer: ground.sealer, newId: newUuid }
    const input = { workspaceId: ground.workspaceId, kind: 'formbricks', name: 'app', now: ground.clock.now }
    const added = await addSource(deps, input)
    expect(added).toMatchObject({ waitsForSecret: true, madeSecret: null })
    return { kind: 'formbricks', id: added.id, token: added.token, secret }
  }

  const rotate = (given?: string) =>
    addSecret(
      { prisma: ground.db.database.prisma, sealer: ground.sealer },
      { workspaceId: ground.workspaceId, name: 'app', ...(given !== undefined && { secret: given }) },
    )

  test('until it is added, deliveries are refused, and the refusal says why; then they are taken', async () => {
    const feed = await connected()

    const refused = await ground.send(feed, { event: 'testEndpoint' })
    expect(refused).toMatchObject({
      status: 401,
      json: {
        error: 'this source has no secret yet: add the one that the tool shows (heard source secret add)',
      },
    })
    expect((await ground.send(feed, told(0, { nps: 3 }))).status).toBe(401)
    await ground.refusals.flush(ground.clock.now)
    expect(await refusedFindings(ground.db.database, ground.workspaceId, ground.clock.now)).toMatchObject([
      { state: 'wrong', data: { source: 'app', reason: 'no_secret', count: 2 } },
    ])
    expect(await ground.rows('SELECT 1 FROM delivery')).toEqual([])

    const problem = await rotate().catch((error: unknown) => error as AppError)
    expect(problem).toMatchObject({ code: 'bad_input' })
    expect(problem instanceof AppError && problem.tell(messagesFor('en'))).toContain(
      'Formbricks makes the secret itself',
    )
    await expect(rotate('whsec_short')).rejects.toMatchObject({ code: 'bad_input' })
    expect(await rotate(secret)).toEqual({ secrets: 1, madeSecret: null })
    ground.clock.now += 1_000

    expect(await ground.send(feed, { event: 'testEndpoint' })).toMatchObject({
      status: 200,
      json: { verdict: 'ignored', reason: 'a test of the endpoint' },
    })
    expect((await ground.send(feed, told(0, { nps: 3 }))).json).toMatchObject({ verdict: 'unbound' })
  })

  test('of several signatures one must be right; versions that we do not know are passed over', async () => {
    const feed = await connected()
    await rotate(secret)
    const body = Buffer.from(JSON.stringify(told(0, { nps: 3 })))
    const { headers } = signStandardWebhook(body, secret, ground.clock.now, 'msg_1')
    const signature = headers['webhook-signature'] ?? ''
    const wrong = `v1,${Buffer.alloc(32, 1).toString('base64')}`
    const send = (list: string) =>
      ground.send(feed, body, { 'webhook-id': 'msg_1', 'webhook-signature': list })

    for (const list of [
      wrong,
      `v1a,${signature.slice(3)}`,
      `${wrong} v2,x`,
      signature.slice(3),
      `,${signature}`,
    ]) {
      expect((await send(list)).status, list).toBe(401)
    }
    expect((await send(`${wrong} v1a,AAAA ${signature}`)).status).toBe(200)
    expect((await send(signature)).json).toMatchObject({ verdict: 'duplicate' })
  })

  test('of an hour ago it is no longer taken: a delivery cannot be replayed', async () => {
    const feed = await connected()
    await rotate(secret)
    const body = Buffer.from(JSON.stringify(told(0, { nps: 3 })))
    const old = signStandardWebhook(body, secret, ground.clock.now - 3_600_000, 'msg_1').headers

    expect((await ground.send(feed, body, old)).json.error).toContain('more than five minutes')
  })
})
