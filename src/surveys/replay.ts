import type { Database } from '../database/database.js'
import type { GroupCommit } from '../database/group-commit.js'
import { AppError } from '../errors.js'
import { questionIdOf } from './binding-store.js'
import {
  countDeliveries,
  nextDeliveries,
  noteReplayed,
  unread,
  type DeliveryFilter,
  type ReplayedVerdict,
  type ReplayRow,
} from './delivery-store.js'
import { draftDelivery, draftRejected } from './draft.js'
import type { IntakeResult, IntakeWrite, ResponseRow } from './intake-write.js'
import { readSource, type ReadableSource } from './read-source.js'
import type { RawRequest } from './source.js'

export interface ReplayDeps {
  database: Database
  commit: Pick<GroupCommit<IntakeWrite, IntakeResult>, 'push'>
}

/** What became of the deliveries that were read again. */
export interface ReplayReport {
  replayed: number
  /** How many have which verdict now. */
  verdicts: ReadonlyMap<string, number>
  /** Why some are still rejected, and how many. */
  reasons: ReadonlyMap<string, number>
  created: number
  updated: number
  /** Answers that were stored so already. */
  same: number
  /** Of those that are new or changed: they raise a card, or change theirs. */
  raised: number
  /** Of those that are new or changed: bad, but too old to be told. */
  tooOld: number
  /** Of sources whose kind this version does not know: they stay as they are. */
  unknownSource: number
}

/** One delivery, read again and written. */
interface Replayed {
  write: IntakeWrite
  result: IntakeResult
  tooOld: ReadonlySet<string>
}

/** A card about an answer older than this would surprise its customer more than it helps (raiseRecent says the same). */
const tellForMs = 24 * 3_600_000
const pageSize = 50
const maxRounds = 5

/**
 * Reads stored deliveries again by their sources as they are now, and takes what they say through the intake, oldest first.
 * An answer that is stored from the same delivery is changed to what is understood now; one from a later delivery stays.
 * Every row that it writes is named by its parts, so what is stored already is met and not written twice: it may be
 * interrupted, and run again, at any time. A delivery's verdict is noted after its answers are committed.
 *
 * No signature is verified: a delivery was stored because its signature was right, and what it was signed with (headers,
 * a secret in the body or the query) was removed before it was stored.
 */
