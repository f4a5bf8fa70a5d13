import { IANAZone } from 'luxon'
import { parse } from 'yaml'
import { z } from 'zod'
import { AppError, type Sentence } from '../../errors.js'
import { problemOf, rule } from '../../input-problem.js'
import type { Messages } from '../../messages/messages.js'
import { Direction, Metric } from '../question.js'

const Text = z.string().trim().min(1)

const Place = z
  .strictObject({ from: Text.optional(), is: Text.optional() })
  .refine(({ from, is }) => (from === undefined) !== (is === undefined), { error: rule('from_or_is') })

/** Where a text comes from: the column (in NDJSON the path) that is named, or the same text for every row. */
export type Place = z.infer<typeof Place>

function placeOf(short: 'from' | 'is') {
  return z.preprocess((value) => (typeof value === 'string' ? { [short]: value } : value), Place)
}
const Column = placeOf('from')
/** Of a question, a text alone is its own key or title. */
const Own = placeOf('is')

const When = z.preprocess(
  (value) => (typeof value === 'string' ? { from: value } : value),
  z.strictObject({
    from: Text,
    /** iso, unix (seconds), unix_ms, or a pattern such as dd.MM.yyyy HH:mm. */
    format: Text.default('iso'),
    /** What a time without an offset is taken to be in. Never assumed unsaid. */
    zone: z
      .string()
      .refine((zone) => IANAZone.isValidZone(zone), rule('time_zone'))
      .optional(),
    /** Of names of months: en, de, ... */
    locale: z.string().min(2).default('en'),
  }),
)
export type When = z.infer<typeof When>

const MappedAnswer = z
  .strictObject({
    question: Own,
    title: Own.optional(),
    score: Text,
    /** What a word in the score's column means as a number. */
    words: z.record(z.string(), z.number()).default({}),
    comment: Text.optional(),
    /** With scale: what the number means. Without: somebody binds the question, and the answers wait. */
    metric: Metric.optional(),
    scale: z.strictObject({ min: z.int(), max: z.int(), direction: Direction }).optional(),
  })
  .refine(({ metric, scale }) => !metric || metric === 'nps' || scale, {
    path: ['scale'],
    error: rule('stated_with_metric'),
  })
  .refine(({ metric, scale }) => !scale || metric, { path: ['metric'], error: rule('stated_with_scale') })
export type MappedAnswer = z.infer<typeof MappedAnswer>

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'iso-8859-15'] as const
export type Encoding = (typeof encodings)[number]

/** Which column or field of a file holds what of an answer, in Heard's words. */
const Mapping = z.strictObject({
  format: z.enum(['csv', 'ndjson']).optional(),
  encoding: z.enum(encodings).optional(),
  delimiter: z.string().length(1).optional(),
  /** Absent: a row is named by its content, so that two equal rows are one answer. */
  response_id: Column.optional(),
  answered_at: When,
  updated_at: When.optional(),
  version: Column.optional(),
  /** Raised after the mapping was mended: what was imported before is then written anew. */
  revision: z.int().min(0).max(999).default(0),
  customer: z
    .strictObject({ id: Column.optional(), email: Column.optional(), name: Column.optional() })
    .default({}),
  survey: Column.optional(),
  segments: z.record(z.string().min(1), Column).default({}),
  permalink: Column.optional(),
  answers: z.array(MappedAnswer).min(1),
})
export type Mapping = z.infer<typeof Mapping>

/**
 * Reads a mapping, YAML or JSON.
 * @throws AppError bad_input with a line for each field that is wrong
 */
export function readMapping(text: string): Mapping {
  const parsed = Mapping.safeParse(readYaml(text))
  if (parsed.success) return parsed.data
  const { issues } = parsed.error
  throw badMapping((messages) => issues.flatMap((issue) => problemLines(issue, messages)).join('\n'))
}

function problemLines(issue: z.core.$ZodIssue, messages: Messages): string[] {
  const { input, cli } = messages
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => input.line([...issue.path, key].join('.'), cli.importing.unknownField))
  }
  return [input.line(issue.path.join('.') || cli.importing.mappingFile, problemOf(issue)(messages))]
}

function readYaml(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0, prettyErrors: false }) as unknown
  } catch (cause) {
    const position = cause instanceof Error && 'pos' in cause ? cause.pos : undefined
    const offset = Array.isArray(position) && typeof position[0] === 'number' ? position[0] : 0
    const line = text.slice(0, offset).split('\n').length
    throw badMapping(({ cli }) => cli.importing.mappingNotYaml(line))
  }
}

function badMapping(tellUser: Sentence): AppError {
  return new AppError({ code: 'bad_input', message: 'import: bad mapping', tellUser })
}
