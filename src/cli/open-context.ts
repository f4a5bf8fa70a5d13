import type { Config } from '../config.js'
import { AppError } from '../errors.js'
import { systemClock } from '../clock.js'
import { openData } from '../database/open-data.js'
import { newUuid } from '../ids.js'
import { openLog } from '../logging/log.js'
import type { Messages } from '../messages/messages.js'
import { keyOfDataFolder } from '../workspaces/key-file.js'
import { buildSealer } from '../workspaces/seal.js'
import { allWorkspaces, firstWorkspace } from '../workspaces/store.js'
import { chooseWorkspace, type WantedWorkspace } from './choose-workspace.js'
import type { CliContext } from './context.js'

/** Opens what a command needs. The bot may be running beside it: its database is adopted, and its sweep finds new work. */
export async function openContext(
  config: Config,
  messages: Messages,
  now: number,
  print: (line: string) => void,
  wanted: WantedWorkspace = { scope: 'one' },
): Promise<{ context: CliContext; close: () => Promise<void> }> {
  const log = openLog(config.log === 'debug' ? 'debug' : 'silent')
  const data = await openData(config, 'visitor', { log, clock: systemClock })
  const { prisma } = data.database
  await firstWorkspace({ prisma, newId: newUuid }, now)
  const workspace = chooseWorkspace(await allWorkspaces({ prisma }), wanted)
  if (workspace instanceof AppError) {
    await data.close()
    throw workspace
  }
  const context: CliContext = {
    config,
    database: data.database,
    bell: { ring: () => Promise.resolve() },
    sealer: buildSealer(config.key ?? keyOfDataFolder(config.dataFolder)),
    newId: newUuid,
    messages,
    workspaceId: workspace.id,
    now,
    print,
  }
  return { context, close: () => data.close() }
}
