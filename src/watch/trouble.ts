import type { Database } from '../database/database.js'
import { noticeOutbox } from '../queue/outbox.js'

export interface TroubleFinding {
  state: 'wrong'
  what: 'trouble'
  data: { channel: string; problem: string; todo: string; minutes: number; waiting: number }
}

/** Channels that take nothing until somebody acts: since when, what waits for them, what to do. */
export async function troubleFindings(
  { pool }: Pick<Database, 'pool'>,
  workspaceId: string,
  now: number,
): Promise<TroubleFinding[]> {
  const { rows } = await pool.query<{
    channel: string
    problem: string
    todo: string
    since: Date
    waiting: number
  }>(
    `SELECT channel, problem, todo, since,
            (SELECT count(*)::int FROM card_message AS card
             WHERE card.workspace_id = $1 AND (trouble.channel = '' OR card.channel = trouble.channel)
               AND card.shown_version < card.wanted_version)
            + (SELECT count(*)::int FROM notice
               WHERE notice.workspace_id = $1 AND ${noticeOutbox.due} AND (trouble.channel = '' OR trouble.channel =
                 (SELECT home_channel FROM workspace WHERE workspace.id = $1))) AS waiting
     FROM channel_trouble AS trouble WHERE workspace_id = $1 ORDER BY channel`,
    [workspaceId],
  )
  return rows.map(({ since, ...trouble }) => ({
    state: 'wrong',
    what: 'trouble',
    data: { ...trouble, minutes: Math.max(0, Math.floor((now - since.getTime()) / 60_000)) },
  }))
}
