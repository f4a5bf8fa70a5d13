import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { moveDays } from '../../src/workspaces/move-days.js'
import { setWorkspace } from '../../src/workspaces/set-workspace.js'
import { answered, openGround, type Feed, type IntakeGround } from '../surveys/intake-ground.js'

let ground: IntakeGround
let feed: Feed

beforeEach(async () => {
  ground = await openGround()
  feed = await ground.connect('canonical')
})
afterEach(() => ground.close())

const set = (timeZone: string) =>
  setWorkspace({ prisma: ground.db.database.prisma }, ground.workspaceId, { timeZone })
const days = async (): Promise<string[]> =>
  (await ground.rows<{ day: string }>('SELECT day::text FROM response ORDER BY response_key')).map(
    ({ day }) => day,
  )
/** Late in the evening in Auckland, the day before in UTC. */
const late = '2026-03-02T12:00:00Z'

describe('a new time zone', () => {
  test('takes longer than 5 s where there is much to move, and moves it all', async () => {
    for (let n = 0; n < 3; n += 1) await ground.send(feed, answered({ id: `r-${n}`, answered_at: late }))
    // As slow as much data: two seconds a row.
    await ground.rows(`
      CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(2); RETURN new; END $$;
      CREATE TRIGGER slow BEFORE UPDATE ON response FOR EACH ROW EXECUTE FUNCTION slow()`)

    expect(await set('Pacific/Auckland')).toMatchObject({ timeZone: 'Pacific/Auckland' })

    expect(await days()).toEqual(['2026-03-03', '2026-03-03', '2026-03-03'])
    expect(await ground.rows("SELECT day::text, n::int FROM score_count WHERE dimension = ''")).toEqual([
      { day: '2026-03-03', n: 3 },
    ])
  })

  test('moves slice by slice, with many answers at one moment', async () => {
    const moments = [late, late, late, '2026-03-01T12:00:00Z', '2026-02-28T01:00:00Z']
    for (const [n, answered_at] of moments.entries()) {
      await ground.send(feed, answered({ id: `r-${n}`, answered_at }))
    }
    await ground.rows("UPDATE workspace SET time_zone = 'Pacific/Auckland'")

    await moveDays(ground.db.database, ground.workspaceId, 2)

    expect(await days()).toEqual(['2026-03-03', '2026-03-03', '2026-03-03', '2026-03-02', '2026-02-28'])
  })

  test('holds for the answers of the same second', async () => {
    await ground.send(feed, { type: 'ping' })
    await set('Pacific/Auckland')

    await ground.send(feed, answered({ answered_at: late }))

    expect(await days()).toEqual(['2026-03-03'])
  })

  test('holds for an answer that was being written when it changed', async () => {
    const other = await ground.db.database.pool.connect()
    await other.query('BEGIN')
    await ground.send(feed, answered({ id: 'r-0', answered_at: late }))
    // Another process has written by the zone of before, and has not committed yet.
    await other.query(`INSERT INTO response (id, workspace_id, source_id, question_key, response_key, delivery_id,
        version, state, score, answered_at, day, received_at)
      SELECT gen_random_uuid(), workspace_id, source_id, question_key, 'r-1', delivery_id, 1, 'unbound', 1, answered_at,
        day, received_at FROM response`)

    const changed = set('Pacific/Auckland')
    while ((await ground.rows('SELECT 1 FROM pg_locks WHERE NOT granted')).length === 0) continue
    await other.query('COMMIT')
    other.release()
    await changed

    expect(await days()).toEqual(['2026-03-03', '2026-03-03'])
  })
})
