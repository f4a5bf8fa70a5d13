import pg from 'pg'
import { AppError } from '../../errors.js'

/** Who uses the server: the one bot that may run on a data folder, or somebody passing by (a CLI command). */
export type Guest = 'bot' | 'visitor'

/** A session of its own that shows others that we are here; it ends with the process, however that dies. */
export interface Presence {
  /**
   * True for the last one out: nobody else is here and, until the session ends, nobody can join; the server may be stopped.
   * Of any number who leave at once exactly one is the last.
   */
  leave(): Promise<boolean>
  /** Resolves when the session broke or ended. */
  gone: Promise<void>
  end(): Promise<void>
}

const lockClass = 0x48454152
const botLock = 1
const presenceLock = 2

/**
 * @throws AppError misconfigured when a second bot asks; anything else: the server went away meanwhile, try again
 */
export async function join(url: string, guest: Guest, dataFolder: string): Promise<Presence> {
  const client = new pg.Client({
    connectionString: url,
    application_name: `heard ${guest} presence`,
    connectionTimeoutMillis: 5_000,
  })
  const gone = new Promise<void>((resolve) => client.on('end', () => resolve()))
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('SELECT pg_advisory_lock_shared($1, $2)', [lockClass, presenceLock])
    if (guest === 'bot' && !(await tryLock(client, botLock))) throw secondBot(dataFolder)
  } catch (error) {
    await client.end().catch(() => undefined)
    throw error
  }
  return {
    gone,
    leave: () => leave(client).catch(() => false),
    end: () => client.end().catch(() => undefined),
  }
}

/** Our own mark goes first: else two who leave at once would each see the other and both go. */
async function leave(client: pg.Client): Promise<boolean> {
  await client.query('SELECT pg_advisory_unlock_shared($1, $2)', [lockClass, presenceLock])
  return tryLock(client, presenceLock)
}

async function tryLock(client: pg.Client, lock: number): Promise<boolean> {
  const { rows } = await client.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS got', [
    lockClass,
    lock,
  ])
  return rows[0]?.got === true
}

function secondBot(dataFolder: string): AppError {
  return new AppError({
    code: 'misconfigured',
    message: 'another bot runs on this data folder',
    tellUser: ({ start }) => start.embedded.secondBot(dataFolder),
  })
}
