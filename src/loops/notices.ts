import { z } from 'zod'
import type { ChatPort } from '../chat/port.js'
import type { Notice } from '../database/prisma/client.js'
import { AppError } from '../errors.js'
import type { Job } from '../queue/job.js'
import type { Lease } from '../queue/lease.js'
import { noticeOutbox } from '../queue/outbox.js'
import { workspaceById } from '../workspaces/store.js'
import { pause, postsTo, slotsOf, type SlotWait } from './slots.js'
import type { CardJobDeps } from './telling.js'
import { mayTry, noteTrouble, noteWorks } from './trouble.js'
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
  const { workspaceId } = notice
  if (await isAnswered(prisma, notice)) {
    await settle(deps, notice)
    return 'done'
  }
  const [workspace, port] = await Promise.all([workspaceById(deps, workspaceId), deps.chatOf(workspaceId)])
  const channel = workspace?.homeChannel ?? null
  if (channel === null) return { waitUntil: clock() + nowhereWaitMs, error: 'no_home_channel' }
  if ('absent' in port) return { waitUntil: clock() + nowhereWaitMs, error: port.absent }
  const place = { workspaceId, channel }
  const leave = await mayTry(deps, place, notice)
  if ('wait' in leave) return leave.wait
  try {
    const wait = await sendOnce(deps, port, { notice, channel, lease })
    if (wait !== null) return wait
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const chat = error.retryable ? port : await deps.chatOf(workspaceId)
    if ('absent' in chat) {
      return { waitUntil: clock() + nowhereWaitMs, error: chat.absent, refused: error.message }
    }
    if (error.retryAfterMs !== undefined) await pause(deps, [postsTo(channel)], error.retryAfterMs)
    const wait = await noteTrouble(deps, place, { id, act: 'post' }, error)
    if (wait !== null) return wait
    throw error
  }
  if (leave.troubled) await noteWorks(deps, place, 'post')
  await settle(deps, notice)
  return 'done'
}

/** @returns the turn to come back for, or null: it stands there */
async function sendOnce(
  deps: NoticeJobDeps,
  port: ChatPort,
  { notice, channel, lease }: { notice: Notice; channel: string; lease: Lease },
): Promise<SlotWait | null> {
  const { id, kind, createdAt } = notice
  const marker = { kind: 'notice', id } as const
  const standing = lease.attempts > 1 ? await port.findOwn(channel, marker, createdAt.getTime()) : null
  if (standing !== null) return null
  const wait = await slotsOf(deps, notice, lease).next(postsTo(channel))
  if (wait !== null) return wait
  await port.postNotice(channel, { kind, data: NoticeData.parse(notice.data) }, marker)
  return null
}

const UnboundQuestion = z.object({ sourceId: z.uuid(), questionKey: z.string() })
const Trouble = z.object({ channel: z.string(), since: z.iso.datetime() })

/** What the notice asks for was done before it could be posted: it would send somebody on a fool's errand. */
async function isAnswered(
  prisma: CardJobDeps['prisma'],
  { workspaceId, kind, data }: Notice,
): Promise<boolean> {
  const trouble = kind === 'delivery_trouble' ? Trouble.safeParse(data).data : undefined
  if (trouble !== undefined) {
    const where = { workspaceId, channel: trouble.channel, since: new Date(trouble.since) }
    return (await prisma.channelTrouble.findFirst({ where, select: { channel: true } })) === null
  }
  const asks = kind === 'unbound_question' ? UnboundQuestion.safeParse(data).data : undefined
  if (asks === undefined) return false
  const where = { workspaceId, sourceId: asks.sourceId, key: asks.questionKey }
  return (await prisma.question.findFirst({ where, select: { id: true } })) !== null
}

async function settle({ prisma, clock }: NoticeJobDeps, { id, workspaceId }: Notice): Promise<void> {
  await prisma.notice.updateMany({ where: { id, workspaceId }, data: { postedAt: new Date(clock()) } })
}
