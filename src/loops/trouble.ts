import type { PrismaClient } from '../database/prisma/client.js'
import type { AppError } from '../errors.js'
import { idOf } from '../ids.js'
import { messagesFor } from '../messages/messages.js'
import type { Bell } from '../queue/job.js'
import { workspaceById } from '../workspaces/store.js'

/**
 * Tells the home channel that something cannot be delivered: once a day (UTC) for a channel and a kind of failure, however
 * many cards wait for it.
 */
export async function noteTrouble(
  { prisma, bell }: { prisma: PrismaClient; bell: Bell },
  { workspaceId, channel }: { workspaceId: string; channel: string },
  error: AppError,
  now: number,
): Promise<void> {
  const at = new Date(now)
  const id = idOf(workspaceId, 'delivery_trouble', channel, error.code, at.toISOString().slice(0, 10))
  const workspace = await workspaceById({ prisma }, workspaceId)
  const problem = error.tellUser?.(messagesFor(workspace?.language ?? 'en')) ?? null
  const data = { channel, problem }
  const { count } = await prisma.notice.createMany({
    data: [{ id, workspaceId, kind: 'delivery_trouble', data, createdAt: at, nextTryAt: at }],
    skipDuplicates: true,
  })
  if (count > 0) await bell.ring([{ job: 'notice', id }])
}
