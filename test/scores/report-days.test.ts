import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nps } from '../../src/scores/nps.js'
import { scoreReport } from '../../src/scores/report.js'
import { freshDatabase, type FreshDatabase } from '../support/database.js'
import { addAnswers, addQuestion, addWorkspace, localDate } from './answers.js'

const hour = 3_600_000

let db: FreshDatabase
beforeAll(async () => {
  db = await freshDatabase()
})
afterAll(() => db.drop())

function ask(workspaceId: string, window: string, now: number) {
  return scoreReport(db.database, { workspaceId, definition: nps, window, now })
}

describe('days', () => {
  it.each([
    ['Europe/Berlin', '2026-10-24T22:00:00Z', 25],
    ['Europe/Berlin', '2026-03-28T23:00:00Z', 23],
    ['America/New_York', '2026-11-01T04:00:00Z', 25],
    ['America/New_York', '2026-03-08T05:00:00Z', 23],
    ['Pacific/Auckland', '2026-04-04T11:00:00Z', 25],
    ['Pacific/Auckland', '2026-09-26T12:00:00Z', 23],
  ])('in %s from %s last %d hours, to the millisecond', async (timeZone, start, hours) => {
    const { pool } = db.database
    const workspaceId = await addWorkspace(pool, timeZone)
    const questionId = await addQuestion(pool, workspaceId)
    const first = Date.parse(start)
    const moments = [first - 1, first, first + hours * hour - 1, first + hours * hour]
    await addAnswers(
      pool,
      moments.map((at, score) => ({ workspaceId, questionId, score, at, timeZone })),
    )
    const typed = localDate(first, timeZone)
    const that = await ask(workspaceId, typed, first + 72 * hour)
    expect(that.byScore.filter((step) => step.n > 0).map((step) => step.score)).toEqual([1, 2])
    expect(that.previous.n).toBe(1)
    const seen = await ask(workspaceId, 'today', first + hours * hour - 1)
    expect(seen.window).toMatchObject({ from: typed, to: typed, inclToday: true })
    // The intake asks PostgreSQL for the day, and the window is made by Luxon: they must agree.
    const days = await pool.query<{ day: string }>(
      'SELECT (m AT TIME ZONE $2)::date::text AS day FROM unnest($1::timestamptz[]) AS m',
      [moments.map((at) => new Date(at)), timeZone],
    )
    expect(days.rows.map(({ day }) => day)).toEqual(moments.map((at) => localDate(at, timeZone)))
  })
})
