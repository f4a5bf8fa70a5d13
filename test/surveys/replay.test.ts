import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openIntakeCommit } from '../../src/surveys/commit.js'
import type { DeliveryFilter } from '../../src/surveys/delivery-store.js'
import { draftRejected } from '../../src/surveys/draft.js'
import { replay, type ReplayDeps } from '../../src/surveys/replay.js'
import { readSource } from '../../src/surveys/read-source.js'
import { recordingLog } from '../support/recording-log.js'
import { answered, openGround, type Feed, type IntakeGround } from './intake-ground.js'

let ground: IntakeGround
let deps: ReplayDeps
beforeAll(async () => {
  ground = await openGround()
  const { database } = ground.db
  const bell = { ring: () => Promise.resolve() }
  const commit = openIntakeCommit({
    pool: database.pool,
    log: recordingLog(),
    bell,
    scoreStated: () => Promise.resolve(),
  })
  deps = { database, commit }
})
afterAll(() => ground.close())

let feeds = 0
let feed: Feed
let filter: DeliveryFilter
beforeEach(async () => {
  feed = await ground.connect('canonical', `feed ${(feeds += 1)}`)
  filter = {
    workspaceId: ground.workspaceId,
    sourceId: feed.id,
    verdicts: ['rejected', 'ignored', 'unbound'],
  }
})

/** What a version before this one could not understand and kept: by the hash of its body, since it found no id in it. */
async function keptAsRejected(bodies: readonly unknown[], receivedAt = ground.clock.now): Promise<void> {
  const source = await readSource(ground.db.database, { workspaceId: ground.workspaceId, id: feed.id })
  if (!source) throw new Error('no source')
  for (const body of bodies) {
    const bytes = Buffer.from(JSON.stringify(body))
    const authentic = { contentType: 'application/json', body: bytes, receivedAt }
    await deps.commit.push(draftRejected(source, authentic, 'canonical: score is missing'))
  }
}

const answers = (n: number, change: Record<string, unknown> = {}) =>
  Array.from({ length: n }, (_, index) =>
    answered({ id: `r-${index}`, customer: { id: `c-${feeds}-${index}` }, score: index % 11, ...change }),
  )

async function stored() {
  const [row] = await ground.rows<Record<string, number>>(
    `SELECT (SELECT count(*)::int FROM response WHERE source_id = $1) AS responses,
       (SELECT count(*)::int FROM alert a JOIN response r ON r.id = a.response_id WHERE r.source_id = $1) AS alerts,
       (SELECT count(*)::int FROM delivery WHERE source_id = $1 AND verdict = 'accepted') AS accepted,
       (SELECT count(*)::int FROM delivery WHERE source_id = $1) AS deliveries`,
    [feed.id],
  )
  return row
}

