import { createHash } from 'node:crypto'
import type { Answer, AnswerCustomer } from './answer.js'

/** Longest texts that are kept, in UTF-16 units. */
const longest = {
  comment: 10_000,
  title: 500,
  survey: 200,
  name: 200,
  email: 320,
  externalId: 300,
  permalink: 2_000,
  segmentName: 60,
  segmentValue: 200,
} as const
const mostSegments = 20
/** A cut may give up this much to keep a grapheme whole; longer "graphemes" are an attack and are cut through. */
const graphemeSlack = 200
const longestKey = 300

/**
 * A text that PostgreSQL and JSON can hold: without NUL, broken surrogates replaced, cut to `max` UTF-16 units between
 * graphemes, so that no emoji or accent is torn.
 */
export function tidyText(text: string, max: number): string {
  const clean = (text.includes('\0') ? text.replaceAll('\0', '') : text).toWellFormed()
  if (clean.length <= max) return clean
  const end =
    new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(clean).containing(max)?.index ?? max
  return clean.slice(0, end >= max - graphemeSlack ? end : max).replace(/[\uD800-\uDBFF]$/, '')
}

/** Keys name rows, so they are never cut: one too long for a column is replaced by its hash. */
export function tidyKey(key: string): string {
  const clean = tidyText(key, Number.POSITIVE_INFINITY)
  return clean.length <= longestKey ? clean : `sha256:${createHash('sha256').update(clean).digest('hex')}`
}

/** The answer with every text of it safe to keep. Decoration that cannot be used is left out; the number is not touched. */
export function tidyAnswer(answer: Answer): Answer {
  return {
    ...answer,
    responseKey: tidyKey(answer.responseKey),
    questionKey: tidyKey(answer.questionKey),
    questionTitle: kept(answer.questionTitle, longest.title),
    endLabels: tidyLabels(answer.endLabels),
    comment: kept(answer.comment, longest.comment),
    survey: kept(answer.survey, longest.survey),
    customer: tidyCustomer(answer.customer),
    segments: tidySegments(answer.segments),
    permalink: webAddress(answer.permalink),
  }
}

function tidyLabels(labels: Answer['endLabels']): Answer['endLabels'] {
  const low = kept(labels?.low, longest.survey)
  const high = kept(labels?.high, longest.survey)
  return low === undefined && high === undefined ? undefined : { low, high }
}

function kept(text: string | undefined, max: number): string | undefined {
  const tidy = tidyText(text ?? '', max).trim()
  return tidy === '' ? undefined : tidy
}

/** Half an id or address would be somebody else's, so these are whole or not at all. */
function whole(text: string | undefined, max: number): string | undefined {
  const tidy = kept(text, Number.POSITIVE_INFINITY)
  return tidy !== undefined && tidy.length <= max ? tidy : undefined
}

function tidyCustomer({ externalId, email, name }: AnswerCustomer): AnswerCustomer {
  const address = whole(email, longest.email)
  return {
    externalId: whole(externalId, longest.externalId),
    email: address?.includes('@') ? address : undefined,
    name: kept(name, longest.name),
  }
}

function tidySegments(segments: Readonly<Record<string, string>>): Record<string, string> {
  const tidy: [string, string][] = []
  for (const [rawName, rawValue] of Object.entries(segments)) {
    const name = kept(rawName, longest.segmentName)
    const value = kept(rawValue, longest.segmentValue)
    if (name !== undefined && value !== undefined && tidy.length < mostSegments) tidy.push([name, value])
  }
  return Object.fromEntries(tidy)
}

function webAddress(text: string | undefined): string | undefined {
  const address = whole(text, longest.permalink)
  return address && /^https?:\/\//i.test(address) && URL.canParse(address) ? address : undefined
}
