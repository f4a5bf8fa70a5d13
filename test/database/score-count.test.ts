import type pg from 'pg'
import { v7 } from 'uuid'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { failureKind } from '../../src/database/failure.js'
import { freshDatabase, type FreshDatabase } from '../support/database.js'
import { seededRandom } from '../support/random.js'
import { insertResponses, layGround, type Ground, type ResponseRow } from '../support/rows.js'

const cells = `SELECT question_id, day::text, dimension, value, score::int, n::int FROM score_count
  ORDER BY question_id, day, dimension, value, score`
/** Counted from the rows by other means than the triggers' function. */
const recount = `
  SELECT question_id, day::text, dimension, value, score, count(*)::int AS n FROM (
    SELECT question_id, day, '' AS dimension, '' AS value, score FROM response WHERE state = 'scored'
    UNION ALL
    SELECT question_id, day, key, segments ->> key, score FROM response, jsonb_object_keys(segments) key WHERE state = 'scored'
  ) r GROUP BY question_id, day, dimension, value, score ORDER BY 1, r.day, 3, 4, 5`

describe('score counts', () => {
  let db: FreshDatabase
  let pool: pg.Pool
  let ground: Ground
  beforeAll(async () => {
    db = await freshDatabase()
    pool = db.database.pool
  })
  afterAll(() => db.drop())
  beforeEach(async () => {
    await pool.query('TRUNCATE response CASCADE')
    ground = await layGround(pool)
  })
  const read = async (sql: string): Promise<unknown[]> =>
    (await pool.query<Record<string, unknown>>(sql)).rows

  it('has one cell for all and one a segment, for scored answers only', async () => {
    await insertResponses(pool, ground, [
      { id: v7(), responseKey: 'a', score: 9, segments: { plan: 'pro', country: 'ES' } },
      { id: v7(), responseKey: 'b', score: 9, segments: { plan: 'pro' } },
      { id: v7(), responseKey: 'c', score: 3, segments: { plan: 'free' }, day: '2026-11-02' },
      { id: v7(), responseKey: 'd', score: 9, state: 'unbound' },
      { id: v7(), responseKey: 'e', score: 99, state: 'quarantined' },
    ])
    const question_id = ground.questionId
    expect(await read(cells)).toEqual([
      { question_id, day: '2026-11-01', dimension: '', value: '', score: 9, n: 2 },
      { question_id, day: '2026-11-01', dimension: 'country', value: 'ES', score: 9, n: 1 },
      { question_id, day: '2026-11-01', dimension: 'plan', value: 'pro', score: 9, n: 2 },
      { question_id, day: '2026-11-02', dimension: '', value: '', score: 3, n: 1 },
      { question_id, day: '2026-11-02', dimension: 'plan', value: 'free', score: 3, n: 1 },
    ])
  })

  it('follows a changed score, a binding and a deletion, and forgets empty cells', async () => {
    const [a, b] = [v7(), v7()]
    await insertResponses(pool, ground, [
      { id: a, responseKey: 'a', score: 9 },
      { id: b, responseKey: 'b', score: 2, state: 'unbound' },
    ])
    await pool.query('UPDATE response SET score = 10 WHERE id = $1', [a])
    await pool.query("UPDATE response SET state = 'scored', question_id = $2 WHERE id = $1", [
      b,
      ground.questionId,
    ])
    expect(await read(cells)).toEqual(await read(recount))
    expect(await read(cells)).toHaveLength(2)
    await pool.query('DELETE FROM response')
    expect(await read(cells)).toEqual([])
  })

  it('counts an upsert that inserts some and updates others', async () => {
    const id = v7()
    await insertResponses(pool, ground, [{ id, responseKey: 'a', score: 1 }])
    await pool.query(
      `INSERT INTO response (id, workspace_id, source_id, question_key, response_key, question_id, delivery_id, version, state, score,
         answered_at, day, received_at)
       SELECT gen_random_uuid(), workspace_id, source_id, question_key, k, question_id, delivery_id, 2, state, 7, answered_at, day,
         received_at FROM response, unnest(ARRAY['a', 'b', 'c']) k
       ON CONFLICT (source_id, response_key, question_key) DO UPDATE SET score = excluded.score, version = excluded.version`,
    )
    expect(await read(cells)).toEqual(await read(recount))
    expect(await read(cells)).toMatchObject([{ score: 7, n: 3 }])
  })

  it('takes names and values of any length without failing the row', async () => {
    const long = { ['k'.repeat(5_000)]: 'v'.repeat(9_000), '': 'nameless', plan: '' }
    await insertResponses(pool, ground, [{ id: v7(), responseKey: 'a', score: 5, segments: long }])
    const rows = await read('SELECT length(dimension) AS d, length(value) AS v FROM score_count ORDER BY 1')
    expect(rows).toEqual([
      { d: 0, v: 0 },
      { d: 4, v: 0 },
      { d: 100, v: 200 },
    ])
  })

  it.each([1, 2, 3])(
    'equals a recount after 8 writers inserted, changed and deleted at random (seed %i)',
    async (seed) => {
      const retries = await Promise.all(
        Array.from({ length: 8 }, (_, writer) =>
          writeAtRandom(pool, ground, seededRandom(seed * 100 + writer), 40),
        ),
      )
      const counted = await read(cells)
      expect(counted).toEqual(await read(recount))
      expect(counted.length).toBeGreaterThan(20)
      expect(retries).toHaveLength(8)
      await pool.query('UPDATE score_count SET n = n + 1')
      await pool.query('SELECT heard_rebuild_score_count($1)', [ground.workspaceId])
      expect(await read(cells)).toEqual(counted)
    },
  )

  it('rebuilds one workspace and leaves the others alone', async () => {
    await insertResponses(pool, ground, [{ id: v7(), responseKey: 'a', score: 5 }])
    const other = await layGround(pool)
    await insertResponses(pool, other, [{ id: v7(), responseKey: 'a', score: 6 }])
    const before = await read(cells)
    await pool.query('SELECT heard_rebuild_score_count($1)', [other.workspaceId])
    expect(await read(cells)).toEqual(before)
  })
})

