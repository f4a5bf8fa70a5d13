import { createHash } from 'node:crypto'
import type { Clock } from '../clock.js'
import type { PrismaClient } from '../database/prisma/client.js'
import { AppError } from '../errors.js'
import { localDay } from './local-day.js'
import { Direction, Metric, Programme, type Question } from './question.js'

/** A source that was set up, with all that is needed to take its deliveries. */
export interface ActiveSource {
  id: string
  workspaceId: string
  name: string
  disabled: boolean
  secrets: readonly string[]
  /** By the question's key in the tool. */
  questions: ReadonlyMap<string, Question>
  /** The calendar day of a moment (epoch ms) in the workspace's time zone, YYYY-MM-DD. */
  dayOf(epochMs: number): string
}

export interface SourceBook {
  /** @returns null for a token that was never issued, or issued for another kind. @throws AppError unavailable */
  find(kind: string, token: string): Promise<ActiveSource | null>
  /** The next find reads the database: somebody changed something. */
  forget(token: string): void
}

export interface SourceBookDeps {
  prisma: Pick<PrismaClient, 'source'>
  /** Opens the sealed secrets of a source. @throws AppError misconfigured */
  unseal(sealed: Uint8Array, sourceId: string): readonly string[]
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

/** The sources by token, read from the database at most once a second each. Only the token's hash is ever stored. */
export function openSourceBook(deps: SourceBookDeps): SourceBook {
  const pages = new Map<string, Page>()

  function read(key: string, hash: Buffer, now: number): Promise<Entry | null> {
    const page: Page = { readAt: now, entry: load(deps, hash) }
    pages.delete(key)
    pages.set(key, page)
    // A failed read must not be remembered.
    page.entry.catch(() => pages.get(key) === page && pages.delete(key))
    const oldest = pages.size > mostPages ? pages.keys().next() : undefined
    if (oldest && !oldest.done) pages.delete(oldest.value)
    return page.entry
  }

  return {
    async find(kind, token) {
      if (!tokenShape.test(token)) return null
      const now = deps.clock()
      const hash = hashOfToken(token)
      const key = hash.toString('base64')
      const page = pages.get(key)
      const fresh = page && Math.abs(now - page.readAt) < maxAgeMs
      const entry = await (fresh ? page.entry : read(key, hash, now))
      return entry?.kind === kind ? entry.source : null
    },
    forget(token) {
      pages.delete(hashOfToken(token).toString('base64'))
    },
  }
}

/** What the database keeps of a URL token: SHA-256. A token has at least 96 random bits, so it needs no salt. */
export function hashOfToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

async function load(deps: SourceBookDeps, hash: Buffer): Promise<Entry | null> {
  const row = await fetchRow(deps.prisma, hash)
  if (!row) return null
  const questions = row.questions.map((question) => [question.key, toQuestion(question)] as const)
  return {
    kind: row.kind,
    source: {
      id: row.id,
      workspaceId: row.workspaceId,
      name: row.name,
      disabled: row.disabledAt !== null,
      secrets: deps.unseal(row.sealedSecrets, row.id),
      questions: new Map(questions),
      dayOf: localDay(row.workspace.timeZone),
    },
  }
}

async function fetchRow(prisma: SourceBookDeps['prisma'], hash: Buffer) {
  try {
    return await prisma.source.findUnique({
      where: { tokenHash: new Uint8Array(hash) },
      include: { questions: true, workspace: { select: { timeZone: true } } },
    })
  } catch (cause) {
    throw new AppError({ code: 'unavailable', message: 'sources cannot be read from the database', cause })
  }
}

type QuestionRow = NonNullable<Awaited<ReturnType<typeof fetchRow>>>['questions'][number]

function toQuestion(row: QuestionRow): Question {
  const { goodFrom, goodTo, badFrom, badTo, createdAt: _createdAt, ...rest } = row
  return {
    ...rest,
    metric: Metric.parse(row.metric),
    direction: Direction.parse(row.direction),
    programme: Programme.parse(row.programme),
    good: { from: goodFrom, to: goodTo },
    bad: { from: badFrom, to: badTo },
  }
}
