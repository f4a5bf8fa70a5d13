import type { Messages } from './messages/messages.js'

/** What went wrong, in the few kinds that callers tell apart. Anything else that is thrown is our bug. */
export type ErrorCode =
  | 'bad_input' // what came in cannot be used; tellUser says what to change
  | 'bad_signature'
  | 'not_found'
  | 'conflict' // somebody else was first
  | 'not_allowed'
  | 'too_busy' // declared back-pressure
  | 'rate_limited' // the other side asks us to wait retryAfterMs
  | 'unavailable' // the other side failed or did not answer; its state is unknown
  | 'misconfigured' // an operator must act; tellUser says what to do

/** How much of the chat does not work until an operator acts. */
export type Reach = 'message' | 'channel' | 'workspace'

/** A sentence that is said once its reader, and so the language, is known. */
export type Sentence = (messages: Messages) => string

export interface AppErrorDetails {
  code: ErrorCode
  /** For the log: never personal data, never a secret. */
  message: string
  /** For the person who asked: what happened and what to do next. */
  tellUser?: Sentence | undefined
  /** Default: true for too_busy, rate_limited and unavailable. */
  retryable?: boolean
  retryAfterMs?: number
  /** For misconfigured. Default: the channel that was spoken to. */
  reach?: Reach
  cause?: unknown
}

const retryableCodes: ReadonlySet<ErrorCode> = new Set(['too_busy', 'rate_limited', 'unavailable'])

export class AppError extends Error {
  readonly code: ErrorCode
  readonly tellUser: Sentence | undefined
  readonly retryable: boolean
  readonly retryAfterMs: number | undefined
  readonly reach: Reach

  constructor(details: AppErrorDetails) {
    super(details.message, { cause: details.cause })
    this.name = 'AppError'
    this.code = details.code
    this.tellUser = details.tellUser
    this.retryable = details.retryable ?? retryableCodes.has(details.code)
    this.retryAfterMs = details.retryAfterMs
    this.reach = details.reach ?? 'channel'
  }

  /** What to say in the reader's language; where nothing of its own was given, a sentence for the kind of error. */
  tell(messages: Messages): string {
    return this.tellUser?.(messages) ?? messages.trouble[this.code]()
  }
}
