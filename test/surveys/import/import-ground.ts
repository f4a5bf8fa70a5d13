import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { AppError } from '../../../src/errors.js'
import { newUuid } from '../../../src/ids.js'
import { messagesFor } from '../../../src/messages/messages.js'
import { scoreStated } from '../../../src/surveys/score-stated.js'
import { importFile, type ImportInput, type ImportReport } from '../../../src/surveys/import/import-file.js'
import { freshDatabase, type FreshDatabase } from '../../support/database.js'
import { recordingLog } from '../../support/recording-log.js'

export const now = Date.parse('2026-03-02T09:16:00Z')

export interface ImportGround {
  db: FreshDatabase
  folder: string
  workspaceId: string
  /** A source of its own. @returns its name */
  source(): Promise<string>
  /** Writes a file. @returns where */
  file(name: string, content: string | Buffer): Promise<string>
  run(
    input: Pick<ImportInput, 'sourceName' | 'file' | 'mappingFile'> & Partial<ImportInput>,
  ): Promise<ImportReport>
  rows<T extends object>(sql: string, values?: unknown[]): Promise<T[]>
  close(): Promise<void>
}

/** A workspace in a real PostgreSQL and a folder, for imports in this process. */
export async function openImportGround(): Promise<ImportGround> {
  const db = await freshDatabase()
  const { prisma, pool } = db.database
  const folder = await mkdtemp(path.join(os.tmpdir(), 'heard-import-'))
  const workspaceId = newUuid(now)
  const at = new Date(now)
  await prisma.workspace.create({
    data: { id: workspaceId, name: 'Acme', timeZone: 'Europe/Berlin', createdAt: at },
  })
  const bell = { ring: () => Promise.resolve() }
  const deps = {
    prisma,
    pool,
    bell,
    log: recordingLog(),
    clock: () => now,
    scoreStated: (id: string) => scoreStated({ prisma, bell }, id, now),
  }
  let sources = 0
  return {
    db,
    folder,
    workspaceId,
    async source() {
      sources += 1
      const name = `feed ${sources}`
      await prisma.source.create({
        data: {
          id: newUuid(now),
          workspaceId,
          kind: 'canonical',
          name,
          tokenHash: new Uint8Array(Buffer.from(name)),
          sealedSecrets: new Uint8Array(1),
          createdAt: at,
        },
      })
      return name
    },
    async file(name, content) {
      const where = path.join(folder, name)
      await writeFile(where, content)
      return where
    },
    run: (input) =>
      importFile(deps, {
        workspaceId,
        dryRun: false,
        alert: false,
        onBegin: () => undefined,
        onProgress: () => undefined,
        isStopped: () => false,
        ...input,
      }),
    rows: async <T extends object>(sql: string, values: unknown[] = []) =>
      (await pool.query<T>(sql, values)).rows,
    async close() {
      await db.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export const mapping = `
response_id: ID
answered_at: { from: Date, format: dd.MM.yyyy HH:mm, zone: Europe/Berlin }
customer: { id: Customer, email: Mail, name: Name }
survey: { is: Relationship }
segments: { plan: Plan }
permalink: Link
answers:
  - question: recommend
    title: How likely?
    score: Score
    comment: Why
    metric: nps
  - question: effort
    score: Effort
    words: { very easy: 1, hard: 7 }
    metric: ces
    scale: { min: 1, max: 7, direction: low_is_good }
`
export const head = 'ID;Date;Customer;Mail;Name;Plan;Link;Score;Why;Effort'
export const ada =
  'r-1;31.01.2026 23:30;c-7;Ada@Example.com;Ada;pro;https://tool.example/r/1;3;"Nine; days\r\nfor an answer";hard'
export const bob = 'r-2;01.02.2026 00:10;;bob@example.com;Bob;free;;10;;very easy'

export interface GivenText {
  mapping?: string
  source?: string
  name?: string
  alert?: boolean
  dryRun?: boolean
}

/** Imports a text, under a name and into a source of its own unless they are given. */
export async function importText(ground: ImportGround, content: string | Buffer, given: GivenText = {}) {
  const name = given.name ?? `${randomUUID()}.csv`
  const file = await ground.file(name, content)
  const mappingFile = await ground.file(`${name}.yaml`, given.mapping ?? mapping)
  const sourceName = given.source ?? (await ground.source())
  const { alert = false, dryRun = false } = given
  const report = await ground.run({ file, mappingFile, sourceName, alert, dryRun })
  return { report, file, mappingFile, sourceName }
}

/** What the person who asked is told instead. */
export async function refusal(
  ground: ImportGround,
  content: string | Buffer,
  given: GivenText = {},
): Promise<string> {
  const error: unknown = await importText(ground, content, given).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof AppError)) throw new Error('it was not refused', { cause: error })
  return error.tell(messagesFor('en'))
}

/** The answers of a source, with who gave them and the delivery that they are of. */
export function storedIn(ground: ImportGround, sourceName: string) {
  return ground.rows<Record<string, unknown>>(
    `SELECT r.response_key, r.question_key, r.score, r.state, r.comment, r.day::text, r.answered_at, r.survey, r.question_title,
       r.segments, r.permalink, r.backfill, r.version, c.key AS customer, c.name, c.email, d.verdict, d.delivery_key
     FROM response r JOIN source s ON s.id = r.source_id LEFT JOIN customer c ON c.id = r.customer_id
     LEFT JOIN delivery d ON d.id = r.delivery_id
     WHERE s.name = $1 ORDER BY r.response_key, r.question_key`,
    [sourceName],
  )
}
