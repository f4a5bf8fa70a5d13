import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '../../src/database/embedded.js'
import { migrate } from '../../src/database/migrate.js'
import { openLog, type Log } from '../../src/logging/log.js'
import { templateDatabase } from './database.js'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Of the run's own PostgreSQL, its maintenance database. */
    postgresUrl: string
  }
}

const prefix = 'heard-test-run-'
/** Tests need speed, not durability. */
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' }

/** One PostgreSQL for the whole run, in a folder of its own, with one migrated database that tests clone. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const log = openLog('warn')
  await removeKilledRuns(log)
  const folder = await mkdtemp(path.join(os.tmpdir(), prefix))
  await writeFile(path.join(folder, 'run.pid'), String(process.pid))
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

async function makeTemplate(url: string, log: Log): Promise<void> {
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  await admin.query(`CREATE DATABASE ${templateDatabase}`)
  await admin.end()
  const template = new URL(url)
  template.pathname = `/${templateDatabase}`
  await migrate(template.href, { log, clock: () => Date.parse('2026-11-01T00:00:00Z') })
}

/** A run that was killed leaves its server behind: as the last one out, we stop it. */
async function removeKilledRuns(log: Log): Promise<void> {
  for (const name of await readdir(os.tmpdir())) {
    const folder = path.join(os.tmpdir(), name)
    const pid = Number(
      name.startsWith(prefix) && (await readFile(path.join(folder, 'run.pid'), 'utf8').catch(() => '')),
    )
    if (pid === 0 || isAlive(pid)) continue
    if (existsSync(path.join(folder, 'postgres', 'postmaster.pid'))) {
      await startEmbedded(folder, 'visitor', { log, settings }).then((server) => server.close())
    }
    await rm(folder, { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}
