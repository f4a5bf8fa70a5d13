import type { BurstSummary, Home, LoopCard, Notice, ThreadLine } from './views.js'

/** Where one of our messages stands. */
export interface MessageRef {
  channel: string
  messageId: string
}

/** One person, for what nobody else reads. */
export interface Reader {
  personId: string
  language: string
}

/** Put on every message of ours, so that it can be found again after an unknown outcome. Ids only: it is readable by others. */
export interface Marker {
  kind: 'card' | 'line' | 'notice' | 'burst'
  id: string
}

/**
 * What the product asks of a chat platform. Every call either did it or throws AppError: rate_limited (with
 * retryAfterMs), unavailable (outcome unknown: look for the marker before posting again), misconfigured (an operator
 * must act; tellUser says what), not_found (the message or channel is gone). Time-outs are the platform's duty and
 * stay well within the lease of the row that asked.
 */
export interface ChatPort {
  platform: string
  postCard(channel: string, card: LoopCard, marker: Marker): Promise<MessageRef>
  editCard(message: MessageRef, card: LoopCard): Promise<void>
  postLine(thread: MessageRef, line: ThreadLine, marker: Marker): Promise<MessageRef>
  postSummary(channel: string, summary: BurstSummary, marker: Marker): Promise<MessageRef>
  editSummary(message: MessageRef, summary: BurstSummary): Promise<void>
  postNotice(channel: string, notice: Notice, marker: Marker): Promise<MessageRef>
  editNotice(message: MessageRef, notice: Notice): Promise<void>
  /** Shows it to this person alone, in their language; what they saw before is replaced. */
  showHome(reader: Reader, home: Home): Promise<void>
  /** Our own message with this marker, posted at or after `sinceMs`; in a thread when `threadOf` is given. */
  findOwn(channel: string, marker: Marker, sinceMs: number, threadOf?: string): Promise<MessageRef | null>
  /** A web address of the message. */
  linkTo(message: MessageRef): Promise<string>
}

/** Why nothing can be said in a workspace's chat: a code that stays on the rows that wait, and that `heard health` explains. */
export interface NoChat {
  absent: 'no_chat' | 'app_uninstalled' | 'token_revoked' | 'token_expired'
}

/** The chat of one workspace, with that workspace's own credentials, or why there is none just now. */
export type ChatOf = (workspaceId: string) => Promise<ChatPort | NoChat>
