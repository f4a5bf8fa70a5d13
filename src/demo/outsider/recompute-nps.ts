/** NPS worked out again from the bodies that were posted, by code that knows nothing of Heard. */
export interface Recomputed {
  n: number
  promoters: number
  passives: number
  detractors: number
  /** Unrounded, -100..100. */
  score: number
}

interface Vote {
  id: string
  score: number
  at: number
}

interface TypeformBody {
  form_response?: {
    token: string
    submitted_at: string
    answers: { number?: number; field: { type: string } }[]
  }
}

interface CanonicalBody {
  id?: string
  metric?: string
  score?: number
  answered_at?: string
}

/** One body may hold one NPS answer, or none. */
function voteOf(body: string): Vote | null {
  const json = JSON.parse(body) as TypeformBody & CanonicalBody
  if (json.form_response) {
    const answer = json.form_response.answers.find((candidate) => candidate.field.type === 'nps')
    if (answer?.number === undefined) return null
    return {
      id: json.form_response.token,
      score: answer.number,
      at: Date.parse(json.form_response.submitted_at),
    }
  }
  if (json.metric !== 'nps' || json.score === undefined) return null
  return { id: json.id ?? '', score: json.score, at: Date.parse(json.answered_at ?? '') }
}

/**
 * @param bodies every webhook body that was accepted
 * @param days today (UTC) and the days - 1 before it
 */
export function recomputeNps(bodies: readonly string[], days: number, now: number): Recomputed {
  const dayMs = 86_400_000
  const from = Math.floor(now / dayMs) * dayMs - (days - 1) * dayMs
  const votes = new Map<string, Vote>()
  for (const body of bodies) {
    const vote = voteOf(body)
    if (vote && vote.at >= from && vote.at < from + days * dayMs) votes.set(vote.id, vote)
  }
  const scores = [...votes.values()].map((vote) => vote.score)
  const promoters = scores.filter((score) => score >= 9).length
  const detractors = scores.filter((score) => score <= 6).length
  const n = scores.length
  return {
    n,
    promoters,
    passives: n - promoters - detractors,
    detractors,
    score: n === 0 ? 0 : ((promoters - detractors) / n) * 100,
  }
}
