import { createHash } from 'node:crypto'
import type { Answer } from '../answer.js'
import type { Direction } from '../question.js'
import type { MappedAnswer, Mapping, Place, When } from './mapping.js'
import { BadRow, rejectColumns, textReader, type Header, type ReadText, type Row } from './row.js'
import { readerOf } from './when.js'

/** The answers of one row; none where scores and comments are empty. @throws BadRow */
export type RowReader = (row: Row) => Answer[]

/** A clock that is a little ahead of ours is no reason to reject an answer; a day and month that were swapped is. */
const aheadMs = 24 * 3_600_000

export interface RowSettings {
  /** Not the past but the present: bad answers raise cards. */
  alert: boolean
  /** Epoch ms. */
  now: number
}

interface Picks {
  responseId: ReadText | null
  answeredAt: (row: Row) => number
  version: (row: Row, answeredAt: number) => number
  externalId: ReadText
  email: ReadText
  name: ReadText
  survey: ReadText
  permalink: ReadText
  segments: readonly (readonly [string, ReadText])[]
}

/**
 * Turns the rows of one file into answers, as the mapping says.
 * @throws NoColumn when the mapping names a column that the file has not once
 */
export function rowReader(mapping: Mapping, header: Header, settings: RowSettings): RowReader {
  const picks = picksOf(mapping, header)
  const mapped = mapping.answers.map((answer, index) => answerReader(answer, header, `answers.${index}`))
  const nameOf = picks.responseId === null ? contentName(header) : idReader(picks.responseId)
  return (row) => {
    const found = answersIn(mapped, row)
    if (found.length === 0) return []
    const answeredAt = picks.answeredAt(row)
    if (answeredAt > settings.now + aheadMs) throw new BadRow('answered_at lies in the future')
    const shared = {
      responseKey: nameOf(row),
      version: picks.version(row, answeredAt) + mapping.revision,
      answeredAt,
      customer: { externalId: picks.externalId(row), email: picks.email(row), name: picks.name(row) },
      survey: picks.survey(row),
      segments: Object.fromEntries(picks.segments.map(([name, pick]) => [name, pick(row)])),
      permalink: picks.permalink(row),
      backfill: !settings.alert,
    }
    return found.map((answer) => ({ ...shared, ...answer }))
  }
}

function picksOf(mapping: Mapping, header: Header): Picks {
  const pick = (place: Place | undefined, field: string): ReadText =>
    place === undefined ? () => '' : textReader(place, header, field)
  const { customer, segments } = mapping
  return {
    responseId: mapping.response_id ? pick(mapping.response_id, 'response_id') : null,
    answeredAt: timeReader(mapping.answered_at, header, 'answered_at'),
    version: versionReader(mapping, header),
    externalId: pick(customer.id, 'customer.id'),
    email: pick(customer.email, 'customer.email'),
    name: pick(customer.name, 'customer.name'),
    survey: pick(mapping.survey, 'survey'),
    permalink: pick(mapping.permalink, 'permalink'),
    segments: Object.entries(segments).map(([name, place]) => [name, pick(place, `segments.${name}`)]),
  }
}

/** Two columns may be one question, of which a row answers either; of both, one number would be lost. */
function answersIn(mapped: readonly ReadAnswer[], row: Row): NonNullable<ReturnType<ReadAnswer>>[] {
  const keys = new Set<string>()
  return mapped.flatMap((read, index) => {
    const answer = read(row)
    if (answer === null) return []
    if (keys.has(answer.questionKey))
      throw new BadRow(`answers.${index}.question is answered twice in the row`)
    keys.add(answer.questionKey)
    return [answer]
  })
}

/** What is an answer's own, where a row holds several; null: it was not given. */
type ReadAnswer = (
  row: Row,
) => Pick<Answer, 'questionKey' | 'questionTitle' | 'score' | 'comment' | 'stated'> | null

function answerReader(mapped: MappedAnswer, header: Header, field: string): ReadAnswer {
  const score = textReader({ from: mapped.score }, header, `${field}.score`)
  const key = textReader(mapped.question, header, `${field}.question`)
  const title = mapped.title ? textReader(mapped.title, header, `${field}.title`) : () => ''
  const comment = mapped.comment ? textReader({ from: mapped.comment }, header, `${field}.comment`) : () => ''
  const numbers = new Map(Object.entries(mapped.words).map(([word, n]) => [word.trim().toLowerCase(), n]))
  const stated = statedBy(mapped)
  return (row) => {
    const text = score(row)
    const words = comment(row)
    if (text === '' && words === '') return null
    const questionKey = key(row)
    if (questionKey === '') throw new BadRow(`${field}.question is empty`)
    return {
      questionKey,
      questionTitle: title(row),
      score: text === '' ? null : numberOf(text, numbers, `${field}.score`),
      comment: words,
      ...(stated && { stated }),
    }
  }
}

function numberOf(text: string, numbers: ReadonlyMap<string, number>, field: string): number {
  const number = numbers.get(text.toLowerCase())
  if (number !== undefined) return number
  if (/^[+-]?\d{1,15}([.,]\d{1,10})?$/.test(text)) return Number(text.replace(',', '.'))
  throw new BadRow(`${field} is neither a number nor one of the words in the mapping`)
}

function statedBy({ metric, scale }: MappedAnswer): Answer['stated'] {
  if (metric === undefined) return undefined
  const usual: { min: number; max: number; direction: Direction } = {
    min: 0,
    max: 10,
    direction: 'high_is_good',
  }
  return { metric, ...(scale ?? usual) }
}

function timeReader(when: When, header: Header, field: string): (row: Row) => number {
  const pick = textReader({ from: when.from }, header, field)
  const read = readerOf(when, field)
  return (row) => {
    const text = pick(row)
    if (text === '') throw new BadRow(`${field} is empty`)
    return read(text)
  }
}

/** A counter of the tool's own, else when the answer was last changed, else when it was given. */
function versionReader(mapping: Mapping, header: Header): Picks['version'] {
  if (mapping.version) {
    const pick = textReader(mapping.version, header, 'version')
    return (row) => {
      const text = pick(row)
      if (!/^\d{1,15}$/.test(text)) throw new BadRow('version is not a whole number')
      return Number(text)
    }
  }
  if (!mapping.updated_at) return (_row, answeredAt) => answeredAt
  const pick = textReader({ from: mapping.updated_at.from }, header, 'updated_at')
  const read = readerOf(mapping.updated_at, 'updated_at')
  return (row, answeredAt) => {
    const text = pick(row)
    return text === '' ? answeredAt : read(text)
  }
}

function idReader(pick: ReadText): (row: Row) => string {
  return (row) => {
    const id = pick(row)
    if (id === '') throw new BadRow('response_id is empty')
    return id
  }
}

/** A row without an id is named by what stands in it, in whatever order the columns come. */
function contentName(header: Header): (row: Row) => string {
  const order = [...(header ?? []).keys()]
    .filter((index) => !(rejectColumns as readonly string[]).includes(header?.[index] ?? ''))
    .sort((a, b) => ((header?.[a] ?? '') < (header?.[b] ?? '') ? -1 : 1))
  return (row) => {
    const content: unknown = Array.isArray(row)
      ? order.map((index) => [header?.[index], (row as readonly string[])[index]])
      : sorted(row)
    return `row:${createHash('sha256').update(JSON.stringify(content)).digest('hex')}`
  }
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(sorted)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return entries.map(([name, part]) => [name, sorted(part)])
}
