import { setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'
import { AppError } from '../../errors.js'

/** Three seconds in all. */
const mostAttempts = 15

/**
 * Does the work on a connection of its own, and alone among all processes that name the same. The lock is the session's, so it is free as soon as the
 * process that holds it is dead; a moment later, if a statement of it still runs.
 * @throws AppError conflict when somebody else goes on holding it
 */
export async function holding<T>(
  pool: pg.Pool,
  name: string,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  try {
    for (let attempt = 0; !(await isLocked(client, name)); attempt += 1) {
      if (attempt === mostAttempts) throw underWay()
      await wait(200)
    }
    return await work(client)
  } finally {
    // The connection ends, and the lock with it.
    client.release(true)
  }
}

async function isLocked(client: pg.PoolClient, name: string): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>(
    'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS locked',
    [name],
  )
  return rows[0]?.locked === true
}

function underWay(): AppError {
  return new AppError({
    code: 'conflict',
    message: 'import: the same file is being imported',
    tellUser: ({ cli }) => cli.importing.underWay,
  })
}
