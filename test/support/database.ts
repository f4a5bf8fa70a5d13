import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { openDatabase, type Database } from '../../src/database/database.js'
import { openLog } from '../../src/logging/log.js'

/** Migrated once a run; never connected to afterwards, so that it can be cloned. */
export const templateDatabase = 'heard_template'

export interface FreshDatabase {
  url: string
  database: Database
  drop(): Promise<void>
}

/** A migrated, empty database of the test's own. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const { url, remove } = await createDatabase(templateDatabase)
  const database = openDatabase(url, { log: openLog('error') })
  return {
    url,
    database,
    async drop() {
      await database.close()
      await remove()
    },
  }
}

export interface EmptyDatabase {
  url: string
  remove: () => Promise<void>
}

/** A database without a single table, for tests of the migrations themselves. */
export function emptyDatabase(): Promise<EmptyDatabase> {
  return createDatabase('template0')
}

async function createDatabase(template: string): Promise<EmptyDatabase> {
  const name = `t_${randomUUID().replaceAll('-', '')}`
  await administer(`CREATE DATABASE ${name} TEMPLATE ${template}`)
  const url = new URL(inject('postgresUrl'))
  url.pathname = `/${name}`
  return { url: url.href, remove: () => administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) }
}

async function administer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgresUrl') })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
