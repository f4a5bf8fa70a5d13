import { AppError } from '../errors.js'

/** A JSON object of texts and of such objects. */
export interface TemplateObject {
  [name: string]: TemplateObject | string | number | boolean | null
}

const name = /"([A-Za-z_][\w.]{0,60})"\s*:\s*/y
const plain = /(-?\d{1,15}|true|false|null)(?=[\s,}])/y
const space = /\s*/y
/** What follows the quote that ends a text: another name, or the end of its object and what may come after that. */
const afterText = /\s*(?:,\s*"[A-Za-z_][\w.]{0,60}"\s*:|\}(?:[\s}]*$|[\s}]*,\s*"[A-Za-z_][\w.]{0,60}"\s*:))/y
const endOfAll = /\s*\}[\s}]*$/y
const deepest = 8

/**
 * Reads a JSON template whose placeholders were filled in without escaping: quotes, line breaks and backslashes stand in its
 * texts as a customer typed them. Each text ends at the first quote that another name or the end of its object follows; the
 * one called `last` takes all up to the template's own end, since nothing of the template comes after it. Of a name that
 * stands twice in one object the first counts: the later one was typed by a customer.
 * @param kind the source's kind: it opens the error
 * @throws AppError bad_input; the body is never quoted
 */
export function readTemplate(kind: string, text: string, last: string): TemplateObject {
  const reader = { text, at: 0, last, kind }
  const value = readObject(reader, 0)
  skip(reader)
  if (reader.at !== text.length) throw unreadable(kind)
  return value
}

interface Reader {
  text: string
  at: number
  last: string
  kind: string
}

function readObject(reader: Reader, depth: number): TemplateObject {
  const value = Object.create(null) as TemplateObject
  if (depth > deepest) throw unreadable(reader.kind)
  expect(reader, '{')
  skip(reader)
  while (reader.text[reader.at] !== '}') {
    const member = match(reader, name)?.[1]
    if (member === undefined) throw unreadable(reader.kind)
    const read = readValue(reader, member, depth)
    if (!Object.hasOwn(value, member)) value[member] = read
    skip(reader)
    if (reader.text[reader.at] === '}') break
    expect(reader, ',')
    skip(reader)
  }
  reader.at += 1
  return value
}

function readValue(reader: Reader, member: string, depth: number): TemplateObject[string] {
  const start = reader.text[reader.at]
  if (start === '{') return readObject(reader, depth + 1)
  if (start === '"') return readText(reader, member)
  const found = match(reader, plain)?.[1]
  if (found === undefined) throw unreadable(reader.kind)
  return JSON.parse(found) as number | boolean | null
}

function readText(reader: Reader, member: string): string {
  const from = reader.at + 1
  const end = member === reader.last ? lastEnd(reader, from) : firstEnd(reader, from)
  if (end < 0) throw unreadable(reader.kind)
  reader.at = end + 1
  return reader.text.slice(from, end)
}

function firstEnd({ text }: Reader, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 1)) {
    if (matchesAt(afterText, text, at + 1)) return at
  }
  return -1
}

/** The template's own end, where its braces allow; a field that somebody added after the comment ends it earlier. */
function lastEnd(reader: Reader, from: number): number {
  const at = reader.text.lastIndexOf('"')
  return at >= from && matchesAt(endOfAll, reader.text, at + 1) ? at : firstEnd(reader, from)
}

function expect(reader: Reader, sign: string): void {
  skip(reader)
  if (reader.text[reader.at] !== sign) throw unreadable(reader.kind)
  reader.at += 1
}

function skip(reader: Reader): void {
  match(reader, space)
}

function match(reader: Reader, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = reader.at
  const found = pattern.exec(reader.text)
  if (found) reader.at = pattern.lastIndex
  return found
}

function matchesAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at
  return pattern.test(text)
}

function unreadable(kind: string): AppError {
  return new AppError({
    code: 'bad_input',
    message: `${kind}: the body is not JSON, and what a customer typed cannot be told from the rest of it`,
  })
}
