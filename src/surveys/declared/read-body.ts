import { Busboy } from '@fastify/busboy'
import { parse as parseForm } from 'qs'
import { AppError } from '../../errors.js'
import { readJson } from '../read-json.js'
import type { RawRequest } from '../source.js'
import { plainCopy } from './plain-copy.js'

export type BodyKind = 'json' | 'form' | 'multipart'

export interface BodyShape {
  kinds: readonly BodyKind[]
  /** Fields that hold JSON as a text. */
  jsonFields: readonly string[]
}

const formType = 'application/x-www-form-urlencoded'
const mostFields = 2_000
const longestField = 1_000_000

/** The media types that go with the kinds of body. */
export function typesOf(kinds: readonly BodyKind[]): string[] {
  const types: Readonly<Record<BodyKind, string[]>> = {
    json: ['application/json', '*/*+json'],
    form: [formType],
    multipart: ['multipart/form-data'],
  }
  return kinds.flatMap((kind) => types[kind])
}

/** What kind of body came, of those that the tool sends. */
export function bodyKindOf(request: RawRequest, kinds: readonly BodyKind[]): BodyKind {
  const type = (request.headers['content-type'] ?? '').toLowerCase()
  const said: BodyKind = type.startsWith('multipart/')
    ? 'multipart'
    : type.startsWith(formType)
      ? 'form'
      : 'json'
  return kinds.includes(said) ? said : (kinds[0] ?? 'json')
}

/**
 * The body as plain values for expressions to read.
 * @throws AppError bad_input
 */
export async function readBody(kind: string, shape: BodyShape, request: RawRequest): Promise<unknown> {
  const bodyKind = bodyKindOf(request, shape.kinds)
  const read =
    bodyKind === 'multipart'
      ? formOf(kind, await partsOf(kind, request))
      : readSimpleBody(kind, bodyKind, request.body)
  return plainCopy(kind, withJsonFields(kind, read, shape.jsonFields))
}

/** A body of one of the kinds that need no stream, not yet safe for expressions. @throws AppError bad_input */
export function readSimpleBody(kind: string, bodyKind: 'json' | 'form', body: Buffer): unknown {
  return bodyKind === 'json' ? readJson(kind, body) : formOf(kind, body.toString('utf8'))
}

/** `response[score]=7` is the field score of response. */
function formOf(kind: string, text: string): unknown {
  try {
    return parseForm(text, {
      depth: 8,
      strictDepth: true,
      parameterLimit: mostFields,
      throwOnLimitExceeded: true,
      arrayLimit: 1_000,
      plainObjects: true,
    })
  } catch {
    throw badInput(`${kind}: the form is nested too deep or has too many fields`)
  }
}

function withJsonFields(kind: string, body: unknown, fields: readonly string[]): unknown {
  if (typeof body !== 'object' || body === null) return body
  const read = { ...body } as Record<string, unknown>
  for (const field of fields) {
    const text = read[field]
    if (typeof text !== 'string') continue
    try {
      read[field] = JSON.parse(text) as unknown
    } catch {
      throw badInput(`${kind}: the field ${field} is not JSON`)
    }
  }
  return fields.length === 0 ? body : read
}

/** The fields of a multipart body, written as a form: names with brackets then mean the same. Files are passed over. */
function partsOf(kind: string, { headers, body }: RawRequest): Promise<string> {
  const contentType = headers['content-type'] ?? ''
  return new Promise((resolve, reject) => {
    const refuse = (): void => reject(badInput(`${kind}: the body is not multipart/form-data`))
    const fields = new URLSearchParams()
    try {
      const parser = new Busboy({
        headers: { 'content-type': contentType },
        limits: {
          fields: mostFields,
          fieldSize: longestField,
          parts: mostFields,
          fieldNameSize: 300,
          headerPairs: 50,
        },
      })
      parser.on('field', (name, value) => fields.append(name, value))
      parser.on('file', (_name, file) => file.resume())
      parser.on('error', refuse)
      parser.on('finish', () => resolve(fields.toString()))
      parser.end(body)
    } catch {
      refuse()
    }
  })
}

function badInput(message: string): AppError {
  return new AppError({ code: 'bad_input', message })
}
