import type pg from 'pg'
import { z } from 'zod'
import type { PrismaClient } from '../../database/prisma/client.js'
import { idOf } from '../../ids.js'
import { importContentType } from '../delivery-store.js'
import type { DraftSource } from '../draft.js'
import { toQuestion } from '../question-row.js'
import { SourceSettings } from '../source-settings.js'

const Count = z.number().int().min(0).default(0)

/** What became of the rows of a file, and of the answers in them. */
export const ImportCounts = z.object({
  rejected: Count,
  /** Rows without an answer: every score is empty. */
  empty: Count,
  created: Count,
  updated: Count,
  /** Stored already, as they are or in a later version. */
  known: Count,
  scored: Count,
  unbound: Count,
  quarantined: Count,
  /** Words without a number. */
  unscored: Count,
  withdrawn: Count,
})
export type ImportCounts = z.infer<typeof ImportCounts>

/** How far an import is. */
export interface ImportProgress {
  /** Rows of the file that are dealt with. */
  rows: number
  /** How long the file of rejected rows is by then. */
  rejectsBytes: number
  counts: ImportCounts
}

export interface NewRun {
  workspaceId: string
  sourceId: string
  fileName: string
  fileKey: string
  fileBytes: number
  /** What the delivery of the file keeps in the place of a body. */
  about: Readonly<Record<string, unknown>>
}

export interface ImportRun extends ImportProgress {
  id: string
  startedAt: Date
}

type Db = Pick<pg.ClientBase, 'query'>

const Row = z.object({
  rows: z.coerce.number(),
  rejects_bytes: z.coerce.number(),
  counts: ImportCounts,
  started_at: z.date(),
})

/** The delivery that all answers of a file are of. */
export function importKey(fileKey: string): string {
  return `import:${fileKey}`
}

/**
 * Begins an import, or goes on with one that did not end. One that ended begins anew: what it brings is there already, or
 * the file was changed in a place that its key does not show.
 */
export async function beginRun(db: Db, run: NewRun, now: number): Promise<ImportRun> {
  const { workspaceId, sourceId, fileKey } = run
  const at = new Date(now)
  const id = idOf(sourceId, 'import', fileKey)
  const key = importKey(fileKey)
  await db.query(
    `INSERT INTO delivery (id, workspace_id, source_id, delivery_key, content_type, body, verdict, received_at)
     SELECT $1, s.workspace_id, s.id, $4, '${importContentType}', $5, 'accepted', $6
     FROM source s WHERE s.workspace_id = $2 AND s.id = $3 ON CONFLICT (id) DO NOTHING`,
    [idOf(sourceId, 'delivery', key), workspaceId, sourceId, key, Buffer.from(JSON.stringify(run.about)), at],
  )
  const { rows } = await db.query(
    `INSERT INTO import_run AS r (id, workspace_id, source_id, file_name, file_key, file_bytes, started_at, updated_at)
     SELECT $1, s.workspace_id, s.id, $4, $5, $6, $7, $7 FROM source s WHERE s.workspace_id = $2 AND s.id = $3
     ON CONFLICT (id) DO UPDATE SET updated_at = excluded.updated_at, finished_at = NULL,
       rows = CASE WHEN r.finished_at IS NULL THEN r.rows ELSE 0 END,
       rejects_bytes = CASE WHEN r.finished_at IS NULL THEN r.rejects_bytes ELSE 0 END,
       counts = CASE WHEN r.finished_at IS NULL THEN r.counts ELSE '{}' END,
       started_at = CASE WHEN r.finished_at IS NULL THEN r.started_at ELSE excluded.started_at END
     RETURNING rows, rejects_bytes, counts, started_at`,
    [id, workspaceId, sourceId, run.fileName, fileKey, run.fileBytes, at],
  )
  const row = Row.parse(rows[0])
  return {
    id,
    rows: row.rows,
    rejectsBytes: row.rejects_bytes,
    counts: row.counts,
    startedAt: row.started_at,
  }
}

/** In the transaction that writes the rows. */
export async function keepProgress(
  db: Db,
  runId: string,
  { rows, rejectsBytes, counts }: ImportProgress,
  now: number,
): Promise<void> {
  await db.query(
    'UPDATE import_run SET rows = $2, rejects_bytes = $3, counts = $4, updated_at = $5 WHERE id = $1',
    [runId, rows, rejectsBytes, counts, new Date(now)],
  )
}

export async function finishRun(db: Db, runId: string, now: number): Promise<void> {
  await db.query('UPDATE import_run SET finished_at = $2, updated_at = $2 WHERE id = $1', [
    runId,
    new Date(now),
  ])
}

/** The source that an import is for, with its questions as they are now; null: there is none of that name. */
export async function sourceForImport(
  { prisma }: { prisma: Pick<PrismaClient, 'source'> },
  workspaceId: string,
  name: string,
): Promise<DraftSource | null> {
  const row = await prisma.source.findFirst({ where: { workspaceId, name }, include: { questions: true } })
  if (row === null) return null
  const questions = row.questions.map((question) => [question.key, toQuestion(question)] as const)
  const settings = SourceSettings.parse(row.settings)
  return { id: row.id, workspaceId: row.workspaceId, name: row.name, questions: new Map(questions), settings }
}
