import type { Clock } from '../clock.js'
import type { Log } from '../logging/log.js'
import { openDatabase, type Database } from './database.js'
import { startEmbedded } from './embedded.js'
import type { Guest } from './embedded/presence.js'
import { migrate } from './migrate.js'

export interface DataSettings {
  /** Null: the embedded PostgreSQL in the data folder. */
  databaseUrl: string | null
  dataFolder: string
  migrate: boolean
}

/** The product's database, up to date and ready. */
export interface Data {
  url: string
  database: Database
  close(): Promise<void>
}

/**
 * @param guest 'bot' claims an embedded data folder for as long as the process lives; 'visitor' (the CLI) passes by
 * @throws AppError misconfigured or unavailable, saying what to do
 */
export async function openData(
  settings: DataSettings,
  guest: Guest,
  deps: { log: Log; clock: Clock },
): Promise<Data> {
  const embedded =
    settings.databaseUrl === null ? await startEmbedded(settings.dataFolder, guest, { log: deps.log }) : null
  const url = settings.databaseUrl ?? embedded?.url ?? ''
  try {
    if (settings.migrate) await migrate(url, deps)
    const database = openDatabase(url, { log: deps.log })
    return {
      url,
      database,
      async close() {
        await database.close()
        await embedded?.close()
      },
    }
  } catch (error) {
    await embedded?.close()
    throw error
  }
}
