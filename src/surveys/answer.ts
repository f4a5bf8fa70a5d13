import type { Scale } from './question.js'

/** Who answered, as far as the survey tool says. All empty = anonymous. */
export interface AnswerCustomer {
  externalId?: string
  email?: string
  name?: string
}

/** What a customer answered to one question, in our words. Several may come in one delivery. */
export interface Answer {
  /** The tool's id of the filled-in survey: stable over retries and later edits. */
  responseKey: string
  /** The tool's stable key of the question. */
  questionKey: string
  questionTitle?: string
  /** What the tool writes at the ends of the scale, where it tells: for whoever says what the number means. */
  endLabels?: { low?: string; high?: string }
  /** Grows with every change of this answer at the tool (an epoch-millisecond stamp or a counter). */
  version: number
  /** As sent: checked against the question's scale later, never clamped. Null: words without a number, or one not told yet. */
  score: number | null
  comment?: string
  /** This delivery says nothing of a comment, not even that there is none: one that an earlier one brought stays. */
  keepsComment?: boolean
  /** Epoch milliseconds. */
  answeredAt: number
  customer: AnswerCustomer
  survey?: string
  /** What the team may want to split by or read on the card: plan, country, ... */
  segments: Record<string, string>
  permalink?: string
  /** Set only when the tool itself states metric and scale (Typeform's `nps`): the question then binds itself. */
  stated?: Pick<Scale, 'metric' | 'min' | 'max' | 'direction'>
  /** An answer of the past that is loaded for the scores: counted, never alerted. */
  backfill?: boolean
  /** It asks for a person although it has no number (a mention to be answered, a number that nobody can fetch). */
  asksForPerson?: boolean
}

/** The tool, or somebody in it, says that an answer does not count: deleted, or marked as not valid. */
export interface Withdrawn {
  responseKey: string
  /** Absent: all answers of the response. */
  questionKey?: string | undefined
  /** Of the answer's own kind: a version above it counts again. */
  version: number
  /** Epoch milliseconds. */
  at: number
  /** Who did it there, by name. */
  by?: string | undefined
  reason?: string | undefined
}

/** The question of an answer that only says that there is one: what was asked and answered, the tool's API would tell. */
export const thinQuestion = 'response'