/** Batches of inserts, changes and deletions over few keys, so that writers meet. Returns how often it had to try again. */
async function writeAtRandom(
  pool: pg.Pool,
  ground: Ground,
  random: () => number,
  rounds: number,
): Promise<number> {
  const pick = (n: number): number => Math.floor(random() * n)
  let retries = 0
  for (let round = 0; round < rounds; round++) {
    const what = random()
    const from = pick(11)
    const rows = Array.from({ length: 1 + pick(8) }, () => randomRow(pick))
    const write = (): Promise<unknown> => {
      if (what < 0.5) return insertResponses(pool, ground, rows)
      if (what < 0.8) {
        const segments = { plan: `p${pick(3)}` }
        return changeSome(pool, 'SET score = $1, segments = $2, day = day + 1', [pick(11), segments], from)
      }
      return changeSome(pool, null, [], from)
    }
    while (!(await succeeds(write))) retries++
  }
  return retries
}

/** False: a deadlock's victim, to be run again. */
async function succeeds(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write()
    return true
  } catch (error) {
    if (failureKind(error) === 'conflict') return false
    throw error
  }
}

function randomRow(pick: (n: number) => number): ResponseRow {
  return {
    id: v7(),
    responseKey: v7(),
    score: pick(11),
    state: pick(6) === 0 ? 'unbound' : 'scored',
    day: `2026-11-0${1 + pick(3)}`,
    segments: pick(3) === 0 ? {} : { plan: `p${pick(3)}`, country: pick(2) === 0 ? 'ES' : 'PT' },
  }
}

/** Changes or deletes up to five rows with a score, locked in the order of their ids. */
async function changeSome(
  pool: pg.Pool,
  set: string | null,
  values: unknown[],
  score: number,
): Promise<void> {
  const at = `$${values.length + 1}`
  const some = `id IN (SELECT id FROM response WHERE score = ${at} ORDER BY id LIMIT 5 FOR UPDATE)`
  await pool.query(set ? `UPDATE response ${set} WHERE ${some}` : `DELETE FROM response WHERE ${some}`, [
    ...values,
    score,
  ])
}
