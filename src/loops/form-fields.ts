import type { FormField, FormNote } from '../chat/views.js'
import type { Messages } from '../messages/messages.js'
import type { HeardField } from './heard-fields.js'
import { Outcome, type Loop, type Step } from './loop.js'

type Words = Messages['forms']

/** Characters that a reason or a note may have. */
export const reasonMaxLength = 500

/** Field id -> what a person typed and did not submit; empty where they emptied the field. */
export type TypedEntries = Readonly<Record<string, string>>

/** What a form tells besides the loop itself. */
export interface Shown {
  /** Shown instead of what is recorded. */
  typed?: TypedEntries
  notes?: FormNote[]
  /** What Heard knows that helps with a step. */
  help?: Partial<Record<Step, string>>
}

/** A field of a step, with what was typed, else what is recorded. */
export function stepField(
  step: Step,
  field: HeardField,
  loop: Loop,
  words: Words,
  typed: TypedEntries,
): FormField {
  const id = `${step}.${field.name}`
  const recorded = loop.steps[step]?.record[field.name]
  const draft = typed[id]
  const differs = draft !== undefined && recorded !== undefined && draft !== recorded
  const by = loop.steps[step]?.by.name ?? ''
  const shownRecord = recorded === undefined ? '' : shownAs(field, recorded, words)
  const hint = differs ? words.recordedSo(by, shownRecord) : words.hint(field.name)
  return {
    id,
    kind: field.kind,
    label: words.field(field.name),
    // A person may fill in any steps, so no field of the form is required by itself.
    optional: true,
    ...initially(draft ?? recorded),
    ...(hint !== undefined && { hint }),
    ...(field.maxLength !== undefined && { maxLength: field.maxLength }),
    ...(field.options !== undefined && {
      options: field.options.map((value) => ({ value, label: words.option(field.name, value) })),
    }),
  }
}

function shownAs(field: HeardField, value: string, words: Words): string {
  return field.options?.includes(value) === true ? words.option(field.name, value) : value
}

/** A choice of how the loop ended. */
export function outcomeField(id: string, words: Words, typed: TypedEntries): FormField {
  return {
    id,
    kind: 'choice',
    label: words.close.outcome,
    optional: true,
    options: Outcome.options.map((value) => ({ value, label: words.outcome(value) })),
    ...initially(typed[id]),
  }
}

/** Some words of the person's own, with a reason. */
export function reasonField(
  id: string,
  { label, hint, optional = false }: { label: string; hint?: string; optional?: boolean },
  typed: TypedEntries,
): FormField {
  return {
    id,
    kind: 'text',
    label,
    optional,
    maxLength: reasonMaxLength,
    ...initially(typed[id]),
    ...(hint !== undefined && { hint }),
  }
}

function initially(value: string | undefined): { initial?: string } {
  return value === undefined || value === '' ? {} : { initial: value }
}
