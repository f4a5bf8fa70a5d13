import { readFileSync } from 'node:fs'
import { AppError } from '../errors.js'
import type { ReplayRow } from '../surveys/delivery-store.js'

/** One request to be tried, unsigned. */
export interface Payload {
  /** A file's name, or when the delivery came. */
  name: string
  /** Lower-case; with its content type. */
  headers: Record<string, string>
  /** Parameters of the URL, without what proves it. */
  query: Record<string, string>
  body: Buffer
}

/** @throws AppError bad_input */
export function bytesOf(name: string): Buffer {
  try {
    return readFileSync(name)
  } catch (cause) {
    throw new AppError({
      code: 'bad_input',
      message: 'a file cannot be read',
      tellUser: ({ toolFile }) => toolFile.noFile(name),
      cause,
    })
  }
}

/** What was typed beside the payloads, as `name:value` and `name=value`. */
export interface TypedParts {
  header?: readonly string[]
  query?: readonly string[]
}

/** The files that were named, each with the headers and parameters that were typed. */
export function payloadsOf(names: readonly string[], typed: TypedParts): Payload[] {
  const { headers, query } = partsOf(typed)
  return names.map((name) => {
    const body = bytesOf(name)
    return { name, body, headers: { 'content-type': typeOf(name, body), ...headers }, query }
  })
}

/** A delivery that is stored, as it came except for what proved it. */
export function storedPayload(row: ReplayRow, name: string, typed: TypedParts): Payload {
  const { headers, query } = partsOf(typed)
  return {
    name,
    body: row.body,
    headers: { 'content-type': row.contentType, ...row.headers, ...headers },
    query: { ...row.query, ...query },
  }
}

function partsOf({ header = [], query = [] }: TypedParts): Pick<Payload, 'headers' | 'query'> {
  const headers = header.map((line) => pairOf(line, ':')).map(([name, value]) => [name.toLowerCase(), value])
  return {
    headers: Object.fromEntries(headers) as Record<string, string>,
    query: Object.fromEntries(query.map((line) => pairOf(line, '='))),
  }
}

function pairOf(line: string, sign: string): readonly [string, string] {
  const at = line.indexOf(sign)
  return [line.slice(0, at).trim(), line.slice(at + 1).trim()]
}

function typeOf(name: string, body: Buffer): string {
  const text = body.toString('utf8', 0, 200)
  if (/^\s*[[{]/.test(text) || name.endsWith('.json')) return 'application/json'
  const boundary = /^--(\S{1,70})\r\n/.exec(text)?.[1]
  return boundary === undefined
    ? 'application/x-www-form-urlencoded'
    : `multipart/form-data; boundary=${boundary}`
}
