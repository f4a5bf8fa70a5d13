import { plainName } from './read-json.js'

/** What a value is, without the value. Texts say what else they could be read as, since that is where mappings go wrong. */
export type ShapeType =
  | 'text'
  | 'empty_text'
  | 'number_in_text'
  | 'time_in_text'
  | 'json_in_text'
  | 'whole_number'
  | 'number'
  | 'boolean'
  | 'null'
  | 'object'
  | 'list'
  | 'file'

/** One place in a body. Elements of a list share theirs: `answers[].type`. */
export interface ShapeField {
  path: string
  types: ShapeType[]
  /** How often it is there. */
  times: number
}

/** What a body looks like: names and types of its fields, never a value. */
export interface BodyShape {
  format: 'json' | 'form' | 'multipart' | 'unreadable'
  fields: ShapeField[]
  /** Places that are not listed because there are too many. */
  left: number
}

const deepest = 12
const mostFields = 200
const mostValues = 20_000

interface Walk {
  fields: Map<string, { types: Set<ShapeType>; times: number }>
  values: number
  left: number
}

/**
 * The shape of a stored body, for whoever mends a mapping and must not read customers' words for it. A name that does not
 * look like the name of a field (an address as a key) is shown as a question mark.
 */
export function shapeOf(contentType: string, body: Buffer): BodyShape {
  const walk: Walk = { fields: new Map(), values: 0, left: 0 }
  const format = walkBody(walk, contentType.toLowerCase(), body)
  const fields = [...walk.fields].map(([path, { types, times }]) => ({ path, types: [...types], times }))
  return { format, fields, left: walk.left }
}

function walkBody(walk: Walk, contentType: string, body: Buffer): BodyShape['format'] {
  if (contentType.startsWith('multipart/')) return walkMultipart(walk, body)
  const text = new TextDecoder('utf-8').decode(body)
  if (contentType.startsWith('application/x-www-form-urlencoded')) {
    for (const [name, value] of new URLSearchParams(text)) note(walk, formName(name), value, 1)
    return 'form'
  }
  try {
    note(walk, '', JSON.parse(text) as unknown, 0)
    return 'json'
  } catch {
    return 'unreadable'
  }
}

/** By hand, and only names: the parts themselves are read by the tool's own parser. */
function walkMultipart(walk: Walk, body: Buffer): BodyShape['format'] {
  const text = body.toString('latin1')
  const [boundary = ''] = text.split('\r\n', 1)
  if (!boundary.startsWith('--')) return 'unreadable'
  for (const part of text.split(boundary).slice(1, -1)) {
    const [head = '', ...rest] = part.split('\r\n\r\n')
    const name = /[; ]name="([^"]*)"/.exec(head)?.[1]
    if (name === undefined) continue
    const value = rest.join('\r\n\r\n').replace(/\r\n$/, '')
    if (/filename=/.test(head)) add(walk, formName(name), 'file')
    else note(walk, formName(name), value, 1)
  }
  return 'multipart'
}

/** `submissions[q1]` and `a.b` are names of form fields too. */
function formName(name: string): string {
  return name
    .split(/(?<=[[\].])|(?=[[\].])/)
    .map((part) => (/^[[\].]$/.test(part) ? part : plainName(part)))
    .join('')
}

function note(walk: Walk, path: string, value: unknown, depth: number): void {
  walk.values += 1
  if (walk.values > mostValues || depth > deepest) {
    walk.left += 1
    return
  }
  const type = typeOf(value)
  // A body, or a text that holds JSON, is there anyway: what is in it is worth a line.
  const isWhole = path === '' || path.endsWith('{json}')
  if (!isWhole || (type !== 'object' && type !== 'list')) add(walk, path === '' ? '(all)' : path, type)
  if (type === 'json_in_text') return note(walk, `${path}{json}`, JSON.parse(value as string), depth + 1)
  if (Array.isArray(value)) {
    for (const element of value) note(walk, `${path}[]`, element, depth + 1)
  } else if (typeof value === 'object' && value !== null) {
    const start = path === '' ? '' : `${path}.`
    for (const [name, child] of Object.entries(value))
      note(walk, `${start}${plainName(name)}`, child, depth + 1)
  }
}

function add(walk: Walk, path: string, type: ShapeType): void {
  const field = walk.fields.get(path)
  if (field) {
    field.types.add(type)
    field.times += 1
  } else if (walk.fields.size < mostFields) walk.fields.set(path, { types: new Set([type]), times: 1 })
  else walk.left += 1
}

function typeOf(value: unknown): ShapeType {
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'number') return Number.isInteger(value) ? 'whole_number' : 'number'
  if (typeof value === 'boolean') return 'boolean'
  return typeof value === 'string' ? typeOfText(value) : 'object'
}

function typeOfText(text: string): ShapeType {
  const trimmed = text.trim()
  if (trimmed === '') return 'empty_text'
  if (/^-?\d+([.,]\d+)?$/.test(trimmed)) return 'number_in_text'
  if (/^\d{4}-\d\d-\d\d([T ]\d\d:\d\d|$)/.test(trimmed)) return 'time_in_text'
  return /^[[{]/.test(trimmed) && isJson(trimmed) ? 'json_in_text' : 'text'
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
