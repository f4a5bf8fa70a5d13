import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/**
 * The sealing key of a data folder: made at the first start, readable by its owner only, and the same ever after.
 * Two first starts at once agree on one: the file is created exclusively and the loser reads the winner's.
 */
export function keyOfDataFolder(dataFolder: string): string {
  const file = path.join(dataFolder, 'key')
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  if (!existsSync(file)) {
    try {
      writeFileSync(file, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
  chmodSync(file, 0o600)
  return readFileSync(file, 'utf8').trim()
}
