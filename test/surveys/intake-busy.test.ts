import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../../src/database/database.js'
import { startHttpServer } from '../../src/http/server.js'
import { openIntakeCommit } from '../../src/surveys/commit.js'
import { openRefusals } from '../../src/surveys/refusals.js'
import { openSourceBook } from '../../src/surveys/source-book.js'
import { webhookRoute } from '../../src/surveys/webhook-route.js'
import { recordingLog } from '../support/recording-log.js'
import { answered, openGround, type Feed, type IntakeGround } from './intake-ground.js'

let ground: IntakeGround
let feed: Feed

beforeAll(async () => {
  ground = await openGround()
  feed = await ground.connect('canonical')
})
afterAll(() => ground.close())

describe('503 with Retry-After', () => {
  test('when too much waits for the database; what was queued is stored', async () => {
    const busy = await openGround({ maxQueue: 1 })
    const source = await busy.connect('canonical')
    await busy.send(source, { type: 'ping' })
    const blocker = await busy.db.database.pool.connect()
    await blocker.query('BEGIN; LOCK TABLE delivery IN ACCESS EXCLUSIVE MODE')

    const inFlight = busy.send(source, answered({ id: 'in-flight' }))
    await until(async () => (await blocker.query('SELECT 1 FROM pg_locks WHERE NOT granted')).rowCount === 1)
    const queued = busy.send(source, answered({ id: 'queued' }))
    await until(async () => busy.waiting() === 1)
    const refused = await busy.send(source, answered({ id: 'refused' }))
    await blocker.query('COMMIT')
    blocker.release()

    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1'])
    expect([(await inFlight).status, (await queued).status]).toEqual([200, 200])
    expect(await busy.rows('SELECT response_key FROM response ORDER BY 1')).toEqual([
      { response_key: 'in-flight' },
      { response_key: 'queued' },
    ])
    await busy.close()
  })

  test('when the database is away, for POST and for GET', async () => {
    const log = recordingLog()
    const away = openDatabase('postgres://nobody@127.0.0.1:1/none', { log })
    const clock = (): number => ground.clock.now
    const book = openSourceBook({ prisma: away.prisma, sealer: ground.sealer, clock })
    const commit = openIntakeCommit({
      pool: away.pool,
      log,
      bell: { ring: async () => undefined },
      scoreStated: async () => undefined,
    })
    const route = webhookRoute({
      book,
      commit,
      refusals: openRefusals({ log, keep: async () => undefined }),
      log,
      clock,
      publicUrl: null,
    })
    const server = await startHttpServer({ host: '127.0.0.1', port: 0, routes: [route], log })
    const url = `${server.url}/webhooks/canonical/${feed.token}`

    const posted = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    const looked = await fetch(url)

    expect([posted.status, posted.headers.get('retry-after')]).toEqual([503, '5'])
    expect([looked.status, looked.headers.get('retry-after')]).toEqual([503, '5'])
    await server.close()
    await away.close()
  })
})

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setImmediate(resolve))
}
