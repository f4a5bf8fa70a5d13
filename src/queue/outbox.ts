/**
 * A table whose rows are work to be done. The row is the truth; the queue only says "look at it now". Every outbox has
 * the columns id, attempts, lease_until, next_try_at and last_error.
 */
export interface Outbox {
  /** Name of the job that works a row. */
  job: string
  table: string
  /** SQL over the table's own columns: there is work. The same words as in the partial index of the table. */
  due: string
  /** For how long a row is held, in ms: well over what the work may take, and what a row waits when its process dies. */
  leaseMs: number
}

/** Sends time out after 10 s, and none begins in a lease's last 15 s. */
const sendLeaseMs = 30_000

export const alertOutbox: Outbox = {
  job: 'alert',
  table: 'alert',
  due: 'handled_version < version',
  leaseMs: 60_000,
}
export const cardOutbox: Outbox = {
  job: 'card',
  table: 'card_message',
  due: 'shown_version < wanted_version',
  leaseMs: sendLeaseMs,
}
export const noticeOutbox: Outbox = {
  job: 'notice',
  table: 'notice',
  due: '(posted_at IS NULL OR shown_version < wanted_version)',
  leaseMs: sendLeaseMs,
}
export const burstOutbox: Outbox = {
  job: 'burst',
  table: 'burst',
  due: 'shown_version < wanted_version',
  leaseMs: sendLeaseMs,
}
export const homeOutbox: Outbox = {
  job: 'home',
  table: 'home_view',
  due: 'shown_version < wanted_version',
  leaseMs: sendLeaseMs,
}
export const bindingOutbox: Outbox = {
  job: 'binding',
  table: 'binding',
  due: 'done_at IS NULL',
  leaseMs: 60_000,
}

/** Two calls of an API, each timed out after 10 s. */
export const fetchOutbox: Outbox = {
  job: 'fetch',
  table: 'api_fetch',
  due: 'fetched_version < wanted_version',
  leaseMs: 60_000,
}

/** All of them: what the sweep looks at. */
export const outboxes: readonly Outbox[] = [
  alertOutbox,
  cardOutbox,
  noticeOutbox,
  burstOutbox,
  homeOutbox,
  bindingOutbox,
  fetchOutbox,
]
