import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '../../src/database/embedded.js'
import { migrate } from '../../src/database/migrate.js'
import { openLog } from '../../src/logging/log.js'
import { templateDatabase } from './database.js'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Of the run's own PostgreSQL, its maintenance database. */
    postgresUrl: string
  }
}

/** One PostgreSQL for the whole run, in a folder of its own, with one migrated database that tests clone. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'heard-test-'))
  const log = openLog('warn')
  const settings = {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '200',
  }
  const server = await startEmbedded(folder, 'visitor', { log, settings })
  const url = new URL(server.url)
  url.pathname = '/postgres'
  await makeTemplate(url.href, log)
  project.provide('postgresUrl', url.href)
  return async () => {
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function makeTemplate(url: string, log: ReturnType<typeof openLog>): Promise<void> {
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  await admin.query(`CREATE DATABASE ${templateDatabase}`)
  await admin.end()
  const template = new URL(url)
  template.pathname = `/${templateDatabase}`
  await migrate(template.href, { log, clock: () => Date.parse('2026-11-01T00:00:00Z') })
}