describe('a replay', () => {
  it('of what is understood now stores every answer and raises the bad ones, once however often', async () => {
    await keptAsRejected(answers(22))

    const first = await replay(deps, filter, ground.clock.now)

    const all = { responses: 22, alerts: 14, accepted: 22, deliveries: 22 }
    expect(first).toMatchObject({ replayed: 22, created: 22, raised: 14, tooOld: 0 })
    expect(await stored()).toEqual(all)
    expect(await replay(deps, filter, ground.clock.now)).toMatchObject({ replayed: 0 })
    const again = await replay(deps, { ...filter, verdicts: ['accepted'] }, ground.clock.now)
    expect(again).toMatchObject({ replayed: 22, created: 0, updated: 0, same: 22, raised: 0 })
    expect(await stored()).toEqual(all)
  })

  it('keeps the row under the key it has, so that its answers name a delivery that is there', async () => {
    await keptAsRejected(answers(1))
    await replay(deps, filter, ground.clock.now)

    const rows = await ground.rows<{ key: string }>(
      `SELECT d.delivery_key AS key FROM response r JOIN delivery d ON d.id = r.delivery_id WHERE r.source_id = $1`,
      [feed.id],
    )
    expect(rows).toEqual([{ key: expect.stringMatching(/^sha256:/) }])
    // The tool tries the same one once more, under its own key: a delivery more, no answer more.
    expect((await ground.send(feed, answers(1)[0])).json.responses).toMatchObject([{ verdict: 'duplicate' }])
    expect(await stored()).toEqual({ responses: 1, alerts: 1, accepted: 2, deliveries: 2 })
  })

  it('that ends half-way and is run again gives what one whole run gives', async () => {
    await keptAsRejected(answers(120))
    const pushed: Promise<unknown>[] = []
    const dying: ReplayDeps = {
      ...deps,
      commit: {
        async push(write) {
          if (pushed.length === 70) {
            await Promise.all(pushed)
            throw new Error('killed')
          }
          const result = deps.commit.push(write)
          pushed.push(result)
          return result
        },
      },
    }

    await expect(replay(dying, filter, ground.clock.now)).rejects.toThrow('killed')
    const half = await stored()
    expect(half).toMatchObject({ accepted: 50, responses: 70 })

    await replay(deps, filter, ground.clock.now)
    const bad = answers(120).filter(({ score }) => Number(score) <= 6).length
    expect(await stored()).toEqual({ responses: 120, alerts: bad, accepted: 120, deliveries: 120 })
  })

  it('counts bad answers that are older than a day, and says that it told nobody', async () => {
    const old = new Date(ground.clock.now - 25 * 3_600_000).toISOString()
    await keptAsRejected([
      answered({ id: 'old', customer: { id: 'c-old' }, score: 1, answered_at: old }),
      answered({ id: 'new', customer: { id: 'c-new' }, score: 1 }),
    ])

    expect(await replay(deps, filter, ground.clock.now)).toMatchObject({ created: 2, raised: 1, tooOld: 1 })
    expect(await stored()).toMatchObject({ responses: 2, alerts: 1 })
  })

  it('of what is still not understood says why, and how many', async () => {
    await keptAsRejected([{ type: 'response.answered' }, { type: 'response.answered', id: 'x' }, answered()])

    const report = await replay(deps, filter, ground.clock.now)

    expect(Object.fromEntries(report.verdicts)).toEqual({ rejected: 2, accepted: 1 })
    expect(Object.fromEntries(report.reasons)).toEqual({
      'canonical: id is missing': 1,
      'canonical: question is missing': 1,
    })
  })

  it('leaves an answer to the delivery that it is stored from, where another one has the same version', async () => {
    const scoreNow = async () => {
      const where = `WHERE source_id = $1 AND response_key = 'r-1'`
      const [row] = await ground.rows<{ score: number }>(`SELECT score FROM response ${where}`, [feed.id])
      return row?.score
    }
    const one = { version: 1, customer: { id: `c-${feeds}` } }
    const every = { ...filter, verdicts: ['accepted', 'unbound'] }
    // It is written alone, and what comes while it is goes into one batch.
    await ground.send(feed, answered({ id: 'r-0', question: { key: 'another' } }))
    ground.clock.now += 1
    // The first says no scale, so the second is the one that is scored; by now both could be.
    await ground.send(feed, answered({ ...one, score: 3, metric: undefined, scale: undefined }))
    ground.clock.now += 1
    await ground.send(feed, answered({ ...one, score: 9 }))
    expect(await scoreNow()).toBe(9)

    expect(await replay(deps, every, ground.clock.now)).toMatchObject({ created: 0, updated: 0, same: 3 })

    // As if it had been misread.
    await ground.rows(`UPDATE response SET score = 1 WHERE source_id = $1 AND response_key = 'r-1'`, [
      feed.id,
    ])
    expect(await replay(deps, every, ground.clock.now)).toMatchObject({ created: 0, updated: 1, same: 2 })
    expect(await scoreNow()).toBe(9)
  })

  it('does not make a source look alive that sends nothing', async () => {
    await keptAsRejected(answers(3), ground.clock.now - 3_600_000)
    await ground.rows('UPDATE source SET last_seen_at = NULL WHERE id = $1', [feed.id])
    ground.clock.now += 60_000

    await replay(deps, filter, ground.clock.now)

    const [row] = await ground.rows<{ at: Date }>('SELECT last_seen_at AS at FROM source WHERE id = $1', [
      feed.id,
    ])
    expect(row?.at?.getTime()).toBe(ground.clock.now - 3_660_000)
  })

  it('leaves what another workspace stored', async () => {
    await keptAsRejected(answers(2))
    const other = { ...filter, workspaceId: feed.id }

    expect(await replay(deps, other, ground.clock.now)).toMatchObject({ replayed: 0 })
    expect(await stored()).toMatchObject({ responses: 0 })
  })
})