export async function replay(
  deps: ReplayDeps,
  filter: DeliveryFilter,
  now: number,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<ReplayReport> {
  const tally = openTally()
  const total = await countDeliveries(deps.database, filter, now)
  let after: ReplayRow | null = null
  for (let done = 0; ;) {
    const page: ReplayRow[] = await nextDeliveries(deps.database, filter, {
      until: now,
      after,
      limit: pageSize,
    })
    after = page.at(-1) ?? null
    if (after === null) return tally.report
    await replayPage(deps, filter.workspaceId, page, now, tally)
    done += page.length
    onProgress(done, Math.max(done, total))
  }
}

async function replayPage(
  deps: ReplayDeps,
  workspaceId: string,
  page: readonly ReplayRow[],
  now: number,
  tally: Tally,
): Promise<void> {
  const sourceOfId = rememberedSources(deps, workspaceId)
  const push = inTurns(deps.commit)
  const replayed = await Promise.all(
    page.map(async (row) => {
      const read = (fresh: boolean) => sourceOfId(row.sourceId, fresh)
      return replayOne(push, row, read, now)
    }),
  )
  const ignored = await ignoredQuestions(deps, workspaceId)
  const verdicts = replayed.flatMap((one): ReplayedVerdict[] => {
    tally.add(one, ignored)
    return one === null ? [] : [one.write.delivery]
  })
  await noteReplayed(deps.database, workspaceId, verdicts)
}

type ReadSource = (fresh: boolean) => Promise<ReadableSource | null>

type Push = ReplayDeps['commit']['push']

/** Drafts of one answer at one version go one after the other: of two in a batch one would be taken, and it may be the wrong one. */
function inTurns(commit: ReplayDeps['commit']): Push {
  const turns = new Map<string, Promise<unknown>>()
  return async (write) => {
    const keys = write.responses.map(({ id, version }) => `${id} ${version}`)
    const earlier = keys.flatMap((key) => turns.get(key) ?? [])
    const done =
      earlier.length === 0 ? commit.push(write) : Promise.all(earlier).then(() => commit.push(write))
    // Whoever comes next waits for the end; that it failed is told to this one.
    const ended = done.catch(() => undefined)
    for (const key of keys) turns.set(key, ended)
    return done
  }
}

async function replayOne(
  push: Push,
  row: ReplayRow,
  read: ReadSource,
  now: number,
): Promise<Replayed | null> {
  let told: Replayed | null = null
  for (let round = 0; round < maxRounds; round += 1) {
    const source = await read(round > 0)
    if (source === null) return null
    const { write, tooOld } = calmOld(await draft(source, row), now)
    const result = await push(write)
    told = { write, result: told === null ? result : followUp(told.result, result), tooOld }
    if (!told.result.responses.some(({ outdated }) => outdated)) return told
  }
  throw new AppError({ code: 'too_busy', message: 'the questions of a source changed at every try' })
}

/** An answer's verdict is that of the round in which it was written. */
function followUp(told: IntakeResult, again: IntakeResult): IntakeResult {
  const responses = told.responses.map((response, index) =>
    response.outdated ? (again.responses[index] ?? response) : response,
  )
  return { ...told, responses }
}

/** Under the key that it was stored by, which for one that was not understood is not the tool's. */
async function draft(source: ReadableSource, row: ReplayRow): Promise<IntakeWrite> {
  const { contentType, headers, query, body, deliveryKey } = row
  const receivedAt = row.receivedAt.getTime()
  const authentic = { contentType, headers, query, body, deliveryKey, receivedAt }
  const request: RawRequest = { headers: { 'content-type': contentType, ...headers }, query, body }
  try {
    return draftDelivery(source, authentic, await source.tool.parse(request, receivedAt, source.settings))
  } catch (error) {
    if (error instanceof AppError && error.code === 'bad_input') {
      return draftRejected(source, authentic, error.message)
    }
    throw error
  }
}

/**
 * What was read again, without the alerts of old answers: they are counted only. A loop that has one of them is refreshed
 * still.
 */
function calmOld(write: IntakeWrite, now: number): Pick<Replayed, 'write' | 'tooOld'> {
  const tooOld = new Set<string>()
  const responses = write.responses.map((response): ResponseRow => {
    const reread = { ...response, again: true }
    if (response.alertId === null || now - Date.parse(response.answeredAt) <= tellForMs) return reread
    tooOld.add(response.id)
    return { ...reread, alertId: null, rule: null, severity: null }
  })
  return { write: { ...write, delivery: { ...write.delivery, again: true }, responses }, tooOld }
}

/** Each source is read once a page, and again when somebody declared its questions anew meanwhile. */
function rememberedSources({ database }: ReplayDeps, workspaceId: string) {
  const known = new Map<string, Promise<ReadableSource | null>>()
  return (id: string, fresh: boolean): Promise<ReadableSource | null> => {
    const source = (fresh ? undefined : known.get(id)) ?? readSource(database, { workspaceId, id })
    known.set(id, source)
    return source
  }
}

/** Questions of which somebody said that their numbers are no score. */
async function ignoredQuestions({ database }: ReplayDeps, workspaceId: string): Promise<Set<string>> {
  const rows = await database.prisma.ignoredQuestion.findMany({
    where: { workspaceId },
    select: { id: true },
  })
  return new Set(rows.map(({ id }) => id))
}

/** As `heard deliveries` calls it: what waits for nobody's word is no work. */
function verdictOf({ delivery, responses }: IntakeWrite, ignored: ReadonlySet<string>): string {
  const waits = responses.some(
    ({ sourceId, questionKey: key, state }) =>
      state === 'unbound' && !ignored.has(questionIdOf({ sourceId, key })),
  )
  return delivery.verdict === 'unbound' && !waits ? 'ignored' : delivery.verdict
}

interface Tally {
  report: ReplayReport
  add(one: Replayed | null, ignored: ReadonlySet<string>): void
}

function openTally(): Tally {
  const verdicts = new Map<string, number>()
  const reasons = new Map<string, number>()
  const counts = { replayed: 0, created: 0, updated: 0, same: 0, raised: 0, tooOld: 0, unknownSource: 0 }
  const more = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1)
  return {
    get report() {
      return { ...counts, verdicts, reasons }
    },
    add(one, ignored) {
      if (one === null) return void (counts.unknownSource += 1)
      const { delivery, responses } = one.write
      counts.replayed += 1
      more(verdicts, verdictOf(one.write, ignored))
      if (unread.includes(delivery.verdict)) more(reasons, delivery.reason ?? '')
      for (const [index, { id, alertId }] of responses.entries()) {
        const verdict = one.result.responses[index]?.verdict
        if (verdict !== 'created' && verdict !== 'updated') {
          counts.same += 1
          continue
        }
        counts[verdict] += 1
        if (alertId !== null) counts.raised += 1
        if (one.tooOld.has(id)) counts.tooOld += 1
      }
    },
  }
}
