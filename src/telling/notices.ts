import { z } from 'zod'
import type { ChatPort, MessageRef } from '../chat/port.js'
import type { Notice as NoticeView } from '../chat/views.js'
import type { Notice } from '../database/prisma/client.js'
import { AppError } from '../errors.js'
import type { Job } from '../queue/job.js'
import type { Lease } from '../queue/lease.js'
import { noticeOutbox } from '../queue/outbox.js'
import { workspaceById } from '../workspaces/store.js'
import { readAsking, type AskingFacts } from './asking-facts.js'
import { editsOf, pause, postsTo, slotsOf, type SlotWait } from './slots.js'
import type { CardJobDeps } from './telling.js'
import { mayTry, noteTrouble, noteWorks, type Act } from './trouble.js'
import { workRow, type RowOutcome } from '../queue/work-row.js'

export type NoticeJobDeps = Omit<CardJobDeps, 'bell'>

const NoticeJob = z.object({ id: z.uuid() })
const NoticeData = z.record(z.string(), z.unknown())

/** Nobody has said where notices go, or the workspace is in no chat: asked again this often. */
const nowhereWaitMs = 60_000

/** Posts a notice to the workspace's home channel, once, and edits it where it stands when it has more to tell. */
export function noticeJob(deps: NoticeJobDeps): Job<{ id: string }> {
  return {
    name: noticeOutbox.job,
    schema: NoticeJob,
    handle: ({ id }) => workRow(deps, noticeOutbox, id, (lease) => tell(deps, id, lease)),
  }
}

async function tell(deps: NoticeJobDeps, id: string, lease: Lease): Promise<RowOutcome> {
  const { prisma, clock } = deps
  const notice = await prisma.notice.findUniqueOrThrow({ where: { id } })
  const { workspaceId } = notice
  if (await isNeedless(prisma, notice, lease)) {
    await settle(deps, notice, null)
    return 'done'
  }
  const [workspace, port] = await Promise.all([workspaceById(deps, workspaceId), deps.chatOf(workspaceId)])
  const channel = notice.channel ?? workspace?.homeChannel ?? null
  if (channel === null) return { waitUntil: clock() + nowhereWaitMs, error: 'no_home_channel' }
  if ('absent' in port) return { waitUntil: clock() + nowhereWaitMs, error: port.absent }
  const place = { workspaceId, channel }
  const leave = await mayTry(deps, place, notice)
  if ('wait' in leave) return leave.wait
  const act: Act = notice.messageId === null ? 'post' : 'edit'
  try {
    const wait = await tellOnce({ deps, port, lease }, notice, channel)
    if (wait !== null) return wait
  } catch (error) {
    return afterRefusal(deps, { notice, place, act }, error)
  }
  if (leave.troubled) await noteWorks(deps, place, act)
  return 'done'
}

/** It stood and is gone, or was answered before it was ever tried: one that was tried may stand, and must say so. */
async function isNeedless(
  prisma: NoticeJobDeps['prisma'],
  notice: Notice,
  { attempts }: Lease,
): Promise<boolean> {
  if (notice.messageId !== null) return false
  return notice.postedAt !== null || (attempts <= 1 && (await isAnswered(prisma, notice)))
}

async function afterRefusal(
  deps: NoticeJobDeps,
  { notice, place, act }: { notice: Notice; place: { workspaceId: string; channel: string }; act: Act },
  error: unknown,
): Promise<RowOutcome> {
  if (!(error instanceof AppError)) throw error
  const { workspaceId, channel } = place
  if (!error.retryable) {
    const chat = await deps.chatOf(workspaceId)
    if ('absent' in chat) {
      return { waitUntil: deps.clock() + nowhereWaitMs, error: chat.absent, refused: error.message }
    }
  }
  if (error.retryAfterMs !== undefined) {
    await pause(deps, [postsTo(channel), editsOf(workspaceId)], error.retryAfterMs)
  }
  const wait = await noteTrouble(deps, place, { id: notice.id, act }, error)
  if (wait !== null) return wait
  throw error
}

interface NoticeTelling {
  deps: NoticeJobDeps
  port: ChatPort
  lease: Lease
}

/** @returns the turn to come back for, or null: the version that was read is told */
async function tellOnce(telling: NoticeTelling, notice: Notice, channel: string): Promise<SlotWait | null> {
  const { deps, port, lease } = telling
  const standing = await findStanding(telling, notice, channel)
  if (standing === null && (await isAnswered(deps.prisma, notice))) {
    await settle(deps, notice, null)
    return null
  }
  // Only what asks has more to tell than it had.
  if (standing !== null && notice.kind !== 'unbound_question') {
    await settle(deps, notice, standing)
    return null
  }
  const lane = standing === null ? postsTo(channel) : editsOf(notice.workspaceId)
  const wait = await slotsOf(deps, notice, lease).next(lane)
  if (wait !== null) return wait
  const asking = await readAsking(deps.prisma, notice)
  const view = viewOf(notice, asking)
  const stands =
    standing === null
      ? await port.postNotice(channel, view, { kind: 'notice', id: notice.id })
      : await editOrLetGo(telling, notice, standing, view)
  await settle(deps, notice, stands, asking)
  return null
}

/** Where it stands: as noted, or as an earlier run left it without noting it. */
async function findStanding(
  { port, lease }: NoticeTelling,
  { id, messageId, createdAt }: Notice,
  channel: string,
): Promise<MessageRef | null> {
  if (messageId !== null) return { channel, messageId }
  if (lease.attempts <= 1) return null
  return port.findOwn(channel, { kind: 'notice', id }, createdAt.getTime())
}

/** Somebody who deletes a notice has read it: it is not posted again. */
async function editOrLetGo(
  { port }: NoticeTelling,
  { id, createdAt }: Notice,
  standing: MessageRef,
  view: NoticeView,
): Promise<MessageRef | null> {
  try {
    await port.editNotice(standing, view)
    return standing
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'not_found') throw error
    const found = await port.findOwn(standing.channel, { kind: 'notice', id }, createdAt.getTime())
    if (found?.messageId === standing.messageId) throw error
    return null
  }
}

function viewOf({ id: noticeId, kind, data }: Notice, asking: AskingFacts | null): NoticeView {
  return { kind, data: { ...NoticeData.parse(data), ...(asking && { noticeId, ...asking }) } }
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
  const [bound, ignored] = await Promise.all([
    prisma.question.count({ where }),
    prisma.ignoredQuestion.count({ where }),
  ])
  return bound + ignored > 0
}

/** The version that was read is told: here, or nowhere since there is no need. */
async function settle(
  { prisma, clock }: NoticeJobDeps,
  { id, workspaceId, wantedVersion, postedAt }: Notice,
  stands: MessageRef | null,
  asking: AskingFacts | null = null,
): Promise<void> {
  const at = new Date(clock())
  await prisma.notice.updateMany({
    where: { id, workspaceId },
    data: {
      postedAt: postedAt ?? at,
      channel: stands?.channel ?? null,
      messageId: stands?.messageId ?? null,
      shownAt: at,
      shownVersion: wantedVersion,
      shownWaiting: asking === null || asking.said !== null ? null : asking.waiting,
    },
  })
}
