/** What `heard deliveries`, `heard delivery` and `heard replay` say, in English. */

/** Names of verdicts. What a newer version wrote is shown as it is. */
const verdicts: Record<string, string> = {
  accepted: 'accepted',
  partial: 'IN PART',
  duplicate: 'duplicate',
  ignored: 'ignored',
  rejected: 'REJECTED',
  unbound: 'unbound',
  test: 'test',
}
const nameOf = (verdict: string): string =>
  (Object.hasOwn(verdicts, verdict) ? verdicts[verdict] : undefined) ?? verdict

/** `at`: an ISO time. `reason` is English and names fields, never values. */
export interface DeliveryFacts {
  id: string
  at: string
  source: string
  verdict: string
  reason: string | null
  bytes: number
}

export const deliveries = {
  about: 'What survey tools sent and what became of it; never what customers wrote',
  oneAbout: 'One delivery and the shape of its body: names and types of fields, no values',
  id: 'the id that `heard deliveries` shows',
  rejected: 'only those that could not be understood, or in part',
  source: 'only this source',
  since: 'only from then on: 30m, 6h, 2d, a day (2026-11-22) or an ISO time',
  limit: 'how many at most, the newest first',
  json: 'one JSON object a line',
  examples: `
Examples:
  npm run heard -- deliveries --rejected --since 2d
  npm run heard -- deliveries --source relationship --limit 10 --json
  npm run heard -- delivery 0b5c1d1e-6f0b-5a53-9d1c-2f6c1d0e8a11`,
  none: 'No delivery is like that.',
  counted: (n: number, more: boolean): string =>
    more ? `${n} shown, the newest first; there may be more: --limit` : `${n} in all, the newest first.`,
  line: ({ id, at, source, verdict, reason, bytes }: DeliveryFacts): string =>
    `${at}  ${nameOf(verdict).padEnd(8)}  ${id}  ${source}  ${bytes} bytes${reason === null ? '' : `\n    ${reason}`}`,
  noSuch: (): string =>
    'There is no such delivery in this workspace. List them: npm run heard -- deliveries --rejected',
  format: (format: 'json' | 'form' | 'multipart' | 'unreadable'): string =>
    ({
      json: 'A JSON body:',
      form: 'A form (urlencoded):',
      multipart: 'A form (multipart):',
      unreadable: 'The body is neither JSON nor a form.',
    })[format],
  field: (path: string, types: string, times: number): string =>
    `  ${path}  ${types}${times > 1 ? `  (${times} times)` : ''}`,
  types: {
    text: 'text',
    empty_text: 'empty text',
    number_in_text: 'number written as text',
    time_in_text: 'time written as text',
    json_in_text: 'JSON written as text',
    whole_number: 'whole number',
    number: 'number',
    boolean: 'true or false',
    null: 'empty (null)',
    object: 'object',
    list: 'list',
    file: 'file',
  },
  left: (n: number): string => `  ... and ${n} more`,
  next: (id: string): string => `When its tool's file or settings are mended: npm run heard -- replay ${id}`,
}

export const replay = {
  about: 'Read stored deliveries again, by their sources as they are now',
  id: 'one delivery, as `heard deliveries` shows it',
  rejected: 'only those that could not be understood, or in part',
  all: 'also those that were taken: for a mapping that missed answers or read them wrongly',
  examples: `
Examples:
  npm run heard -- replay 0b5c1d1e-6f0b-5a53-9d1c-2f6c1d0e8a11
  npm run heard -- replay --since 2d --source relationship
  npm run heard -- replay --since 2026-11-22 --rejected

Without --rejected or --all: those that gave no answer or wait for their question (rejected, in part, ignored, unbound).
An answer that is understood otherwise now is changed, and so is its card; one that came later stays as it is.
It may be interrupted and run again: nothing is counted or told twice.`,
  sayWhich: (): string => 'Say which: the id of one delivery, or --since with a time.',
  oneOrMany: (): string => 'An id stands alone: leave out --since, --source, --rejected and --all.',
  notBoth: (): string => '--rejected and --all contradict each other.',
  nothing: 'Nothing to replay: no delivery is like that.',
  progress: (done: number, total: number): string => `${done} of ${total} deliveries`,
  done: (n: number, verdict: string): string => `  ${String(n).padStart(7)} ${nameOf(verdict)}`,
  replayed: (n: number): string => `${n} read again; they are now:`,
  responses: (created: number, updated: number, same: number): string =>
    `Answers: ${created} new, ${updated} changed, ${same} as they were.`,
  raised: (n: number): string => `${n} of them raise a card, or change the one they have.`,
  tooOld: (n: number): string =>
    `${n} bad ones are older than a day: they are counted, but raise no card any more.`,
  still: (n: number, reason: string): string => `  ${n} still cannot be understood: ${reason}`,
  lost: (n: number): string =>
    `${n} belong to a source whose kind this version does not know: they stay as they are.`,
}

export const since = {
  notUnderstood: (): string =>
    '--since: write how long ago (30m, 6h, 2d, 1w), a day (2026-11-22) or an ISO time (2026-11-22T08:00:00Z).',
  notACount: (option: string, least: number, most: number): string =>
    `${option} must be a whole number from ${least} to ${most}.`,
}
