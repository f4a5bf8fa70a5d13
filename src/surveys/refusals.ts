/** Why a request was turned away before anything of it was believed. */
export type RefusalReason = 'unknown_token' | 'bad_signature' | 'wrong_type'

/** One refused request, without anything that the sender wrote but its path's kind (known kinds only). */
export interface Refusal {
  at: number
  reason: RefusalReason
  /** Null unless the token was right. */
  sourceId: string | null
  /** Our own words: which check failed. */
  detail: string
}

/** All that an unauthenticated request leaves behind: a number, and one of a few remembered examples. */
export interface Refusals {
  note(refusal: Refusal): void
  counts(): Readonly<Record<RefusalReason, number>>
  /** Newest last. */
  sample(): readonly Refusal[]
}

const mostSamples = 50

export function openRefusals(): Refusals {
  const counts: Record<RefusalReason, number> = { unknown_token: 0, bad_signature: 0, wrong_type: 0 }
  const sample: Refusal[] = []
  return {
    note(refusal) {
      counts[refusal.reason] += 1
      sample.push(refusal)
      if (sample.length > mostSamples) sample.shift()
    },
    counts: () => ({ ...counts }),
    sample: () => [...sample],
  }
}
