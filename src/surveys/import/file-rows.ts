import { pipeline, Readable } from 'node:stream'
import { CsvError, parse, type Options } from 'csv-parse'
import { AppError, type Sentence } from '../../errors.js'
import { rejectColumns, type Header, type Row } from './row.js'

/** One row of a file, or why it is none. */
export interface FileRow {
  /** Where it begins, counted from 1. */
  line: number
  row: Row | null
  /** Set where row is null. */
  problem?: string
  /** What the file of rejected rows repeats. */
  cells: readonly string[]
}

export interface FileRows {
  header: Header
  /** What stands over the cells. */
  columns: readonly string[]
  /** Between two cells. */
  delimiter: string
  rows: AsyncIterable<FileRow>
}

/** A row over it is none: a quotation mark was opened and never closed, or the file is another one. */
const mostCharacters = 1024 * 1024

/**
 * The rows of a CSV, one at a time: quoted line breaks, any line ending, a stray quotation mark is a character. A row with
 * more or fewer cells than the header has is not read: its cells may stand under the wrong columns.
 * @param delimiter as the mapping states it; else the one that the first line holds most of
 * @throws AppError bad_input
 */
export async function csvRows(text: AsyncGenerator<string>, delimiter?: string): Promise<FileRows> {
  const first = await text.next()
  if (first.done) throw unusable(({ cli }) => cli.importing.emptyFile)
  const { rest, separator } = ownSeparator(first.value)
  const used = delimiter ?? separator ?? guessDelimiter(rest)
  const layout = { delimiter: used, record_delimiter: lineEndsOf(rest) }
  const records = csvRecords(startingWith(rest, text), layout, rest === first.value ? 0 : 1)
  const top = await records.next()
  if (top.done) throw unusable(({ cli }) => cli.importing.emptyFile)
  const header = top.value.cells.map((name) => name.trim())
  const rows = checked(records, header.length)
  if (header.join() === rejectedJson) return { ...ofJson, rows: mendedJson(rows) }
  return { header, columns: header, delimiter: used, rows }
}

const ofJson = { header: null, columns: ['row'], delimiter: ',' }
const rejectedJson = [...rejectColumns, ...ofJson.columns].join()

/** JSON lines that were rejected, and stand in a CSV with line and reason. */
async function* mendedJson(rows: AsyncIterable<FileRow>): AsyncGenerator<FileRow> {
  for await (const { line, row, cells, ...rest } of rows) {
    yield row === null ? { line, row, cells, ...rest } : jsonRow(line, cells[rejectColumns.length] ?? '')
  }
}

interface CsvRecord {
  line: number
  cells: string[]
}

async function* csvRecords(
  text: AsyncIterable<string>,
  layout: Pick<Options, 'delimiter' | 'record_delimiter'>,
  linesBefore: number,
): AsyncGenerator<CsvRecord> {
  const parser = parse({
    ...layout,
    relax_quotes: true,
    relax_column_count: true,
    max_record_size: mostCharacters,
  })
  // What fails in the file ends the parser too, and is thrown below.
  pipeline(Readable.from(text), parser, () => undefined)
  let line = linesBefore + 1
  try {
    for await (const record of parser) {
      const cells = record as string[]
      if (cells.length > 1 || cells[0] !== '') yield { line, cells }
      // The parser itself counts a line break of two signs inside of quotation marks as two.
      line += 1 + breaksIn(cells)
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw unusable(({ cli }) => cli.importing.quoteNotClosed(line))
  }
}

function breaksIn(cells: readonly string[]): number {
  let breaks = 0
  for (const cell of cells) if (/[\r\n]/.test(cell)) breaks += cell.split(/\r\n|\r|\n/).length - 1
  return breaks
}

async function* checked(records: AsyncIterable<CsvRecord>, columns: number): AsyncGenerator<FileRow> {
  for await (const { line, cells } of records) {
    // Some exports end each line but the first with one more separator.
    const spare = cells.length === columns + 1 && cells[columns] === ''
    if (cells.length === columns || spare) yield { line, row: cells, cells }
    else yield { line, row: null, cells, problem: `has ${cells.length} cells, the header has ${columns}` }
  }
}

/** The JSON objects of a file, one a line. @throws AppError bad_input */
export function ndjsonRows(text: AsyncIterable<string>): FileRows {
  return { ...ofJson, rows: jsonRows(text) }
}

async function* jsonRows(text: AsyncIterable<string>): AsyncGenerator<FileRow> {
  let line = 0
  for await (const content of linesOf(text)) {
    line += 1
    if (content.trim() === '') continue
    if (line === 1 && content.trim() === '[') throw unusable(({ cli }) => cli.importing.jsonList)
    yield jsonRow(line, content)
  }
  if (line === 0) throw unusable(({ cli }) => cli.importing.emptyFile)
}

function jsonRow(line: number, content: string): FileRow {
  const cells = [content]
  try {
    const value = JSON.parse(content) as unknown
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return { line, row: value as Record<string, unknown>, cells }
    }
    return { line, row: null, cells, problem: 'is not a JSON object' }
  } catch {
    return { line, row: null, cells, problem: 'is not JSON' }
  }
}

async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = ''
  for await (const piece of text) {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > mostCharacters) throw unusable(({ cli }) => cli.importing.lineTooLong)
    yield* lines
  }
  if (rest !== '') yield rest
}

/** What was read of a text already, and the rest. */
export async function* startingWith(first: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  if (first !== '') yield first
  yield* rest
}

/** Excel writes and understands a first line such as "sep=;". */
function ownSeparator(text: string): { rest: string; separator?: string } {
  const [line, separator] = /^sep=(.)\r?\n/i.exec(text) ?? []
  return line === undefined || separator === undefined
    ? { rest: text }
    : { rest: text.slice(line.length), separator }
}

function guessDelimiter(text: string): string {
  const [line = ''] = text.replace(/"[^"]*"/g, '').split(/[\r\n]/, 1)
  const counted = [',', ';', '\t', '|'].map((sign) => ({ sign, times: line.split(sign).length }))
  return counted.reduce((best, next) => (next.times > best.times ? next : best)).sign
}

/**
 * A header of another system's stands over many a file, so both usual ends are ends everywhere. A carriage return alone is
 * one only where it ends the header: elsewhere it belongs to a cell, as a line feed does there.
 */
function lineEndsOf(text: string): string[] {
  const [end] = /\r\n|\r|\n/.exec(text.replace(/"[^"]*"/g, '')) ?? []
  return end === '\r' ? ['\r'] : ['\r\n', '\n']
}

function unusable(tellUser: Sentence): AppError {
  return new AppError({ code: 'bad_input', message: 'import: the rows of the file cannot be read', tellUser })
}
