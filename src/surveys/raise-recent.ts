import { decideAlert } from '../alerts/rules.js'
import type { PrismaClient } from '../database/prisma/client.js'
import { idOf } from '../ids.js'
import type { Bell } from '../queue/job.js'
import type { Db } from './binding-store.js'
import { heldSeconds } from './draft-alert.js'
import type { Question } from './question.js'
import { SourceSettings } from './source-settings.js'

/** More cards than this at once are told by one summary. */
const mostCards = 10

export interface RaiseRecentDeps {
  prisma: PrismaClient
  bell: Bell
}

/** A card about an answer older than this would surprise its customer more than it helps. */
const tellWaitingForMs = 24 * 3_600_000

/** Epoch ms: answers given before raise no card when their question is declared. */
export function recentSince(now: number): number {
  return now - tellWaitingForMs
}

/**
 * Raises the bad answers of the last day by what their question says now, those included that were judged before by
 * another scale and found to be fine. Answers that were loaded for the scores raise nothing. Where the source holds its
 * cards, one waits for what is left of the hold since its answer came; a summary of many does not wait.
 * @returns how many of them raise a card by this declaration
 */
export async function raiseRecent(
  deps: RaiseRecentDeps,
  question: Question,
  bindingId: string,
  now: number,
): Promise<number> {
  const since = new Date(recentSince(now))
  const { id: questionId, workspaceId } = question
  const responses = await deps.prisma.response.findMany({
    where: { workspaceId, questionId, state: 'scored', backfill: false, answeredAt: { gte: since } },
    select: { id: true, score: true },
  })
  const settings = await settingsOf(deps, question)
  const bad = responses.flatMap(({ id, score }) => {
    const decided = score === null ? null : decideAlert(question, score)
    if (decided === null) return []
    return { id: idOf(id, 'alert'), responseId: id, ...decided, hold: heldSeconds(settings, decided) }
  })
  if (bad.length === 0) return 0
  if (bad.length > mostCards) bad.forEach((one) => (one.hold = 0))
  const { raised, count } = await deps.prisma.$transaction((tx) => raise(tx, bad, { bindingId, now }))
  await deps.bell.ring(raised.map(({ id }) => ({ job: 'alert', id })))
  return count
}

async function settingsOf({ prisma }: RaiseRecentDeps, { sourceId }: Question): Promise<SourceSettings> {
  const { settings } = await prisma.source.findUniqueOrThrow({ where: { id: sourceId } })
  return SourceSettings.parse(settings)
}

/** In one transaction: whoever handles such an alert must know whether a summary gathers it. */
async function raise(
  tx: Db,
  bad: readonly { id: string; responseId: string; hold: number }[],
  { bindingId, now }: { bindingId: string; now: number },
): Promise<{ raised: { id: string }[]; count: number }> {
  const at = new Date(now)
  // Nobody was told of an alert without a loop: it is due again, whatever was decided of it before.
  const raised = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO alert AS a (id, workspace_id, response_id, rule, severity, version, created_at, next_try_at, binding_id)
    SELECT x.id, r.workspace_id, r.id, x.rule, x.severity, r.version, ${at}::timestamptz,
      greatest(${at}::timestamptz, r.received_at + make_interval(secs => x.hold)), ${bindingId}::uuid
    FROM jsonb_to_recordset(${JSON.stringify(bad)}::jsonb) AS x(id uuid, "responseId" uuid, rule text, severity text, hold int)
    JOIN response r ON r.id = x."responseId"
    ORDER BY x.id
    ON CONFLICT (id) DO UPDATE SET rule = excluded.rule, severity = excluded.severity, handled_version = -1,
      version = greatest(a.version, excluded.version), binding_id = excluded.binding_id,
      next_try_at = CASE WHEN a.handled_version < a.version THEN least(a.next_try_at, excluded.next_try_at)
        ELSE excluded.next_try_at END
    WHERE a.loop_id IS NULL
    RETURNING a.id`
  // Those included that were raised before this process was killed and begun anew.
  const count = await tx.alert.count({ where: { bindingId } })
  if (count > mostCards) await tx.binding.updateMany({ where: { id: bindingId }, data: { gathers: true } })
  return { raised, count }
}

/**
 * Makes the loops that tell of a question's answers tell them by what it says now: their alerts are due again, and the job
 * that handles them sees that the meaning changed and not the answer.
 */
export async function retellLoops(deps: RaiseRecentDeps, question: Question, now: number): Promise<void> {
  const due = await deps.prisma.$queryRaw<{ id: string }[]>`
    UPDATE alert a SET handled_version = -1, next_try_at = ${new Date(now)}::timestamptz
    FROM response r
    WHERE r.question_id = ${question.id}::uuid AND r.workspace_id = ${question.workspaceId}::uuid
      AND a.response_id = r.id AND a.loop_id IS NOT NULL
    RETURNING a.id`
  await deps.bell.ring(due.map(({ id }) => ({ job: 'alert', id })))
}
