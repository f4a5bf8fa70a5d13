import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { startEmbedded } from '../database/embedded.js'
import type { Log } from '../logging/log.js'

const prefix = 'heard-demo-'

/** A folder for this run only: the stand-in forgets everything, so the database must too. */
export function newDataFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), prefix))
  writeFileSync(path.join(folder, 'demo.pid'), String(process.pid))
  return folder
}

export function removeDataFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
}

/** A demo that was killed leaves its server and folder behind: the next one clears up. */
export async function removeKilledDemos(log: Log): Promise<void> {
  for (const name of readdirSync(os.tmpdir()).filter((candidate) => candidate.startsWith(prefix))) {
    const folder = path.join(os.tmpdir(), name)
    const pidFile = path.join(folder, 'demo.pid')
    if (!existsSync(pidFile) || isAlive(Number(readFileSync(pidFile, 'utf8')))) continue
    try {
      // As the last one out we stop it.
      if (existsSync(path.join(folder, 'postgres', 'postmaster.pid'))) {
        await startEmbedded(folder, 'visitor', { log }).then((server) => server.close())
      }
      removeDataFolder(folder)
    } catch {
      log.warn('an earlier demo left something behind that could not be removed')
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
