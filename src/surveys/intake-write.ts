import type { AlertRule } from '../alerts/rules.js'
import type { Scale } from './question.js'

/** unscored: it has no number. withdrawn: taken out of the scores, and still shown. */
export type ResponseState = 'scored' | 'unbound' | 'quarantined' | 'unscored' | 'withdrawn'

/** What became of a delivery, as its row says it. partial: some of it was understood, and its reason says what was not. */
export type DeliveryVerdict = 'accepted' | 'partial' | 'ignored' | 'rejected' | 'unbound'

/** What one response meant to what was stored before it. */
export type ResponseVerdict = 'created' | 'updated' | 'stale' | 'duplicate'

export interface DeliveryRow {
  id: string
  workspaceId: string
  sourceId: string
  deliveryKey: string
  contentType: string
  /** Absent: none is kept. */
  headers?: Readonly<Record<string, string>> | undefined
  /** Parameters of its URL. Absent: none is kept. */
  query?: Readonly<Record<string, string>> | undefined
  body: Buffer
  verdict: DeliveryVerdict
  reason: string | null
  receivedAt: string
  /** Read again from what is stored: its row stays as it is. */
  again?: boolean
}

/** A question whose tool states metric and scale itself. */
export interface StatedQuestionRow extends Pick<Scale, 'metric' | 'min' | 'max' | 'direction'> {
  id: string
  workspaceId: string
  sourceId: string
  key: string
  title: string | null
  goodFrom: number
  goodTo: number
  badFrom: number
  badTo: number
  survey: string | null
  createdAt: string
}

export interface CustomerRow {
  id: string
  workspaceId: string
  key: string
  externalId: string | null
  email: string | null
  name: string | null
  /** When the customer was so, as far as we know: never later than we learnt of it. */
  updatedAt: string
}

export interface ResponseRow {
  id: string
  workspaceId: string
  sourceId: string
  questionKey: string
  responseKey: string
  questionId: string | null
  deliveryId: string
  customerId: string | null
  version: number
  state: ResponseState
  reason: string | null
  score: number | null
  comment: string | null
  /** A comment that is stored already stays. */
  keepsComment: boolean
  answeredAt: string
  survey: string | null
  questionTitle: string | null
  segments: Readonly<Record<string, string>>
  permalink: string | null
  /** Loaded for the scores: never alerted, not when its question is bound later either. */
  backfill: boolean
  receivedAt: string
  /**
   * Read again from a delivery that is stored: where the stored answer is that delivery's, it says what is understood now, at
   * the same version too. A batch holds no other draft of this answer at this version.
   */
  again?: boolean
  /** What the draft took the number to mean (meaningOf); null: nothing. */
  meaning: string | null
  /** These three are null when no rule says that a person must hear of it. */
  alertId: string | null
  rule: AlertRule | null
  severity: 'normal' | 'critical' | null
  /** When its card may be posted first; absent: at once. */
  alertAt?: string
}

/** Answers that the tool says do not count, up to a version. */
export interface WithdrawalRow {
  id: string
  workspaceId: string
  sourceId: string
  responseKey: string
  /** Empty: every question of the response. */
  questionKey: string
  version: number
  at: string
  byName: string | null
  reason: string | null
  deliveryId: string
  receivedAt: string
}

export interface NoticeRow {
  id: string
  workspaceId: string
  kind: 'unbound_question'
  data: Readonly<Record<string, string | null>>
  /** The notice is not written when this question is bound by now. */
  questionId: string
  createdAt: string
}

/** Everything that one delivery writes. Times are ISO 8601; ids are made by idOf, so nothing needs a look-up. */
export interface IntakeWrite {
  delivery: DeliveryRow
  questions: readonly StatedQuestionRow[]
  customers: readonly CustomerRow[]
  responses: readonly ResponseRow[]
  notices: readonly NoticeRow[]
  /** Absent: none. */
  withdrawals?: readonly WithdrawalRow[]
  /** Absent: nothing is to be fetched. */
  fetch?: FetchRow
}

/** A response that the tool's API is to be asked for. */
export interface FetchRow {
  id: string
  workspaceId: string
  sourceId: string
  deliveryId: string
  responseKey: string
  surveyKey: string
  permalink: string | null
  version: number
  at: string
}

export interface ResponseResult {
  verdict: ResponseVerdict
  /** Its question means something else than the draft took it to mean: it is not written, and must be drafted anew. */
  outdated: boolean
  /** It was withdrawn before it came. */
  withdrawn: boolean
}

/** What one request is told of its own write. */
export interface IntakeResult {
  /** The same delivery was stored before. */
  duplicate: boolean
  /** In the order of the write's responses. */
  responses: readonly ResponseResult[]
}
