import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type pg from 'pg'
import type { PrismaClient } from '../../database/prisma/client.js'
import { AppError, type Sentence } from '../../errors.js'
import type { IntakeCommitDeps } from '../commit.js'
import type { Clock } from '../../clock.js'
import type { DraftSource } from '../draft.js'
import { factsOf, type FileFacts } from './file-text.js'
import {
  beginRun,
  finishRun,
  ImportCounts,
  importKey,
  sourceForImport,
  type ImportProgress,
} from './import-run-store.js'
import { added, draftRows, loadRows, type Load, type LoadDeps } from './load-rows.js'
import { readMapping, type Mapping } from './mapping.js'
import { batchesOf, openRows, readerFor } from './read-rows.js'
import { holding } from './one-at-a-time.js'
import { openRejects } from './rejects.js'
import { openTally, type RejectReason } from './tally.js'

export interface ImportDeps extends Omit<IntakeCommitDeps, 'pool'> {
  prisma: PrismaClient
  pool: pg.Pool
  clock: Clock
}

export interface ImportInput {
  workspaceId: string
  sourceName: string
  file: string
  mappingFile: string
  /** Where rejected rows go. Default: beside the file, with .rejected.csv at its end. */
  rejectsFile?: string | undefined
  /** Read and judge everything, write nothing. */
  dryRun: boolean
  /** Bad answers raise cards: the file is no old one. */
  alert: boolean
  /** Told after each batch. */
  onProgress: (at: ImportPosition) => void
  /** Told once, before the first row. */
  onBegin: (begin: ImportBegin) => void
  /** Asked before each batch: whether to end early. It can go on later. */
  isStopped: () => boolean
}

export interface ImportPosition {
  /** Of the file that is read, 0 to 1. */
  part: number
  rows: number
}

export interface ImportBegin {
  fileBytes: number
  /** Rows that an earlier run dealt with; 0: it begins. */
  after: number
}

export interface ImportReport extends Pick<ImportProgress, 'rows' | 'counts'> {
  /** False: it was stopped. */
  finished: boolean
  reasons: RejectReason[]
  rejectsFile: string
  /** Questions whose answers wait until somebody says what their numbers mean. */
  waiting: string[]
}

/**
 * Loads a file of answers into a source, as its webhooks would: drafted, judged and written by the same code. It can be
 * killed at any moment and run again: how far it is is committed with the rows, and a row that was written is known by its
 * name. The memory that it needs does not grow with the file.
 * @throws AppError bad_input, not_found, conflict when the same file is being imported, unavailable
 */
export async function importFile(deps: ImportDeps, input: ImportInput): Promise<ImportReport> {
  const mappingText = await readText(input.mappingFile)
  const mapping = readMapping(mappingText)
  const facts = await factsOf(input.file)
  const source = await readSource(deps, input)
  const work = { deps, input, mapping, mappingText, facts, source }
  if (input.dryRun) return tryOut(work)
  const name = `import ${source.id} ${facts.beginning} ${facts.bytes}`
  return holding(deps.pool, name, (client) => load(work, client))
}

interface Work {
  deps: ImportDeps
  input: ImportInput
  mapping: Mapping
  mappingText: string
  facts: FileFacts
  source: DraftSource
}

async function load(work: Work, client: pg.PoolClient): Promise<ImportReport> {
  const { deps, input, source, facts } = work
  const rejectsFile = rejectsOf(input)
  const key = fileKeyOf(work)
  const run = await beginRun(client, aboutRun(work, key), deps.clock())
  input.onBegin({ fileBytes: facts.bytes, after: run.rows })
  const tally = openTally(source)
  const reading = await openReading(work)
  const rejects = await openRejects(rejectsFile, reading, run.rows > 0)
  const at: Load = {
    client,
    run,
    deliveryKey: importKey(key),
    source,
    rejects,
    progress: run,
    onReject: tally.reject,
  }
  const loadDeps: LoadDeps = { ...deps, readSource: () => readSource(deps, input) }
  let stopped = false
  let writing = Promise.resolve()
  try {
    // The next rows are read while those before are written.
    for await (const rows of reading.batches(run.rows)) {
      tally.see(rows)
      await writing
      stopped = input.isStopped()
      if (stopped) break
      writing = loadRows(loadDeps, at, rows).then(() => input.onProgress(reading.position(at.progress)))
      writing.catch(() => undefined)
    }
    await writing
    if (!stopped) await finishRun(client, run.id, deps.clock())
  } finally {
    await writing.catch(() => undefined)
    await rejects.close(at.progress.rejectsBytes)
  }
  const { rows, counts } = at.progress
  return { finished: !stopped, rows, counts, rejectsFile, ...tally.report() }
}

async function tryOut(work: Work): Promise<ImportReport> {
  const { deps, input, source, facts } = work
  input.onBegin({ fileBytes: facts.bytes, after: 0 })
  const tally = openTally(source)
  const reading = await openReading(work)
  const progress = { rows: 0, rejectsBytes: 0, counts: ImportCounts.parse({}) }
  for await (const rows of reading.batches(0)) {
    if (input.isStopped()) return { finished: false, rejectsFile: '', ...progress, ...tally.report() }
    tally.see(rows)
    for (const { line, cells, reason } of rows) if (reason !== null) tally.reject({ line, cells, reason })
    const writes = draftRows({ source, deliveryKey: importKey('dry') }, rows, deps.clock())
    progress.rows += rows.length
    progress.counts = added(progress.counts, rows, writes, [])
    input.onProgress(reading.position(progress))
  }
  return { finished: true, rejectsFile: '', ...progress, ...tally.report() }
}

async function openReading({ deps, input, mapping, facts }: Work) {
  let bytes = 0
  const file = await openRows(input.file, mapping, (read) => (bytes = read))
  const read = readerFor(mapping, file, { alert: input.alert, now: deps.clock() })
  return {
    columns: file.columns,
    delimiter: file.delimiter,
    batches: (skip: number) => batchesOf(file.rows, read, skip),
    position: ({ rows }: Pick<ImportProgress, 'rows'>): ImportPosition => ({
      part: facts.bytes === 0 ? 1 : bytes / facts.bytes,
      rows,
    }),
  }
}

async function readSource({ prisma }: ImportDeps, input: ImportInput): Promise<DraftSource> {
  const source = await sourceForImport({ prisma }, input.workspaceId, input.sourceName)
  if (source === null) throw badInput(({ setup }) => setup.noSource(input.sourceName))
  return source
}

function fileKeyOf({ input, mappingText, facts }: Work): string {
  const parts = [facts.beginning, facts.bytes, mappingText, input.alert]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}

function aboutRun({ input, source, facts, mappingText }: Work, fileKey: string) {
  const fileName = path.basename(input.file)
  const about = { file: fileName, ...facts, mapping: mappingText, alert: input.alert }
  return {
    workspaceId: source.workspaceId,
    sourceId: source.id,
    fileName,
    fileKey,
    fileBytes: facts.bytes,
    about,
  }
}

function rejectsOf({ file, rejectsFile = `${file}.rejected.csv` }: ImportInput): string {
  if (path.resolve(file) !== path.resolve(rejectsFile)) return rejectsFile
  throw badInput(({ cli }) => cli.importing.notOurRejects(rejectsFile))
}

async function readText(file: string): Promise<string> {
  await factsOf(file)
  return readFile(file, 'utf8')
}

function badInput(tellUser: Sentence): AppError {
  return new AppError({ code: 'bad_input', message: 'import: bad input', tellUser })
}
