import type { Database } from '../database/database.js'
import type { NewId } from '../ids.js'
import type { Messages } from '../messages/messages.js'
import type { Bell } from '../queue/job.js'
import type { Sealer } from '../workspaces/seal.js'
import type { Config } from '../config.js'

/** What a command works with; opened when the command runs, closed after it. */
export interface CliContext {
  config: Config
  database: Database
  bell: Bell
  sealer: Sealer
  newId: NewId
  messages: Messages
  workspaceId: string
  now: number
  print: (line: string) => void
}

/**
 * Opens everything, does the work, closes everything.
 * @param scope 'one', the default: the work is about one workspace, which must be named where there are several
 */
export type Run = (work: (context: CliContext) => Promise<void>, scope?: 'one' | 'all') => Promise<void>
