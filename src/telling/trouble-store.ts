import type { PrismaClient } from '../database/prisma/client.js'
import { idOf } from '../ids.js'
import type { Queryable } from '../queue/lease.js'
import { noticeOutbox } from '../queue/outbox.js'
import type { Db } from '../loops/store.js'

/** A channel of a workspace; an empty one stands for all of the workspace's chat. */
export interface Place {
  workspaceId: string
  channel: string
}

export const everywhere = ''

export interface Trouble {
  channel: string
  problem: string
  since: Date
  nextProbeAt: Date
  prober: string
}

/**
 * How long until the next one tries: a tenth of the time that it has been so, at least 5 s and at most a minute. SQL over
 * the row and a timestamp.
 */
const pauseSince = (now: string): string =>
  `${now}::timestamptz + least(interval '60 seconds', greatest(interval '5 seconds', (${now}::timestamptz - channel_trouble.since) / 10))`

/** What stands in the way of a send to this channel. */
export async function troublesOf(
  pool: Queryable,
  { workspaceId, channel }: Place,
): Promise<Omit<Trouble, 'problem'>[]> {
  const { rows } = await pool.query<Omit<Trouble, 'problem'>>(
    `SELECT channel, since, next_probe_at AS "nextProbeAt", prober FROM channel_trouble
     WHERE workspace_id = $1 AND channel IN ($2, $3)`,
    [workspaceId, channel, everywhere],
  )
  return rows
}

/** Takes the right to try once, while everybody else waits. Of any number of callers one gets it. */
export async function takeProbe(
  pool: Queryable,
  { workspaceId, channel }: Place,
  rowId: string,
  now: number,
): Promise<boolean> {
  const { rows } = await pool.query(
    `UPDATE channel_trouble SET next_probe_at = ${pauseSince('$4')}, prober = $5
     WHERE workspace_id = $1 AND channel IN ($2, $3) AND next_probe_at <= $4 RETURNING channel`,
    [workspaceId, channel, everywhere, new Date(now), rowId],
  )
  return rows.length > 0
}

export interface OpenTrouble extends Place {
  problem: string
  todo: string
  act: number
  prober: string
  now: number
}

/** Notes it, or that it goes on. @returns since when, and when to try again */
export async function openTrouble(
  pool: Queryable,
  { workspaceId, channel, problem, todo, act, prober, now }: OpenTrouble,
): Promise<{ opened: boolean; since: Date; nextProbeAt: Date }> {
  const { rows } = await pool.query<{ opened: boolean; since: Date; nextProbeAt: Date }>(
    `INSERT INTO channel_trouble (workspace_id, channel, problem, todo, act, since, next_probe_at, prober)
     VALUES ($1, $2, $3, $4, $5, $6, $6::timestamptz + interval '5 seconds', $7)
     ON CONFLICT (workspace_id, channel) DO UPDATE SET problem = excluded.problem, todo = excluded.todo,
       act = greatest(channel_trouble.act, excluded.act), next_probe_at = ${pauseSince('$6')}, prober = excluded.prober
     RETURNING xmax = 0 AS opened, since, next_probe_at AS "nextProbeAt"`,
    [workspaceId, channel, problem, todo, act, new Date(now), prober],
  )
  const [row] = rows
  if (!row) throw new Error('an upsert returned no row')
  return row
}

/** The same thing to do is told once, whoever meets the trouble, however often, and by whichever of the platform's words. */
export async function writeTroubleNotice(
  prisma: PrismaClient,
  { workspaceId, channel, todo, now }: OpenTrouble,
  since: Date,
): Promise<void> {
  const id = idOf(workspaceId, 'delivery_trouble', channel, since.toISOString(), todo)
  const at = new Date(now)
  const data = { channel, problem: todo, since: since.toISOString() }
  await prisma.notice.createMany({
    data: [{ id, workspaceId, kind: 'delivery_trouble', data, createdAt: at, nextTryAt: at }],
    skipDuplicates: true,
  })
}

