import path from 'node:path'
import { AppError } from '../../errors.js'
import { csvRows, ndjsonRows, startingWith, type FileRow, type FileRows } from './file-rows.js'
import { textOf } from './file-text.js'
import type { LoadRow } from './load-rows.js'
import type { Mapping } from './mapping.js'
import { BadRow, NoColumn, rejectColumns } from './row.js'
import { rowReader, type RowReader, type RowSettings } from './row-answers.js'

type Layout = Pick<Mapping, 'format' | 'encoding' | 'delimiter'>

/** The rows of a file, in whatever form it has. @throws AppError bad_input */
export async function openRows(
  file: string,
  layout: Layout,
  onBytes?: (bytes: number) => void,
): Promise<FileRows> {
  const format = layout.format ?? formatOf(file)
  const pieces = textOf(file, layout.encoding, onBytes)
  const first = await pieces.next()
  const text = first.done ? pieces : startingWith(first.value, pieces)
  // Rejected rows stand in a CSV, whatever they were.
  const isMended = !first.done && first.value.startsWith(rejectColumns[0])
  return format === 'csv' || isMended ? csvRows(text, layout.delimiter) : ndjsonRows(text)
}

function formatOf(file: string): 'csv' | 'ndjson' {
  const ending = path.extname(file).toLowerCase()
  if (['.csv', '.tsv', '.txt'].includes(ending)) return 'csv'
  if (['.ndjson', '.jsonl'].includes(ending)) return 'ndjson'
  throw new AppError({
    code: 'bad_input',
    message: 'import: the form of the file is not known',
    tellUser: ({ cli }) => cli.importing.whichFormat,
  })
}

/** @throws AppError bad_input when the mapping names columns that the file has not */
export function readerFor(mapping: Mapping, file: FileRows, settings: RowSettings): RowReader {
  try {
    return rowReader(mapping, file.header, settings)
  } catch (error) {
    if (!(error instanceof NoColumn)) throw error
    const { column, times } = error
    throw new AppError({
      code: 'bad_input',
      message: 'import: the mapping names a column that is not there once',
      tellUser: ({ cli }) =>
        times === 0 ? cli.importing.noColumn(column, file.columns) : cli.importing.columnTwice(column, times),
    })
  }
}

/** Rows a batch at most, and characters: a comment may be long. */
const mostRows = 1_000
const mostCharacters = 4 * 1024 * 1024

/** The rows from after the first `skip`, in batches for one statement each. */
export async function* batchesOf(
  rows: AsyncIterable<FileRow>,
  read: RowReader,
  skip: number,
): AsyncGenerator<LoadRow[]> {
  let seen = 0
  let batch: LoadRow[] = []
  let characters = 0
  for await (const row of rows) {
    seen += 1
    if (seen <= skip) continue
    batch.push(toLoad(row, read))
    for (const cell of row.cells) characters += cell.length
    if (batch.length < mostRows && characters < mostCharacters) continue
    yield batch
    batch = []
    characters = 0
  }
  if (batch.length > 0) yield batch
}

function toLoad({ line, row, problem, cells }: FileRow, read: RowReader): LoadRow {
  if (row === null) return { line, cells, answers: [], reason: problem ?? 'is no row' }
  try {
    return { line, cells, answers: read(row), reason: null }
  } catch (error) {
    if (!(error instanceof BadRow)) throw error
    return { line, cells, answers: [], reason: error.message }
  }
}
