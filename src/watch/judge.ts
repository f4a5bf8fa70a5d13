import { longestRun } from './rhythm.js'

/** What can be wrong with what a source sends. */
export type TroubleKind = 'silent' | 'refused' | 'ignored' | 'unusable'

/** What is known of a source. Times are epoch ms. */
export interface SourceFacts {
  disabled: boolean
  /** The last delivery. */
  lastSeenAt: number | null
  /** When somebody switched it on again. */
  enabledAt: number | null
  /** When its silence is remarkable; null: not yet, or nothing is known of its rhythm. */
  silentFrom: number | null
  /** Requests to its URL since a delivery was last taken. */
  refused: { count: number; at: number | null; reason: string | null }
  /** Deliveries since the last one with an answer. */
  run: { ignored: number; rejected: number; since: number; usefulAt: number | null } | null
  /** What came in the weeks before that run. */
  past: { deliveries: number; useful: number }
}

export interface Trouble {
  kind: TroubleKind
  since: number
  count: number
  reason: string | null
}

/** So many in a row are no accident. */
const leastRefused = 3
const leastRejected = 3

/** What is wrong with a source. Pure. */
export function judge(facts: SourceFacts, now: number): Trouble[] {
  if (facts.disabled) return []
  const { lastSeenAt, silentFrom, refused, run, past } = facts
  const troubles: Trouble[] = []
  if (lastSeenAt !== null && silentFrom !== null && now >= silentFrom) {
    troubles.push({ kind: 'silent', since: lastSeenAt, count: 0, reason: null })
  }
  if (refused.at !== null && refused.count >= leastRefused && refused.at > (lastSeenAt ?? 0)) {
    troubles.push({ kind: 'refused', since: refused.at, count: refused.count, reason: refused.reason })
  }
  if (run && run.rejected >= leastRejected) {
    troubles.push({ kind: 'unusable', since: run.since, count: run.rejected, reason: null })
  } else if (run && run.ignored >= longestRun(past.deliveries, past.useful)) {
    troubles.push({ kind: 'ignored', since: run.since, count: run.ignored, reason: null })
  }
  return troubles
}

/** Whether what was found is over by itself: the source works again. Pure. */
export function isOver(facts: SourceFacts, { kind, since }: { kind: TroubleKind; since: number }): boolean {
  const { lastSeenAt, refused, run } = facts
  if (kind === 'silent') return lastSeenAt !== null && lastSeenAt > since
  if (kind === 'refused') return lastSeenAt !== null && lastSeenAt > (refused.at ?? since)
  const usefulAt = run?.usefulAt ?? null
  return usefulAt !== null && usefulAt >= since
}
