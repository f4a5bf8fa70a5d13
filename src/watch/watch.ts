import { DateTime } from 'luxon'
import type { Database } from '../database/database.js'
import { codeOf } from '../database/failure.js'
import type { Log } from '../logging/log.js'
import type { Bell } from '../queue/job.js'
import { allWorkspaces } from '../workspaces/store.js'
import { isOver, judge, type SourceFacts, type Trouble } from './judge.js'
import { learnRhythm, learnsFrom, leastRun, silentFrom } from './rhythm.js'
import {
  activeHours,
  closeFinding,
  countOnce,
  forgetReplayed,
  openFinding,
  sentBetween,
  watchedSources,
  type OpenFinding,
  type WatchedSource,
} from './watch-store.js'

export interface WatchDeps {
  database: Database
  bell: Bell
  log: Pick<Log, 'info' | 'warn'>
}

export interface Watch {
  /** Looks at every source. Any number of processes may do so at once: each thing is told once. */
  look(now: number): Promise<void>
}

/** What came within it may not be committed yet. */
const settleMs = 60_000
/** No source is missed sooner, so its rhythm need not be known. */
const leastSilenceMs = 3_600_000

/** Remembers when each source will be missed, since that changes only when it sends. */
export function openWatch(deps: WatchDeps): Watch {
  const missed = new Map<string, { key: string; from: number | null }>()

  async function missedFrom(source: WatchedSource, now: number): Promise<number | null> {
    const { id, timeZone, lastSeenAt, enabledAt } = source
    if (lastSeenAt === null) return null
    // The rest that somebody gave it is no silence.
    const quietSince = Math.max(lastSeenAt, enabledAt ?? 0)
    if (now - quietSince < leastSilenceMs) return null
    const key = `${quietSince} ${timeZone}`
    const known = missed.get(id)
    if (known?.key === key) return known.from
    const from = await silenceOf(deps.database, source, lastSeenAt, quietSince)
    missed.set(id, { key, from })
    return from
  }

  return {
    async look(now) {
      const { pool, prisma } = deps.database
      for (const { id } of await allWorkspaces({ prisma })) {
        try {
          while (await countOnce(pool, id, now - settleMs));
          for (const source of await watchedSources(pool, id)) {
            await tell(deps, source, await factsOf(deps, source, await missedFrom(source, now), now), now)
          }
        } catch (error) {
          deps.log.warn('the sources of a workspace could not be watched', {
            workspaceId: id,
            code: codeOf(error),
          })
        }
      }
    },
  }
}

/**
 * When a source that last sent then will be missed; null: too little is known of it, or it rests as it often did.
 * @param quietSince from when on its silence counts
 */
export async function silenceOf(
  { pool }: Pick<Database, 'pool'>,
  source: Pick<WatchedSource, 'id' | 'workspaceId' | 'timeZone'>,
  lastSeenAt: number,
  quietSince: number,
): Promise<number | null> {
  const active = await activeHours(pool, source, learnsFrom(lastSeenAt), lastSeenAt)
  const rhythm = learnRhythm(active, lastSeenAt, source.timeZone)
  return rhythm === null ? null : silentFrom(rhythm, quietSince)
}

async function factsOf(
  { database }: WatchDeps,
  source: WatchedSource,
  silent: number | null,
  now: number,
): Promise<SourceFacts> {
  const { run } = source
  const isLong = run !== null && run.ignored >= leastRun
  const past = isLong
    ? await sentBetween(database.pool, source, learnsFrom(now), run.since)
    : { deliveries: 0, useful: 0 }
  return { ...source, silentFrom: silent, past }
}

async function tell(deps: WatchDeps, source: WatchedSource, facts: SourceFacts, now: number): Promise<void> {
  const troubles = judge(facts, now)
  for (const finding of source.open) await end(deps, source, facts, finding, now)
  for (const trouble of troubles) {
    if (source.open.some(({ kind }) => kind === trouble.kind)) continue
    await begin(deps, source, trouble, now)
  }
}

async function begin(
  { database, bell, log }: WatchDeps,
  source: WatchedSource,
  trouble: Trouble,
  now: number,
) {
  const { kind, since, count, reason } = trouble
  const data = { ...nameOf(source, kind), since: localTime(since, source), count, reason }
  const notice = await openFinding(database.pool, source, trouble, data, now)
  if (notice === null) return
  log.info('a source is in trouble', { sourceId: source.id, kind, count })
  await bell.ring([{ job: 'notice', id: notice }])
}

async function end(
  { database, bell, log }: WatchDeps,
  source: WatchedSource,
  facts: SourceFacts,
  { id, kind, since }: OpenFinding,
  now: number,
): Promise<void> {
  const { pool } = database
  const works =
    isOver(facts, { kind, since }) || (kind === 'unusable' && (await forgetReplayed(pool, source, since)))
  // Whoever switches a source off knows of it.
  if (!works && !facts.disabled) return
  const hours = Math.round((now - since) / 3_600_000)
  const data = works ? { ...nameOf(source, kind), since: localTime(since, source), hours } : null
  const notice = await closeFinding(pool, source.workspaceId, id, data, now)
  if (works) log.info('a source works again', { sourceId: source.id, kind })
  if (notice !== null) await bell.ring([{ job: 'notice', id: notice }])
}

function nameOf({ id, name }: WatchedSource, kind: Trouble['kind']) {
  return { sourceId: id, sourceName: name, trouble: kind }
}

/** As the clock on the wall shows it. */
function localTime(at: number, { timeZone }: WatchedSource): string {
  return DateTime.fromMillis(at, { zone: timeZone }).toFormat('yyyy-MM-dd HH:mm')
}
