import { codeOf } from '../database/failure.js'
import type { Log } from '../logging/log.js'

/** Why a request was turned away before anything of it was believed. */
export type RefusalReason = 'unknown_token' | 'bad_signature' | 'no_secret' | 'wrong_type'

/** One refused request, without anything that the sender wrote. */
export interface Refusal {
  /** Epoch ms. */
  at: number
  reason: RefusalReason
  /** Null unless the token was right. */
  sourceId: string | null
  /** Our own words: which check failed. */
  detail: string
}

/** Requests that came to a source's own URL and were refused. */
export interface Refused {
  sourceId: string
  /** Of the last one. */
  reason: RefusalReason
  count: number
  /** The last one, epoch ms. */
  at: number
}

export interface RefusalsDeps {
  log: Pick<Log, 'warn'>
  /** Adds to what the sources say of themselves. */
  keep: (refused: readonly Refused[]) => Promise<void>
}

/**
 * All that an unauthenticated request leaves behind: a number. A line in the log a minute for each reason and source, with
 * the count since the line before; and where the URL was right, a count on that source, written at once for the first
 * and then about once a minute.
 */
export interface Refusals {
  note(refusal: Refusal): void
  /** Logs and writes what has come together, for a timer and for the end. @param now epoch ms */
  flush(now: number): Promise<void>
}

const pauseMs = 60_000

interface Tally extends Omit<Refusal, 'at'> {
  count: number
  loggedAt: number | null
}

export function openRefusals({ log, keep }: RefusalsDeps): Refusals {
  /** As many as there are sources and reasons: guessed tokens share one. */
  const tallies = new Map<string, Tally>()
  let pending = new Map<string, Refused>()
  const keptAt = new Map<string, number>()

  function tell(tally: Tally, now: number): void {
    if (tally.count === 0 || isRecent(tally.loggedAt, now)) return
    const { reason, sourceId, detail, count } = tally
    log.warn('requests were refused', { reason, sourceId, detail, count })
    Object.assign(tally, { count: 0, loggedAt: now })
  }

  function hold(refused: Refused): void {
    const before = pending.get(refused.sourceId)
    pending.set(refused.sourceId, { ...refused, count: refused.count + (before?.count ?? 0) })
  }

  async function write(now: number): Promise<void> {
    if (pending.size === 0) return
    const taken = [...pending.values()]
    pending = new Map()
    for (const { sourceId } of taken) keptAt.set(sourceId, now)
    try {
      await keep(taken)
    } catch (error) {
      taken.forEach(hold)
      log.warn('refused requests could not be counted on their sources', { code: codeOf(error) })
    }
  }

  return {
    note({ at, ...refusal }) {
      const key = `${refusal.reason} ${refusal.sourceId ?? ''}`
      const tally = { count: 0, loggedAt: null, ...tallies.get(key), ...refusal }
      tally.count += 1
      tallies.set(key, tally)
      tell(tally, at)
      if (refusal.sourceId === null) return
      hold({ sourceId: refusal.sourceId, reason: refusal.reason, count: 1, at })
      if (!isRecent(keptAt.get(refusal.sourceId), at)) void write(at)
    },
    async flush(now) {
      for (const tally of tallies.values()) tell(tally, now)
      await write(now)
    },
  }
}

function isRecent(then: number | null | undefined, now: number): boolean {
  return typeof then === 'number' && Math.abs(now - then) < pauseMs
}
