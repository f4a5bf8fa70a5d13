import type { Place } from './mapping.js'

/** One row as it was read: the cells of a line, or the object of a JSON line. */
export type Row = readonly string[] | Readonly<Record<string, unknown>>

/** The columns that a file of rejected rows has more than the one it came from. */
export const rejectColumns = ['rejected_line', 'rejected_reason'] as const

/** Why a row cannot be taken. Ours, in English: it never repeats what stands in the row. */
export class BadRow extends Error {}

/** Reads one text out of a row, trimmed; '' where there is none. */
export type ReadText = (row: Row) => string

/** Names of the columns; null: JSON lines. */
export type Header = readonly string[] | null

/** A column that a mapping names and the file has not, or has twice. */
export class NoColumn extends Error {
  constructor(
    readonly column: string,
    readonly times: number,
  ) {
    super('the mapping names a column that is not there once')
  }
}

/**
 * @param field how the mapping calls it, for the reason of a row that cannot be taken
 * @throws NoColumn
 */
export function textReader(place: Place, header: Header, field: string): ReadText {
  const { is, from = '' } = place
  if (is !== undefined) return () => is
  return header === null ? pathOf(from, field) : columnOf(from, header)
}

function columnOf(name: string, header: readonly string[]): ReadText {
  const exact = header.filter((column) => column === name).length
  const same = (column: string): boolean =>
    exact > 0 ? column === name : column.toLowerCase() === name.toLowerCase()
  const times = header.filter(same).length
  if (times !== 1) throw new NoColumn(name, times)
  const index = header.findIndex(same)
  return (row) => (Array.isArray(row) ? ((row as readonly string[])[index] ?? '').trim() : '')
}

function pathOf(path: string, field: string): ReadText {
  const steps = path.split(/\.|\[(\d+)\]/).filter((step) => step !== undefined && step !== '')
  return (row) => {
    if (Object.hasOwn(row, path)) return textOf(Reflect.get(row, path), field)
    let value: unknown = row
    for (const step of steps) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return ''
      value = Reflect.get(value, step)
    }
    return textOf(value, field)
  }
}

function textOf(value: unknown, field: string): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value.trim()
  // Two ids that differ in their last digits only would become one.
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw new BadRow(`${field} is a number too large to be exact`)
  }
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw new BadRow(`${field} is neither a text nor a number`)
}
