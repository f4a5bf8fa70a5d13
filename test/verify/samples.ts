import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

/** What a published sample must become, and why: written by reading it, before it is run. */
const Expected = z.strictObject({
  /** The kind of source that takes it. */
  tool: z.string(),
  /** How the file becomes a body; left out: its bytes are the JSON that is posted. */
  as: z.enum(['form', 'multipart', 'qualtrics-message']).optional(),
  outcome: z.enum(['accepted', 'ignored', 'unbound', 'unusable']),
  why: z.string(),
  /** Stands in the reason that Heard gives. */
  reason: z.string().optional(),
  /** By question: what becomes of its answer. */
  answers: z.record(z.string(), z.enum(['scored', 'unbound', 'unscored', 'quarantined'])).optional(),
})
export type Expected = z.infer<typeof Expected>

export interface Sample {
  file: string
  /** Undefined: nobody has read it. */
  expected: Expected | undefined
}

/** Files beside the samples that are none. */
const others: ReadonlySet<string> = new Set(['INDEX.md', 'signature-vectors.json'])

/** The samples of a folder, those that nobody has read included. */
export function samplesIn(folder: string): Sample[] {
  if (!existsSync(folder)) return []
  const text = readFileSync(path.join(import.meta.dirname, '..', 'golden', 'expected.json'), 'utf8')
  const expected = new Map(Object.entries(z.record(z.string(), Expected).parse(JSON.parse(text))))
  return readdirSync(folder)
    .filter((file) => !others.has(file))
    .sort()
    .map((file) => ({ file, expected: expected.get(file) }))
}

export interface Posted {
  body: Buffer
  contentType: string
}

const boundary = '----heard-sample'

/** The body as the tool would post it. */
export function bodyOf(folder: string, file: string, as: Expected['as']): Posted {
  const bytes = readFileSync(path.join(folder, file))
  if (as === undefined) return { body: bytes, contentType: 'application/json' }
  if (as === 'multipart') {
    const body = Buffer.from(`${partsOf(bytes).join('')}--${boundary}--\r\n`)
    return { body, contentType: `multipart/form-data; boundary=${boundary}` }
  }
  const form =
    as === 'form' ? bytes.toString().trim() : new URLSearchParams({ MSG: bytes.toString() }).toString()
  return { body: Buffer.from(form), contentType: 'application/x-www-form-urlencoded' }
}

/** Parts that are written as a JSON object; names with an underscore in front are notes of the collector. */
function partsOf(bytes: Buffer): string[] {
  const parts = z.record(z.string(), z.string()).parse(JSON.parse(bytes.toString()))
  return Object.entries(parts)
    .filter(([name]) => !name.startsWith('_'))
    .map(
      ([name, value]) =>
        `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    )
}
