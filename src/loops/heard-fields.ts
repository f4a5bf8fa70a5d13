import { z } from 'zod'
import type { Step } from './loop.js'

export const ContactChannel = z.enum(['phone', 'email', 'chat', 'in_person', 'other'])
export const Contact = z.enum(['reached', 'attempted'])
export const Emotion = z.enum([
  'angry',
  'frustrated',
  'disappointed',
  'worried',
  'confused',
  'indifferent',
  'relieved',
])
export const Agreed = z.enum(['yes', 'no'])
export const Cause = z.enum([
  'process',
  'product',
  'policy',
  'knowledge',
  'third_party',
  'expectation',
  'unknown',
])
export const Pattern = z.enum(['one_off', 'pattern'])

/** What is checked of an entry; the sentence for each is in the messages. */
export type FieldProblem = 'too_long' | 'not_an_option' | 'not_a_date' | 'not_a_link'

/** One thing that an agent records in a step. */
export interface HeardField {
  name: FieldName
  kind: 'choice' | 'line' | 'text'
  /** Choices only. */
  options?: readonly string[]
  /** Lines and texts: characters. */
  maxLength?: number
  holds?: 'date' | 'link'
}

export type FieldName =
  | 'channel'
  | 'contact'
  | 'story'
  | 'wants'
  | 'emotion'
  | 'impact'
  | 'message'
  | 'by'
  | 'done'
  | 'gesture'
  | 'promised'
  | 'agreed'
  | 'cause'
  | 'pattern'
  | 'link'

/** A step's fields, in the order of the form. Without its primary field a step does not count as filled in. */
export interface HeardFields {
  primary: FieldName
  fields: readonly HeardField[]
}

const line = { kind: 'line', maxLength: 300 } as const
const text = { kind: 'text', maxLength: 2_000 } as const

/** What HEARD asks to be recorded. */
export const heardFields: Readonly<Record<Step, HeardFields>> = {
  hear: {
    primary: 'contact',
    fields: [
      { name: 'channel', kind: 'choice', options: ContactChannel.options },
      { name: 'contact', kind: 'choice', options: Contact.options },
      { name: 'story', ...text },
      { name: 'wants', ...line },
    ],
  },
  empathize: {
    primary: 'emotion',
    fields: [
      { name: 'emotion', kind: 'choice', options: Emotion.options },
      { name: 'impact', ...line },
    ],
  },
  apologize: {
    primary: 'message',
    fields: [
      { name: 'message', ...line },
      { name: 'by', ...line, maxLength: 100 },
    ],
  },
  resolve: {
    primary: 'done',
    fields: [
      { name: 'done', ...text },
      { name: 'gesture', ...line },
      { name: 'promised', kind: 'line', maxLength: 10, holds: 'date' },
      { name: 'agreed', kind: 'choice', options: Agreed.options },
    ],
  },
  diagnose: {
    primary: 'cause',
    fields: [
      { name: 'cause', kind: 'choice', options: Cause.options },
      { name: 'pattern', kind: 'choice', options: Pattern.options },
      { name: 'link', kind: 'line', maxLength: 500, holds: 'link' },
    ],
  },
}

/** What is wrong with an entry, if anything. */
export function problemOf(field: HeardField, value: string): FieldProblem | null {
  if (field.options !== undefined) return field.options.includes(value) ? null : 'not_an_option'
  if (value.length > (field.maxLength ?? Infinity)) return 'too_long'
  if (field.holds === 'date') return z.iso.date().safeParse(value).success ? null : 'not_a_date'
  if (field.holds === 'link')
    return z.url({ protocol: /^https?$/ }).safeParse(value).success ? null : 'not_a_link'
  return null
}
