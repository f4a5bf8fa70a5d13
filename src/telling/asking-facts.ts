import { z } from 'zod'
import type { Notice, PrismaClient } from '../database/prisma/client.js'
import type { Bell } from '../queue/job.js'
import { scaleOf } from '../loops/answer-view.js'

const Asking = z.object({ sourceId: z.uuid(), questionKey: z.string() })

/** More waiting answers than this are not counted on. */
const mostCounted = 10_000

/** What the notice of an unbound question tells beside what it keeps, as it stands now. */
export interface AskingFacts {
  waiting: number
  /** Counting stopped: there are more. */
  atLeast: boolean
  observed: { lowest: number; highest: number } | null
  /** What somebody said. Null: it still asks. */
  said: { by: string; scale: AskingScale | null; counts: AskingCounts | null } | null
}

type AskingScale = ReturnType<typeof scaleOf>

interface AskingCounts {
  scored: number
  quarantined: number
  raised: number
  older: number
}

/** Null: not the notice of an unbound question. */
export async function readAsking(prisma: PrismaClient, notice: Notice): Promise<AskingFacts | null> {
  const asking = notice.kind === 'unbound_question' ? Asking.safeParse(notice.data).data : undefined
  if (asking === undefined) return null
  const { workspaceId } = notice
  const place = { workspaceId, sourceId: asking.sourceId, key: asking.questionKey }
  const [question, ignored] = await Promise.all([
    prisma.question.findFirst({ where: place }),
    prisma.ignoredQuestion.findFirst({ where: place }),
  ])
  if (question !== null) {
    const counts = await countsOf(prisma, question)
    return { ...nothing, said: { by: question.boundBy, scale: scaleOf(question), counts } }
  }
  if (ignored !== null) return { ...nothing, said: { by: ignored.byName, scale: null, counts: null } }
  return { ...(await readWaiting(prisma, place)), said: null }
}

const nothing = { waiting: 0, atLeast: false, observed: null }

async function readWaiting(
  prisma: PrismaClient,
  { workspaceId, sourceId, key }: { workspaceId: string; sourceId: string; key: string },
): Promise<Omit<AskingFacts, 'said'>> {
  const [row] = await prisma.$queryRaw<{ n: number; lowest: number | null; highest: number | null }[]>`
    SELECT count(*)::int AS n, min(score) AS lowest, max(score) AS highest FROM (
      SELECT score FROM response
      WHERE workspace_id = ${workspaceId}::uuid AND source_id = ${sourceId}::uuid AND question_key = ${key}
        AND state = 'unbound' LIMIT ${mostCounted + 1}) AS waiting`
  const n = row?.n ?? 0
  const { lowest = null, highest = null } = row ?? {}
  return {
    waiting: Math.min(n, mostCounted),
    atLeast: n > mostCounted,
    observed: lowest === null || highest === null ? null : { lowest, highest },
  }
}

/** What became of the answers, once that is known. */
async function countsOf(
  prisma: PrismaClient,
  { id: questionId, workspaceId }: { id: string; workspaceId: string },
): Promise<AskingCounts | null> {
  const last = await prisma.binding.findFirst({
    where: { questionId, workspaceId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  })
  if (last === null || last.doneAt === null) return null
  const { scored, quarantined, raised, older } = last
  return { scored: scored ?? 0, quarantined: quarantined ?? 0, raised: raised ?? 0, older: older ?? 0 }
}

/** What makes an edit worth its while; at most one a minute for each notice. */
const followAfterMs = 60_000
const atOnce = 50

/**
 * Shows those notices anew for whose question more answers, or fewer, wait than they say.
 * @returns how many
 */
export async function followAsking(
  { prisma, bell }: { prisma: PrismaClient; bell: Bell },
  now: number,
): Promise<number> {
  const at = new Date(now)
  const rows = await prisma.$queryRaw<{ id: string }[]>`
    UPDATE notice SET wanted_version = wanted_version + 1, next_try_at = ${at}
    WHERE id IN (
      SELECT n.id FROM notice n
      WHERE n.kind = 'unbound_question' AND n.message_id IS NOT NULL AND n.shown_version = n.wanted_version
        AND n.shown_waiting IS NOT NULL AND n.shown_at <= ${new Date(now - followAfterMs)}
        AND n.shown_waiting <> (SELECT count(*) FROM (SELECT 1 FROM response r
          WHERE r.source_id = (n.data ->> 'sourceId')::uuid AND r.question_key = n.data ->> 'questionKey' AND r.state = 'unbound'
          LIMIT ${mostCounted}) AS waiting)
      ORDER BY n.shown_at LIMIT ${atOnce})
    RETURNING id`
  if (rows.length > 0) await bell.ring(rows.map(({ id }) => ({ job: 'notice', id })))
  return rows.length
}
