import type { ChatOf, ChatPort } from '../chat/port.js'
import type { PrismaClient } from '../database/prisma/client.js'
import type { Bell } from '../queue/job.js'
import type { Slots } from './slots.js'
import type { Act } from './trouble.js'
import type { WorkRowDeps } from '../queue/work-row.js'

export interface CardJobDeps extends WorkRowDeps {
  prisma: PrismaClient
  bell: Bell
  chatOf: ChatOf
}

/** One run of telling one card. */
export interface Telling {
  deps: CardJobDeps
  port: ChatPort
  slots: Slots
  /** Over 1: an earlier run may have posted and not lived to note it. */
  attempts: number
  /** Epoch ms: until then the row is ours. */
  leaseUntil: number
  /** What is being sent, for what is learned from its failure or success. */
  act: Act
  /** Something of ours stands there now for good. */
  progressed: () => Promise<void>
  /** The platform took what was sent. */
  worked: () => Promise<void>
}