/**
 * Forgets what a send of this strength disproves. That it works again is told if the trouble was; a notice of the trouble
 * that nobody has tried to post is withdrawn. Of any number of callers one does it.
 */
export function closeTroubles(
  prisma: PrismaClient,
  { workspaceId, channel }: Place,
  act: number,
  now: number,
): Promise<Pick<Trouble, 'channel' | 'problem' | 'since'>[]> {
  return prisma.$transaction(async (tx) => {
    const where = { workspaceId, channel: { in: [channel, everywhere] }, act: { lte: act } }
    const found = await tx.channelTrouble.findMany({ where })
    const gone: typeof found = []
    for (const trouble of found) {
      const { count } = await tx.channelTrouble.deleteMany({ where: { ...where, channel: trouble.channel } })
      if (count === 0) continue
      gone.push(trouble)
      await tellEnd(tx, { workspaceId, channel: trouble.channel }, trouble.since, now)
    }
    return gone
  })
}

async function tellEnd(tx: Db, { workspaceId, channel }: Place, since: Date, now: number): Promise<void> {
  const started = since.toISOString()
  const told = {
    workspaceId,
    kind: 'delivery_trouble',
    AND: [{ data: { path: ['channel'], equals: channel } }, { data: { path: ['since'], equals: started } }],
  }
  await tx.notice.deleteMany({ where: { ...told, postedAt: null, attempts: 0 } })
  if ((await tx.notice.count({ where: told })) === 0) return
  const at = new Date(now)
  const id = idOf(workspaceId, 'delivery_works', channel, started)
  const waiting = await tx.cardMessage.count({ where: { workspaceId, channel, lastError: 'misconfigured' } })
  const data = { channel, since: started, waiting }
  await tx.notice.createMany({
    data: [{ id, workspaceId, kind: 'delivery_works', data, createdAt: at, nextTryAt: at }],
    skipDuplicates: true,
  })
}

/** The next one may try at once. @returns whether there is trouble still */
export async function passProbe(
  pool: Queryable,
  { workspaceId, channel }: Place,
  now: number,
): Promise<boolean> {
  const { rows } = await pool.query(
    `UPDATE channel_trouble SET next_probe_at = $4
     WHERE workspace_id = $1 AND channel IN ($2, $3) AND next_probe_at > $4 RETURNING channel`,
    [workspaceId, channel, everywhere, new Date(now)],
  )
  return rows.length > 0
}

/** Everything that waits for an operator is tried at once: Heard was started anew, perhaps with another token. */
export async function probeAllNow(pool: Queryable, now: number): Promise<void> {
  await pool.query('UPDATE channel_trouble SET next_probe_at = $1 WHERE next_probe_at > $1', [new Date(now)])
}

/** The same for one workspace: its install has changed. */
export async function probeWorkspaceNow(pool: Queryable, workspaceId: string, now: number): Promise<void> {
  await pool.query(
    'UPDATE channel_trouble SET next_probe_at = $2 WHERE workspace_id = $1 AND next_probe_at > $2',
    [workspaceId, new Date(now)],
  )
}

/** What waits for this channel is due now; with an empty one, all that waits in the workspace. */
export async function wakeChannel(
  pool: Queryable,
  { workspaceId, channel }: Place,
  now: number,
): Promise<void> {
  const at = new Date(now)
  for (const table of ['card_message', 'burst']) {
    await pool.query(
      `UPDATE ${table} SET next_try_at = $3
       WHERE workspace_id = $1 AND ($2 = '' OR channel = $2) AND last_error = 'misconfigured' AND next_try_at > $3`,
      [workspaceId, channel, at],
    )
  }
  await pool.query(
    `UPDATE notice SET next_try_at = $2
     WHERE workspace_id = $1 AND ${noticeOutbox.due} AND last_error = 'misconfigured' AND next_try_at > $2`,
    [workspaceId, at],
  )
}
