import { z } from 'zod'
import type { Database } from '../database/database.js'
import type { GroupCommit } from '../database/group-commit.js'
import { AppError } from '../errors.js'
import type { Job, JobOutcome } from '../queue/job.js'
import type { Lease } from '../queue/lease.js'
import { fetchOutbox } from '../queue/outbox.js'
import { workRow, type RowOutcome, type WorkRowDeps } from '../queue/work-row.js'
import type { Sealer } from '../workspaces/seal.js'
import { apiBaseOf, apiTokenContext } from './api-of.js'
import type { AskApi } from './ask-api.js'
import { noteReplayed } from './delivery-store.js'
import { draftDelivery, type Authentic } from './draft.js'
import {
  holdSource,
  keepSurvey,
  knownSurvey,
  noteFetched,
  noteTold,
  readFetch,
  type WantedFetch,
} from './fetch-store.js'
import { thinQuestion } from './answer.js'
import type { IntakeResult, IntakeWrite } from './intake-write.js'
import { readSource, type ReadableSource } from './read-source.js'
import type { Parsed, SourceApi } from './source.js'

export interface FetchJobDeps extends WorkRowDeps {
  prisma: Database['prisma']
  pool: Database['pool']
  sealer: Pick<Sealer, 'unseal'>
  intake: Pick<GroupCommit<IntakeWrite, IntakeResult>, 'push'>
  askApi: AskApi
}

const FetchJob = z.object({ id: z.uuid() })

/** A survey's questions are asked for at most this often. */
const surveyAgeMs = 3_600_000
/** After so many tries in vain (about a minute) a person hears that there is an answer; the tries go on. */
const triesBeforeTelling = 6
/** A token that is refused is tried again: somebody may have mended it at the tool. */
const tokenWaitMs = 15 * 60_000
const giveUpAfterMs = 7 * 86_400_000
const maxRounds = 5

/**
 * Asks a tool's API for a response that its webhook only named, and takes what it says through the intake, as if the delivery
 * had said it. While that is not possible, a card with a link is raised in its place, once.
 */
export function fetchJob(deps: FetchJobDeps): Job<{ id: string }> {
  return {
    name: fetchOutbox.job,
    schema: FetchJob,
    handle: ({ id }): Promise<JobOutcome> => workRow(deps, fetchOutbox, id, (lease) => work(deps, id, lease)),
  }
}

interface Access {
  api: SourceApi
  base: string
  headers: Record<string, string>
}

async function work(deps: FetchJobDeps, id: string, lease: Lease): Promise<RowOutcome> {
  const wanted = await readFetch(deps.pool, id)
  if (wanted === null) return 'done'
  const source = await readSource(deps, { workspaceId: wanted.workspaceId, id: wanted.sourceId })
  const access = source && (await accessOf(deps, source))
  if (!source || !access) {
    if (source) await tellThin(deps, id, wanted, source)
    await noteFetched(deps.pool, id, wanted.version, 'no_token')
    return 'done'
  }
  try {
    const parsed = await ask(deps, wanted, access)
    await take(deps, wanted, source, parsed)
    await noteFetched(deps.pool, id, wanted.version, null)
    return 'done'
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return afterRefusal(deps, { id, wanted, source }, lease, error)
  }
}

async function accessOf({ prisma, sealer }: FetchJobDeps, source: ReadableSource): Promise<Access | null> {
  const { id, workspaceId, tool, settings } = source
  const base = apiBaseOf(tool, settings)
  const row = await prisma.source.findFirst({ where: { id, workspaceId }, select: { sealedApiToken: true } })
  if (!tool.api || base === null || !row?.sealedApiToken) return null
  const token = sealer.unseal(row.sealedApiToken, apiTokenContext(id))
  return { api: tool.api, base, headers: tool.api.headers(token) }
}

async function ask(deps: FetchJobDeps, wanted: WantedFetch, { api, base, headers }: Access): Promise<Parsed> {
  const now = deps.clock()
  const known = await knownSurvey(deps.pool, wanted, now - surveyAgeMs)
  const survey = known ?? (await deps.askApi({ base, path: api.surveyPath(wanted), headers }))
  if (known === undefined) await keepSurvey(deps.pool, wanted, survey, now)
  const response = await deps.askApi({ base, path: api.responsePath(wanted), headers })
  return api.read(wanted, { survey, response })
}

/** Through the intake, under the delivery that named it; a card that stood in its place is struck out. */
async function take(
  deps: FetchJobDeps,
  wanted: WantedFetch,
  source: ReadableSource,
  parsed: Parsed,
): Promise<void> {
  const { responseKey, version } = wanted
  const stoodIn = {
    responseKey,
    questionKey: thinQuestion,
    version,
    at: deps.clock(),
    reason: 'its answers were fetched',
  }
  const all = wanted.told ? { ...parsed, withdrawn: [...(parsed.withdrawn ?? []), stoodIn] } : parsed
  const write = await push(deps, wanted, source, all)
  await noteReplayed(deps, wanted.workspaceId, [write.delivery])
}

async function tellThin(
  deps: FetchJobDeps,
  id: string,
  wanted: WantedFetch,
  source: ReadableSource,
): Promise<void> {
  if (wanted.told) return
  const { contentType, headers, body, receivedAt } = wanted.delivery
  const request = { headers: { 'content-type': contentType, ...headers }, body }
  const parsed = await source.tool.parse(request, receivedAt, source.settings)
  await push(deps, wanted, source, { ...parsed, answers: parsed.answers })
  await noteTold(deps.pool, id, deps.clock())
}

/** Drafted anew for as long as somebody declares what its numbers mean meanwhile. */
async function push(
  deps: FetchJobDeps,
  wanted: WantedFetch,
  first: ReadableSource,
  parsed: Parsed,
): Promise<IntakeWrite> {
  const { key: deliveryKey, ...delivery } = wanted.delivery
  const authentic: Authentic = { ...delivery, deliveryKey }
  let source: ReadableSource | null = first
  for (let round = 0; source !== null && round < maxRounds; round += 1) {
    // Not to be fetched again: this is what came of it.
    const write = draftDelivery({ ...source, fetches: false }, authentic, parsed)
    const result = await deps.intake.push(write)
    if (!result.responses.some(({ outdated }) => outdated)) return write
    source = await readSource(deps, { workspaceId: first.workspaceId, id: first.id })
  }
  throw new AppError({ code: 'too_busy', message: 'the questions of a source changed at every try' })
}

interface Refused {
  id: string
  wanted: WantedFetch
  source: ReadableSource
}

async function afterRefusal(
  deps: FetchJobDeps,
  { id, wanted, source }: Refused,
  { attempts }: Lease,
  error: AppError,
): Promise<RowOutcome> {
  const now = deps.clock()
  if (!error.retryable || attempts >= triesBeforeTelling) await tellThin(deps, id, wanted, source)
  const tooOld = now - wanted.createdAt > giveUpAfterMs
  if (error.retryable && !tooOld) {
    if (error.code === 'rate_limited')
      await holdSource(deps.pool, source.id, now + (error.retryAfterMs ?? 1_000))
    throw error
  }
  if (error.code === 'misconfigured' && !tooOld) {
    await holdSource(deps.pool, source.id, now + tokenWaitMs)
    return { waitUntil: now + tokenWaitMs, error: 'api_token', refused: error.message }
  }
  deps.log.warn('a response cannot be fetched', { id, code: error.code, reason: error.message })
  await noteFetched(deps.pool, id, wanted.version, error.code)
  return 'done'
}
