import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { messagesFor } from '../../src/messages/messages.js'
import type { ScoreReport } from '../../src/chat/score-report.js'
import { AppError } from '../../src/errors.js'
import { nps } from '../../src/scores/nps.js'
import { scoreReport } from '../../src/scores/report.js'
import { shareDefinition } from '../../src/scores/share.js'
import { freshDatabase, type FreshDatabase } from '../support/database.js'
import { addAnswers, addQuestion, addWorkspace, localDate, type AnswerRow } from './answers.js'
import { seeded } from './random.js'

const now = Date.parse('2026-10-31T15:00:00Z')
const day = 86_400_000

let db: FreshDatabase
beforeAll(async () => {
  db = await freshDatabase()
})
afterAll(() => db.drop())

function ask(workspaceId: string, window: string, at = now): Promise<ScoreReport> {
  return scoreReport(db.database, { workspaceId, definition: nps, window, now: at })
}

/** 90 days of answers to two questions, seeded. */
function history(workspaceId: string, questionIds: string[], timeZone: string): AnswerRow[] {
  const random = seeded(7)
  return Array.from({ length: 900 }, () => ({
    workspaceId,
    questionId: questionIds[Math.floor(random() * questionIds.length)] ?? null,
    score: Math.min(10, Math.floor(random() * 14)),
    at: now - Math.floor(random() * 90 * day),
    timeZone,
    segments: { plan: random() < 0.5 ? 'pro' : 'free' },
  }))
}

function promoters(scores: number[]): number {
  return scores.filter((score) => score >= 9).length
}

describe('a report', () => {
  it.each(['Europe/Berlin', 'America/New_York', 'Pacific/Auckland'])(
    'equals a recount of the answers, in %s',
    async (zone) => {
      const workspaceId = await addWorkspace(db.database.pool, zone)
      const questions = [
        await addQuestion(db.database.pool, workspaceId, { survey: 'Quarterly' }),
        await addQuestion(db.database.pool, workspaceId, {
          survey: 'After support',
          programme: 'transactional',
        }),
      ]
      const rows = history(workspaceId, questions, zone)
      await addAnswers(db.database.pool, rows)
      for (const window of ['today', 'last7d', 'last30d', '2026-09-01..2026-09-30', 'mtd']) {
        const report = await ask(workspaceId, window)
        const within = ({ from, to }: { from: string; to: string }) =>
          rows
            .filter((row) => localDate(row.at, zone) >= from && localDate(row.at, zone) <= to)
            .map((row) => row.score)
        const [scores, before] = [within(report.window), within(report.previous)]
        const detractors = scores.filter((score) => score <= 6).length
        expect(report.n).toBe(scores.length)
        expect(report.previous.n).toBe(before.length)
        expect(report.counts).toEqual({
          good: promoters(scores),
          bad: detractors,
          neutral: scores.length - promoters(scores) - detractors,
        })
        expect(report.byScore).toEqual(
          Array.from({ length: 11 }, (_, score) => ({ score, n: scores.filter((x) => x === score).length })),
        )
        if (scores.length >= 10) {
          expect(report.score).toBeCloseTo((100 * (promoters(scores) - detractors)) / scores.length, 9)
        }
        expect(report.pooled.relational + report.pooled.transactional).toBe(scores.length)
      }
    },
  )

  it('follows every later change of the answers', async () => {
    const { pool } = db.database
    const workspaceId = await addWorkspace(pool, 'UTC')
    const questionId = await addQuestion(pool, workspaceId)
    const answer = { workspaceId, questionId, at: now - day, timeZone: 'UTC' }
    await addAnswers(
      pool,
      Array.from({ length: 20 }, (_, i) => ({ ...answer, score: i < 15 ? 10 : 2 })),
    )
    expect((await ask(workspaceId, 'last7d')).score).toBe(50)
    await pool.query('UPDATE response SET score = 9 WHERE workspace_id = $1 AND score = 2', [workspaceId])
    expect((await ask(workspaceId, 'last7d')).score).toBe(100)
    await pool.query(`UPDATE response SET state = 'quarantined' WHERE workspace_id = $1 AND score = 9`, [
      workspaceId,
    ])
    expect(await ask(workspaceId, 'last7d')).toMatchObject({ n: 15, leftOut: { quarantined: 5 } })
    await pool.query('DELETE FROM response WHERE workspace_id = $1', [workspaceId])
    expect(await ask(workspaceId, 'last7d')).toMatchObject({ n: 0, score: null, leftOut: { quarantined: 0 } })
  })

  it('never sees another workspace', async () => {
    const { pool } = db.database
    const mine = await addWorkspace(pool, 'UTC')
    const theirs = await addWorkspace(pool, 'UTC')
    const questionId = await addQuestion(pool, theirs)
    await addAnswers(
      pool,
      Array.from({ length: 12 }, () => ({
        workspaceId: theirs,
        questionId,
        score: 9,
        at: now,
        timeZone: 'UTC',
      })),
    )
    await addAnswers(pool, [{ workspaceId: theirs, questionId: null, score: 3, at: now, timeZone: 'UTC' }])
    expect(await ask(theirs, 'today')).toMatchObject({ n: 12, leftOut: { unbound: 1 } })
    expect(await ask(mine, 'today')).toMatchObject({
      n: 0,
      leftOut: { unbound: 0 },
      pooled: { questions: 0 },
    })
  })
})

