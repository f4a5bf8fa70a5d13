import type { WithdrawnFacts } from '../chat/views.js'
import type { Response, Withdrawal } from '../database/prisma/client.js'
import { idOf } from '../ids.js'
import type { Actor } from './loop.js'
import type { Db } from './store.js'

/** Above every version that a tool can send: a person's word stands until a person takes it back. */
const everyVersion = 9_223_372_036_854_775_807n

/** An answer that counts no more, with who said so and whether it was a person in the chat. */
export interface FoundWithdrawal extends WithdrawnFacts {
  byPerson: boolean
}

/** Why an answer counts no more; null: it does. */
export async function withdrawalOf(db: Db, response: Response): Promise<FoundWithdrawal | null> {
  if (response.state !== 'withdrawn') return null
  const { workspaceId, sourceId, responseKey, questionKey, version } = response
  const found: (Withdrawal & { source: { name: string } })[] = await db.withdrawal.findMany({
    where: {
      workspaceId,
      sourceId,
      responseKey,
      questionKey: { in: ['', questionKey] },
      version: { gte: version },
    },
    include: { source: { select: { name: true } } },
    orderBy: { receivedAt: 'desc' },
  })
  const last = found.find(({ byId }) => byId !== null) ?? found[0]
  const byPerson = last?.byId !== undefined && last.byId !== null
  return {
    where: byPerson ? null : (last?.source.name ?? null),
    by: last?.byName ?? null,
    reason: last?.reason ?? null,
    byPerson,
  }
}

/** What the history keeps of a withdrawal, beside the answer. Its words are not told once more. */
export function withdrawnData(
  facts: Record<string, unknown>,
  { where, by, reason }: WithdrawnFacts,
): Record<string, unknown> {
  const { score, comment } = facts
  return { ...facts, before: { score, comment }, withdrawn: { where, by }, reason }
}

/** A person says that an answer is not valid. Run it in a transaction, and strikeAgain after it. */
export async function putWithdrawal(
  tx: Db,
  { id, workspaceId }: Pick<Response, 'id' | 'workspaceId'>,
  { by, reason }: { by: Actor; reason: string },
  now: number,
): Promise<void> {
  const at = new Date(now)
  await tx.$executeRaw`
    INSERT INTO withdrawal (id, workspace_id, source_id, response_key, question_key, version, at, by_id, by_name, reason, received_at)
    SELECT ${withdrawalIdOf(id)}::uuid, r.workspace_id, r.source_id, r.response_key, r.question_key, ${everyVersion}::bigint,
      ${at}, ${by.id}, ${by.name}, ${reason}, ${at}
    FROM response r WHERE r.id = ${id}::uuid AND r.workspace_id = ${workspaceId}::uuid
    ON CONFLICT (id) DO NOTHING`
  await strikeAgain(tx, { id, workspaceId }, now)
}

/** Strikes an answer that a person has withdrawn, unless it is. */
export async function strikeAgain(
  db: Db,
  { id, workspaceId }: Pick<Response, 'id' | 'workspaceId'>,
  now: number,
): Promise<void> {
  await db.$executeRaw`
    UPDATE response SET state = 'withdrawn', received_at = ${new Date(now)}
    WHERE id = ${id}::uuid AND workspace_id = ${workspaceId}::uuid AND state <> 'withdrawn'
      AND EXISTS (SELECT 1 FROM withdrawal w WHERE w.id = ${withdrawalIdOf(id)}::uuid)`
}

/** A person takes a person's word back. Run it in a transaction, and countAgain after it. */
export async function dropWithdrawal(
  tx: Db,
  { id, workspaceId }: Pick<Response, 'id' | 'workspaceId'>,
  now: number,
): Promise<void> {
  await tx.withdrawal.deleteMany({ where: { id: withdrawalIdOf(id), workspaceId } })
  await countAgain(tx, { id, workspaceId }, now)
}

/** Gives an answer that nobody withdraws any more the state that its number and its question say. */
export async function countAgain(
  db: Db,
  { id, workspaceId }: Pick<Response, 'id' | 'workspaceId'>,
  now: number,
): Promise<void> {
  await db.$executeRaw`
    UPDATE response r SET received_at = ${new Date(now)}, question_id = q.id,
      state = CASE WHEN r.score IS NULL THEN 'unscored' WHEN q.id IS NULL THEN 'unbound'
        WHEN r.score = trunc(r.score) AND r.score BETWEEN q.min AND q.max THEN 'scored' ELSE 'quarantined' END
    FROM response same LEFT JOIN question q ON q.source_id = same.source_id AND q.key = same.question_key
    WHERE r.id = ${id}::uuid AND r.workspace_id = ${workspaceId}::uuid AND r.state = 'withdrawn' AND same.id = r.id
      AND NOT EXISTS (SELECT 1 FROM withdrawal w WHERE w.source_id = r.source_id AND w.response_key = r.response_key
        AND w.question_key IN ('', r.question_key) AND w.version >= r.version)`
}

function withdrawalIdOf(responseId: string): string {
  return idOf(responseId, 'withdrawal')
}
