import type { Clock } from '../clock.js'
import type { PrismaClient } from '../database/prisma/client.js'
import { AppError } from '../errors.js'
import type { Sealer } from '../workspaces/seal.js'
import { apiBaseOf } from './api-of.js'
import { hashOfToken, openSecrets } from './source-keys.js'
import type { Question } from './question.js'
import { toQuestion } from './question-row.js'
import { SourceSettings } from './source-settings.js'
import type { SurveySource } from './source.js'
import { openToolShelf, type ToolRow } from './tool-of.js'

/** A source that was set up, with all that is needed to take its deliveries. */
export interface ActiveSource {
  id: string
  workspaceId: string
  name: string
  disabled: boolean
  /** Its URL is that of a test: what comes is judged as ever, and nothing of it is kept. */
  trial: boolean
  /** The survey tool that it is a feed of. */
  tool: SurveySource
  settings: SourceSettings
  /** Its tool's API is asked for what a delivery only names. */
  fetches: boolean
  secrets: readonly string[]
  /** By the question's key in the tool. */
  questions: ReadonlyMap<string, Question>
}

export interface SourceBook {
  /**
   * @returns null for a token that was never issued, or issued for another kind, or of a kind that this version does not know
   * @throws AppError unavailable when the database does not answer; misconfigured when the secrets do not open, or the tool's file is not understood any more
   */
  find(kind: string, token: string): Promise<ActiveSource | null>
  /** The next find reads the database: somebody changed something. */
  forget(token: string): void
}

export interface SourceBookDeps {
  prisma: Pick<PrismaClient, 'source'>
  sealer: Pick<Sealer, 'unseal'>
  clock: Clock
}

interface Page {
  readAt: number
  entry: Promise<Entry | null>
}

interface Entry {
  kind: string
  source: ActiveSource
}

/** How long a change made by another process (the CLI) may go unseen. */
const maxAgeMs = 1_000
/** Oldest pages leave first, so that guessed tokens cannot fill the memory. */
const mostPages = 10_000

/** What a token of ours can look like; anything else costs no query. */
const tokenShape = /^[\w-]{16,128}$/

/**
 * The sources by token, read from the database at most once a second each. The database knows the token's hash only; in
 * memory, beside the opened secrets, the token itself is the key, since hashing it twice a request is dear.
 */
export function openSourceBook(deps: SourceBookDeps): SourceBook {
  const pages = new Map<string, Page>()
  const shelf = openToolShelf()

  function read(token: string, now: number): Promise<Entry | null> {
    const page: Page = { readAt: now, entry: load(deps, shelf, hashOfToken(token), now) }
    pages.delete(token)
    pages.set(token, page)
    // A failed read must not be remembered.
    page.entry.catch(() => pages.get(token) === page && pages.delete(token))
    const oldest = pages.size > mostPages ? pages.keys().next() : undefined
    if (oldest && !oldest.done) pages.delete(oldest.value)
    return page.entry
  }

  return {
    async find(kind, token) {
      if (!tokenShape.test(token)) return null
      const now = deps.clock()
      const page = pages.get(token)
      const fresh = page && Math.abs(now - page.readAt) < maxAgeMs
      const entry = await (fresh ? page.entry : read(token, now))
      return entry?.kind === kind ? entry.source : null
    },
    forget(token) {
      pages.delete(token)
    },
  }
}

async function load(
  deps: SourceBookDeps,
  toolOf: (row: ToolRow) => SurveySource | undefined,
  hash: Uint8Array<ArrayBuffer>,
  now: number,
): Promise<Entry | null> {
  const found = await fetchRow(deps.prisma, hash, now)
  const tool = found ? toolOf(found.row) : undefined
  if (!found || !tool) return null
  const { row, trial } = found
  const questions = row.questions.map((question) => [question.key, toQuestion(question)] as const)
  const settings = SourceSettings.parse(row.settings)
  return {
    kind: row.kind,
    source: {
      id: row.id,
      workspaceId: row.workspaceId,
      name: row.name,
      disabled: row.disabledAt !== null,
      trial,
      tool,
      settings,
      fetches: row.sealedApiToken !== null && apiBaseOf(tool, settings) !== null,
      secrets: openSecrets(deps.sealer, row),
      questions: new Map(questions),
    },
  }
}

/** By its own token, or by one that it has for a while. */
async function fetchRow(prisma: SourceBookDeps['prisma'], tokenHash: Uint8Array<ArrayBuffer>, now: number) {
  try {
    const own = await prisma.source.findUnique({ where: { tokenHash }, include: { questions: true } })
    if (own !== null) return { row: own, trial: false }
    const other = { tokenHash, purpose: { in: ['former', 'test'] }, expiresAt: { gt: new Date(now) } }
    const row = await prisma.source.findFirst({
      where: { tokens: { some: other } },
      include: { questions: true, tokens: { where: { tokenHash } } },
    })
    return row === null ? null : { row, trial: row.tokens.some(({ purpose }) => purpose !== 'former') }
  } catch (cause) {
    throw new AppError({ code: 'unavailable', message: 'sources cannot be read from the database', cause })
  }
}
