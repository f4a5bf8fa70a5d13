import { z } from 'zod'
import type { Notice } from '../database/prisma/client.js'
import { AppError } from '../errors.js'
import type { Job } from '../queue/job.js'
import type { Lease } from '../queue/lease.js'
import { noticeOutbox } from '../queue/outbox.js'
import { workspaceById } from '../workspaces/store.js'
import { pause, postsTo, slotsOf } from './slots.js'
import type { CardJobDeps } from './telling.js'
import { workRow, type RowOutcome } from '../queue/work-row.js'

export type NoticeJobDeps = Omit<CardJobDeps, 'bell'>

const NoticeJob = z.object({ id: z.uuid() })
const NoticeData = z.record(z.string(), z.unknown())

/** Nobody has said where notices go, or the workspace is in no chat: asked again this often. */
const nowhereWaitMs = 60_000

/** Posts a notice to the workspace's home channel, once. */
export function noticeJob(deps: NoticeJobDeps): Job<{ id: string }> {
  return {
    name: noticeOutbox.job,
    schema: NoticeJob,
    handle: ({ id }) => workRow(deps, noticeOutbox, id, (lease) => post(deps, id, lease)),
  }
}

async function post(deps: NoticeJobDeps, id: string, lease: Lease): Promise<RowOutcome> {
  const { prisma, clock } = deps
  const notice = await prisma.notice.findUniqueOrThrow({ where: { id } })
  const { workspaceId, kind } = notice
  if (await isAnswered(prisma, notice)) {
    await settle(deps, notice)
    return 'done'
  }
  const [workspace, port] = await Promise.all([workspaceById(deps, workspaceId), deps.chatOf(workspaceId)])
  const channel = workspace?.homeChannel ?? null
  if (channel === null) return { waitUntil: clock() + nowhereWaitMs, error: 'no_home_channel' }
  if ('absent' in port) return { waitUntil: clock() + nowhereWaitMs, error: port.absent }
  const marker = { kind: 'notice', id } as const
  const standing = lease.attempts > 1 ? await port.findOwn(channel, marker, notice.createdAt.getTime()) : null
  if (standing === null) {
    const wait = await slotsOf(deps, notice, lease).next(postsTo(channel))
    if (wait !== null) return wait
    try {
      await port.postNotice(channel, { kind, data: NoticeData.parse(notice.data) }, marker)
    } catch (error) {
      if (error instanceof AppError && error.retryAfterMs !== undefined) {
        await pause(deps, [postsTo(channel)], error.retryAfterMs)
      }
      throw error
    }
  }
  await settle(deps, notice)
  return 'done'
}

const UnboundQuestion = z.object({ sourceId: z.uuid(), questionKey: z.string() })

/** What the notice asks for was done before it could be posted: it would send somebody on a fool's errand. */
async function isAnswered(
  prisma: CardJobDeps['prisma'],
  { workspaceId, kind, data }: Notice,
): Promise<boolean> {
  const asks = kind === 'unbound_question' ? UnboundQuestion.safeParse(data).data : undefined
  if (asks === undefined) return false
  const where = { workspaceId, sourceId: asks.sourceId, key: asks.questionKey }
  return (await prisma.question.findFirst({ where, select: { id: true } })) !== null
}

async function settle({ prisma, clock }: NoticeJobDeps, { id, workspaceId }: Notice): Promise<void> {
  await prisma.notice.updateMany({ where: { id, workspaceId }, data: { postedAt: new Date(clock()) } })
}