describe('what is left out', () => {
  it('is told and in no number: unbound, off the scale, of the window only, of this metric only', async () => {
    const { pool } = db.database
    const workspaceId = await addWorkspace(pool, 'Europe/Berlin')
    const npsQuestion = await addQuestion(pool, workspaceId)
    const stars = await addQuestion(pool, workspaceId, {
      metric: 'csat',
      min: 1,
      max: 5,
      good: [4, 5],
      bad: [1, 2],
    })
    const row = (questionId: string | null, score: number, at: number, state?: AnswerRow['state']) => ({
      workspaceId,
      questionId,
      score,
      at,
      timeZone: 'Europe/Berlin',
      ...(state && { state }),
    })
    await addAnswers(pool, [
      ...Array.from({ length: 10 }, () => row(npsQuestion, 10, now)),
      ...Array.from({ length: 30 }, () => row(stars, 1, now)),
      row(null, 6, now),
      row(null, 6, now - 40 * day),
      row(npsQuestion, 11, now, 'quarantined'),
      row(npsQuestion, 6.5, now, 'quarantined'),
      row(npsQuestion, 8.5, now, 'quarantined'),
      row(npsQuestion, 12, now - 8 * day, 'quarantined'),
      row(stars, 9, now, 'quarantined'),
    ])
    const report = await ask(workspaceId, 'last7d')
    expect(report).toMatchObject({ n: 10, score: 100, pooled: { questions: 1 } })
    expect(report.leftOut).toEqual({
      unbound: 1,
      quarantined: 3,
      withdrawn: 0,
      otherDefinition: 0,
      atLeast: false,
    })
  })

  it('never pools two scales, as one average of five and seven points would', async () => {
    const { pool } = db.database
    const workspaceId = await addWorkspace(pool, 'UTC')
    const five = { metric: 'ces', min: 1, max: 5, good: [4, 5], bad: [1, 2] } satisfies Parameters<
      typeof addQuestion
    >[2]
    const seven = { metric: 'ces', min: 1, max: 7, good: [5, 7], bad: [1, 3] } satisfies Parameters<
      typeof addQuestion
    >[2]
    const questions = [
      await addQuestion(pool, workspaceId, five),
      await addQuestion(pool, workspaceId, seven),
    ]
    await addAnswers(
      pool,
      questions.flatMap((questionId) =>
        Array.from({ length: 15 }, () => ({ workspaceId, questionId, score: 5, at: now, timeZone: 'UTC' })),
      ),
    )
    const definition = shareDefinition({
      metric: 'ces',
      min: 1,
      max: 7,
      direction: 'high_is_good',
      good: { from: 5, to: 7 },
      bad: { from: 1, to: 3 },
    })
    const report = await scoreReport(db.database, { workspaceId, definition, window: 'today', now })
    expect(report).toMatchObject({ n: 15, score: 100, leftOut: { otherDefinition: 15 } })
  })
})

describe('few answers', () => {
  it.each([
    [9, 9, null, 'too_few'],
    [10, 40, 100, 'too_few'],
    [29, 40, 100, 'too_few'],
    [40, 29, 100, 'too_few'],
    [30, 30, 100, 'no_clear_change'],
    [30, 0, 100, 'none'],
    [0, 30, null, 'none'],
  ])('%d now and %d before', async (current, previous, score, verdict) => {
    const { pool } = db.database
    const workspaceId = await addWorkspace(pool, 'UTC')
    const questionId = await addQuestion(pool, workspaceId)
    const rows = (n: number, at: number) =>
      Array.from({ length: n }, () => ({ workspaceId, questionId, score: 9, at, timeZone: 'UTC' }))
    await addAnswers(pool, [...rows(current, now), ...rows(previous, now - day)])
    const report = await ask(workspaceId, 'today')
    expect(report).toMatchObject({ n: current, score, trend: { verdict }, previous: { n: previous } })
    expect(report.interval === null).toBe(score === null)
  })
})

describe('what cannot be answered', () => {
  it('says what to type instead and does not repeat what was typed', async () => {
    const workspaceId = await addWorkspace(db.database.pool, 'Europe/Berlin')
    const failed = await ask(workspaceId, 'last 30 <b>d').catch((error: unknown) => error)
    if (!(failed instanceof AppError)) throw failed
    expect(failed.code).toBe('bad_input')
    const told = failed.tell(messagesFor('en'))
    expect(told).toContain('2026-09-01..2026-09-30')
    expect(`${failed.message} ${told}`).not.toContain('<b>')
  })

  it('is an unknown workspace or time zone', async () => {
    const unknown = await addWorkspace(db.database.pool, 'Mars/Olympus')
    await expect(ask(unknown, 'today')).rejects.toMatchObject({ code: 'misconfigured' })
    await expect(ask('00000000-0000-7000-8000-000000000000', 'today')).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})
