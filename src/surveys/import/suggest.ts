import { DateTime } from 'luxon'
import type { FileRow, FileRows } from './file-rows.js'
import { openRows } from './read-rows.js'
import { BadRow, textReader, type Header, type Row } from './row.js'

/** Rows that are looked at. */
const sampled = 200

/** Names of columns that survey tools give, in English and German. */
const usual = {
  responseId: /^(response|respondent|submission|answer|result|antwort)[ _-]?(id|token|#)$|^(token|#|id)$/i,
  answeredAt:
    /(submit|submission|answer|respon|complet|creat|end|abgesendet|erstellt|beantwortet).*(date|time|at|am|datum)|(^|[ _-])(date|time|timestamp|datum|zeit|zeitstempel)$|^submitted$/i,
  email: /e-?mail/i,
  customerId: /^(customer|user|contact|client|kunden?)[ _-]?(id|nr|nummer|number)$/i,
  name: /^((customer|contact|user|full|kunden?)[ _-]?)?name$/i,
  survey: /^(survey|form|umfrage|formular)([ _-]?(name|title|titel))?$/i,
  permalink: /^(permalink|link|url|response[ _-]?(link|url))$/i,
  comment: /comment|feedback|reason|why|verbatim|remark|kommentar|warum|grund|bemerkung|anmerkung/i,
  score: /score|rating|nps|csat|ces|recommend|satisf|effort|bewertung|note|empfehl|zufrieden|aufwand|likel/i,
}
type Usual = keyof typeof usual

interface Column {
  name: string
  /** Those that are not empty. */
  values: string[]
}

/**
 * A mapping to begin with, as YAML with remarks. It tells columns by their names and times by their look; what a number
 * means it never guesses: that is left to whoever reads it.
 * @throws AppError when the file cannot be read
 */
export async function suggestMapping(file: string): Promise<string> {
  const columns = await columnsOf(await openRows(file, {}))
  const of = (what: Usual): Column | undefined => columns.find(({ name }) => usual[what].test(name))
  const [id, email, name, customerId] = [of('responseId'), of('email'), of('name'), of('customerId')]
  const time = of('answeredAt') ?? columns.find(({ values }) => formatsOf(values).length > 0)
  const others = [id, email, name, customerId, time, of('survey'), of('permalink')]
  const free = columns.filter((column) => !others.includes(column))
  const comment = free.find((column) => usual.comment.test(column.name) && !isNumeric(column))
  const scores = free.filter(
    (column) => column !== comment && (usual.score.test(column.name) || isNumeric(column)),
  )
  const keys = keysOf(scores)
  return [
    '# Complete what is marked with TODO, and try it: npm run heard -- import FILE --source NAME --mapping THIS --dry-run',
    `# Columns: ${columns.map((column) => yaml(column.name)).join(', ')}`,
    id
      ? `response_id: ${yaml(id.name)}`
      : '# response_id: TODO the column of the id that the tool gives; without one a row is named by its content',
    ...timeLines(time),
    ...personLines({ id: customerId, email, name }),
    ...(['survey', 'permalink'] as const).flatMap((what) => {
      const column = of(what)
      return column ? [`${what}: ${yaml(column.name)}`] : []
    }),
    'answers:',
    ...(scores.length > 0 ? scores : [null]).flatMap((score, index) =>
      answerLines(score, keys[index] ?? '', index === 0 ? comment : undefined),
    ),
    '',
  ].join('\n')
}

function personLines(person: Readonly<Record<string, Column | undefined>>): string[] {
  const known = Object.entries(person).flatMap(([field, column]) =>
    column ? [`  ${field}: ${yaml(column.name)}`] : [],
  )
  return known.length > 0 ? ['customer:', ...known] : []
}

function answerLines(score: Column | null, key: string, comment: Column | undefined): string[] {
  return [
    `  - question: ${score ? yaml(key) : '# TODO its key'}`,
    ...(score ? [`    title: ${yaml(score.name)}`] : []),
    `    score: ${score ? yaml(score.name) : '# TODO the column of the number'}`,
    ...(score && !isNumeric(score) ? wordLines(score) : []),
    ...(comment ? [`    comment: ${yaml(comment.name)}`] : []),
    '    # TODO what the numbers mean. Left out, the answers wait until the question is bound.',
    '    # metric: nps, csat or ces',
    '    # scale: { min: ..., max: ..., direction: high_is_good or low_is_good }',
  ]
}

function wordLines({ values }: Column): string[] {
  const words = [...new Set(values)].filter((word) => Number.isNaN(Number(word))).slice(0, 12)
  return ['    words: # TODO the number of each', ...words.map((word) => `      ${yaml(word)}:`)]
}

function timeLines(column: Column | undefined): string[] {
  if (!column) return ['answered_at: # TODO the column of the time of the answer']
  const formats = formatsOf(column.values)
  const [format, ...more] = formats
  const needsZone = format !== 'unix' && format !== 'unix_ms' && !column.values.some(hasOffset)
  return [
    'answered_at:',
    `  from: ${yaml(column.name)}`,
    ...(more.length > 0 || format === undefined
      ? [
          `  format: # TODO ${format === undefined ? 'a pattern such as dd.MM.yyyy HH:mm' : formats.join(' or ')}`,
        ]
      : [`  format: ${yaml(format)}`]),
    ...(needsZone ? ['  zone: # TODO the zone of these times, such as Europe/Berlin'] : []),
  ]
}

const patterns = [
  'dd.MM.yyyy',
  'd.M.yyyy',
  'dd/MM/yyyy',
  'MM/dd/yyyy',
  'yyyy/MM/dd',
  'dd-MM-yyyy',
  'MM-dd-yyyy',
]
const times = ['', ' HH:mm', ' HH:mm:ss', ' h:mm a', ' h:mm:ss a', ', HH:mm']

/** All formats that the values have, but for a few broken ones. */
function formatsOf(values: readonly string[]): string[] {
  if (values.length === 0) return []
  const all = (fits: (value: string) => boolean): boolean =>
    values.filter(fits).length >= values.length * 0.95
  if (all((value) => /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d|$)/.test(value))) return ['iso']
  if (all((value) => /^1\d{9}$/.test(value))) return ['unix']
  if (all((value) => /^1\d{12}$/.test(value))) return ['unix_ms']
  const found = patterns
    .flatMap((day) => times.map((time) => day + time))
    .filter((format) => all((value) => DateTime.fromFormat(value, format, { locale: 'en' }).isValid))
  // Of two that differ in leading noughts only, the stricter one.
  return found.filter(
    (format) => !(format.startsWith('d.M.') && found.includes(format.replace('d.M.', 'dd.MM.'))),
  )
}

