import type pg from 'pg'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshDatabase, type FreshDatabase } from '../support/database.js'
import { insertResponses, layGround, type Ground } from '../support/rows.js'

describe('history', () => {
  let db: FreshDatabase
  let pool: pg.Pool
  let ground: Ground
  let responseId: string
  let loopId: string
  beforeAll(async () => {
    db = await freshDatabase()
    pool = db.database.pool
    ground = await layGround(pool)
    responseId = v7()
    await insertResponses(pool, ground, [{ id: responseId, responseKey: 'a', score: 3, comment: 'slow' }])
    loopId = await insertLoop(null)
    await pool.query(
      `INSERT INTO loop_event (workspace_id, loop_id, version, at, kind) VALUES ($1, $2, 1, '2026-11-01', 'opened')`,
      [ground.workspaceId, loopId],
    )
  })
  afterAll(() => db.drop())

  async function insertLoop(customerId: string | null): Promise<string> {
    const id = v7()
    await pool.query(
      `INSERT INTO loop (id, workspace_id, customer_id, status, severity, opened_at, first_contact_due_at, resolution_due_at)
       VALUES ($1, $2, $3, 'new', 'normal', '2026-11-01', '2026-11-02', '2026-11-06')`,
      [id, ground.workspaceId, customerId],
    )
    return id
  }

  it('records a changed answer before and after, under the delivery that changed it', async () => {
    const delivery = v7()
    await pool.query(
      `UPDATE response SET version = 2, score = 8, comment = 'better', delivery_id = $2, received_at = '2026-11-05T10:00:00Z'
       WHERE id = $1`,
      [responseId, delivery],
    )
    const { rows } = await pool.query(
      'SELECT response_id, delivery_id, at, before, after FROM response_event',
    )
    const same = { state: 'scored', question_id: ground.questionId, answered_at: '2026-11-01T00:00:00+00:00' }
    expect(rows).toEqual([
      {
        response_id: responseId,
        delivery_id: delivery,
        at: new Date('2026-11-05T10:00:00Z'),
        before: { version: 1, score: 3, comment: 'slow', ...same },
        after: { version: 2, score: 8, comment: 'better', ...same },
      },
    ])
  })

  it('records nothing when nothing of the answer changed', async () => {
    await pool.query(`UPDATE response SET survey = 'renamed', received_at = '2026-11-09' WHERE id = $1`, [
      responseId,
    ])
    const { rowCount } = await pool.query('SELECT 1 FROM response_event')
    expect(rowCount).toBe(1)
  })

  it.each([
    'UPDATE response_event SET after = before',
    'DELETE FROM response_event',
    'TRUNCATE response_event',
    "UPDATE loop_event SET kind = 'closed'",
    "UPDATE loop_event SET told_at = '2026-11-02', data = '{\"a\":1}'",
    'DELETE FROM loop_event',
    'TRUNCATE loop_event',
  ])('refuses: %s', async (sql) => {
    await expect(pool.query(sql)).rejects.toMatchObject({
      code: '23001',
      message: expect.stringContaining('append-only'),
    })
  })

  it('lets a line be marked as told', async () => {
    const marked = await pool.query(
      `UPDATE loop_event SET told_at = '2026-11-02', tell_attempts = tell_attempts + 1`,
    )
    expect(marked.rowCount).toBe(1)
  })

  it('lets an erasure blank text and history, which leaves no trace of it', async () => {
    const client = await pool.connect()
    await client.query("BEGIN; SET LOCAL heard.erasing = 'on'")
    await client.query('UPDATE response SET comment = NULL')
    await client.query(`UPDATE response_event SET before = before - 'comment', after = after - 'comment'`)
    await client.query('DELETE FROM loop_event')
    await client.query('COMMIT')
    client.release()
    const { rows } = await pool.query<{ text: string }>(
      'SELECT before::text || after::text AS text FROM response_event',
    )
    expect(rows).toHaveLength(1)
    expect(rows[0]?.text).not.toMatch(/slow|better/)
    await expect(pool.query('DELETE FROM response_event')).rejects.toMatchObject({ code: '23001' })
  })

  it('holds one open loop a customer, and any number of anonymous ones', async () => {
    const customer = v7()
    const first = await insertLoop(customer)
    await expect(insertLoop(customer)).rejects.toMatchObject({
      code: '23505',
      constraint: 'loop_one_open_a_customer',
    })
    await pool.query("UPDATE loop SET status = 'closed', closed_at = '2026-11-03' WHERE id = $1", [first])
    await insertLoop(customer)
    await insertLoop(null)
    await insertLoop(null)
  })

  it.each([
    ["UPDATE loop SET status = 'lost'", 'loop_status_check'],
    ["UPDATE loop SET status = 'closed' WHERE closed_at IS NULL", 'loop_closed_check'],
    ["UPDATE loop SET outcome = 'happy'", 'loop_outcome_check'],
    ["UPDATE question SET metric = 'stars'", 'question_metric_check'],
    ['UPDATE question SET min = 1, bad_from = 1', 'question_nps_check'],
    ["UPDATE question SET metric = 'csat', bad_to = 9", 'question_bands_apart_check'],
    ["UPDATE question SET metric = 'csat', good_to = 11", 'question_good_check'],
    ['UPDATE response SET question_id = NULL', 'response_scored_check'],
    ['UPDATE response SET score = 20000', 'response_scored_check'],
    [`UPDATE response SET segments = '["plan"]'`, 'response_segments_check'],
  ])('refuses: %s', async (sql, constraint) => {
    await expect(pool.query(sql)).rejects.toMatchObject({ code: '23514', constraint })
  })
})
