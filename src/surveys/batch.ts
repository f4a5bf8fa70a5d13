import type {
  CustomerRow,
  DeliveryRow,
  IntakeResult,
  IntakeWrite,
  NoticeRow,
  ResponseRow,
  ResponseState,
  ResponseVerdict,
  StatedQuestionRow,
  WithdrawalRow,
} from './intake-write.js'

/** Many writes as one: each row once, sorted by id so that two processes take their locks in the same order. */
export interface IntakeBatch {
  deliveries: DeliveryRow[]
  questions: StatedQuestionRow[]
  customers: CustomerRow[]
  responses: ResponseRow[]
  notices: NoticeRow[]
  withdrawals: WithdrawalRow[]
  /** Deliveries that hold a response whose row is another delivery's: what becomes of the row concerns them too. */
  alsoIn: { deliveryId: string; responseId: string }[]
}

/** How far an answer is: a higher version, or the same one with more known of its number, is further. */
export interface Standing {
  version: number
  state: ResponseState
}

/** What the statement says it did. */
export interface BatchOutcome {
  /** Ids that were not there before. */
  newDeliveries: readonly string[]
  /** Rows that were inserted (created) or went forward. */
  written: readonly { id: string; created: boolean }[]
  /** What was there when the statement began. */
  before: readonly ({ id: string } & Standing)[]
  /** Responses that were not written: their questions mean something else by now. */
  outdated: readonly string[]
  /** Responses that were withdrawn before they came. */
  withdrawn: readonly string[]
}

/** Of the same row several times, the first is kept; of a response the furthest; a customer's details are put together. */
export function mergeWrites(writes: readonly IntakeWrite[]): IntakeBatch {
  const first = <T>(kept: T): T => kept
  const all = writes.flatMap(({ responses }) => responses)
  const responses = mergeById(all, (kept, next) => (isFurther(next, kept) ? overwritten(kept, next) : kept))
  return {
    deliveries: mergeById(
      writes.map(({ delivery }) => delivery),
      first,
    ),
    questions: mergeById(
      writes.flatMap(({ questions }) => questions),
      first,
    ),
    customers: mergeById(
      writes.flatMap(({ customers }) => customers),
      mergeCustomers,
    ),
    responses,
    alsoIn: all.length === responses.length ? [] : notKept(all, responses),
    notices: mergeById(
      writes.flatMap(({ notices }) => notices),
      first,
    ),
    withdrawals: mergeById(
      writes.flatMap(({ withdrawals = [] }) => withdrawals),
      (kept, next) => (next.version > kept.version ? next : kept),
    ),
  }
}

function notKept(all: readonly ResponseRow[], merged: readonly ResponseRow[]): IntakeBatch['alsoIn'] {
  const deliveryOf = new Map(merged.map(({ id, deliveryId }) => [id, deliveryId]))
  return all
    .filter(({ id, deliveryId }) => deliveryOf.get(id) !== deliveryId)
    .map(({ id, deliveryId }) => ({ deliveryId, responseId: id }))
}

/** Tells each request what became of it, as if they had been written one after the other in this order. */
export function settleWrites(
  writes: readonly IntakeWrite[],
  batch: IntakeBatch,
  outcome: BatchOutcome,
): IntakeResult[] {
  const fresh = new Set(outcome.newDeliveries)
  const outdated = new Set(outcome.outdated)
  const withdrawn = new Set(outcome.withdrawn)
  const standing = standingBefore(batch, outcome)
  const rewritten = deliveriesOf(batch, outcome)
  return writes.map((write) => ({
    duplicate: !fresh.delete(write.delivery.id),
    responses: write.responses.map((response) => {
      const before = standing.get(response.id)
      if (!before || isFurther(response, before)) standing.set(response.id, response)
      return {
        verdict:
          isReread(response, before) && rewritten.get(response.id) === response.deliveryId
            ? 'updated'
            : verdictOf(response, before),
        outdated: outdated.has(response.id),
        withdrawn: withdrawn.has(response.id),
      }
    }),
  }))
}

/** Which delivery each row that went forward was written by. */
function deliveriesOf(batch: IntakeBatch, outcome: BatchOutcome): Map<string, string> {
  const written = new Set(outcome.written.map(({ id }) => id))
  return new Map(
    batch.responses.filter(({ id }) => written.has(id)).map(({ id, deliveryId }) => [id, deliveryId]),
  )
}

/** The same version once more: only the statement can say whether it is understood otherwise. */
function isReread(row: ResponseRow, before: Standing | undefined): boolean {
  return row.again === true && before?.version === row.version
}

/** Where each response stood before the batch; absent: it did not exist. */
function standingBefore(batch: IntakeBatch, outcome: BatchOutcome): Map<string, Standing> {
  const seen = new Map(outcome.before.map((row) => [row.id, row]))
  const written = new Map(outcome.written.map((row) => [row.id, row]))
  const standing = new Map<string, Standing>()
  for (const row of batch.responses) {
    const result = written.get(row.id)
    if (result?.created) continue
    const before = seen.get(row.id)
    // Another process may have come between our first look and our turn: then only the outcome is certain.
    if (result) standing.set(row.id, before ?? { version: -1, state: 'unbound' })
    else standing.set(row.id, before && !isFurther(row, before) ? before : row)
  }
  return standing
}

function verdictOf(row: Standing, before: Standing | undefined): ResponseVerdict {
  if (!before) return 'created'
  if (isFurther(row, before)) return 'updated'
  return row.version < before.version ? 'stale' : 'duplicate'
}

function isFurther(next: Standing, kept: Standing): boolean {
  if (next.version !== kept.version) return next.version > kept.version
  return knownOf[next.state] > knownOf[kept.state]
}

/** How much is known of the number: that there is one, what it means. */
const knownOf: Readonly<Record<ResponseState, number>> = {
  unscored: 0,
  unbound: 1,
  scored: 2,
  quarantined: 2,
  withdrawn: 2,
}

/** A later version says all, but for a comment that it says nothing of. */
function overwritten(before: ResponseRow, next: ResponseRow): ResponseRow {
  if (!next.keepsComment || before.keepsComment) return next
  return { ...next, comment: before.comment, keepsComment: false }
}

/** Newer details win, older ones fill what is missing. */
function mergeCustomers(kept: CustomerRow, next: CustomerRow): CustomerRow {
  const [older, newer] = next.updatedAt >= kept.updatedAt ? [kept, next] : [next, kept]
  return {
    ...newer,
    externalId: newer.externalId ?? older.externalId,
    email: newer.email ?? older.email,
    name: newer.name ?? older.name,
  }
}

function mergeById<T extends { id: string }>(rows: readonly T[], merge: (kept: T, next: T) => T): T[] {
  const byId = new Map<string, T>()
  for (const row of rows) {
    const kept = byId.get(row.id)
    byId.set(row.id, kept ? merge(kept, row) : row)
  }
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
}