function hasOffset(value: string): boolean {
  return /(Z|[+-]\d\d(:?\d\d)?)$/i.test(value.slice(10))
}

function isNumeric({ values }: Column): boolean {
  return values.length > 0 && values.every((value) => /^-?\d{1,3}([.,]\d+)?$/.test(value))
}

async function columnsOf({ header, rows }: FileRows): Promise<Column[]> {
  const seen: FileRow[] = []
  for await (const row of rows) if (row.row !== null && seen.push(row) === sampled) break
  const names = header ?? [...new Set(seen.flatMap(({ row }) => leavesOf(row)))]
  const valuesOf = (name: string): string[] => seen.map(({ row }) => valueAt(row, header, name))
  return names
    .filter((name) => name !== '')
    .map((name) => ({ name, values: valuesOf(name).filter((value) => value !== '') }))
}

/** Paths to what is neither an object nor a list. */
function leavesOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([name, part]) => {
    const step = Array.isArray(value) ? `[${name}]` : `${path === '' ? '' : '.'}${name}`
    return leavesOf(part, path + step)
  })
}

function valueAt(row: Row | null, header: Header, name: string): string {
  if (row === null) return ''
  if (Array.isArray(row)) return ((row as readonly string[])[header?.indexOf(name) ?? -1] ?? '').trim()
  try {
    return textReader({ from: name }, null, name)(row)
  } catch (error) {
    if (error instanceof BadRow) return ''
    throw error
  }
}

/** Long titles may begin alike. */
function keysOf(scores: readonly Column[]): string[] {
  const keys: string[] = []
  for (const { name } of scores) {
    const key = keyOf(name)
    const same = keys.filter((other) => other === key || other.startsWith(`${key}-no-`)).length
    keys.push(same === 0 ? key : `${key}-no-${same + 1}`)
  }
  return keys
}

/** recommend-us, from "Recommend us?". */
function keyOf(title: string): string {
  const key = title
    .toLowerCase()
    .replace(/[^\p{L}\d]+/gu, '-')
    .replace(/^-+|-+$/g, '')
  return key.slice(0, 60) || 'question'
}

/** As YAML on one line; in doubt as JSON, which is YAML too. */
function yaml(text: string): string {
  const plain = /^\p{L}[\p{L}\d _.()/-]*$/u.test(text) && !/^(true|false|null|yes|no|on|off)$/i.test(text)
  return plain && text === text.trim() ? text : JSON.stringify(text)
}
