import type { Source } from '../database/prisma/client.js'
import type { Database } from '../database/database.js'

/** A source, and what an operator asks of it. */
export interface ListedSource {
  row: Source
  answers: number
  /** Of them: their question is not bound, and nobody said that it is none of ours. */
  waiting: number
  /** Until when a URL from before a rotation works. */
  formerUntil: Date | null
}

/** Every source of a workspace, by name. */
export async function listSources(
  { prisma, pool }: Pick<Database, 'prisma' | 'pool'>,
  workspaceId: string,
  now: number,
): Promise<ListedSource[]> {
  const sources = await prisma.source.findMany({ where: { workspaceId }, orderBy: { name: 'asc' } })
  const { rows } = await pool.query<{ id: string; answers: number; waiting: number; until: Date | null }>(
    `SELECT s.id, n.answers, n.waiting,
       (SELECT max(expires_at) FROM source_token t WHERE t.source_id = s.id AND purpose = 'former' AND expires_at > $2) AS until
     FROM source s CROSS JOIN LATERAL (
       SELECT count(*)::int AS answers, (count(*) FILTER (WHERE r.state = 'unbound' AND i.key IS NULL))::int AS waiting
       FROM response r LEFT JOIN ignored_question i ON i.source_id = r.source_id AND i.key = r.question_key
       WHERE r.workspace_id = $1 AND r.source_id = s.id) n
     WHERE s.workspace_id = $1`,
    [workspaceId, new Date(now)],
  )
  const facts = new Map(rows.map((row) => [row.id, row]))
  return sources.map((row) => {
    const { answers = 0, waiting = 0, until = null } = facts.get(row.id) ?? {}
    return { row, answers, waiting, formerUntil: until }
  })
}
