import { z } from 'zod'
import type { Messages } from '../messages/messages.js'
import { reasonMaxLength } from './forms.js'
import type { StepRecords } from './heard-change.js'
import { closeGate } from './heard-gate.js'
import { heardFields, problemOf } from './heard-fields.js'
import { Outcome, Step, steps, type Loop } from './loop.js'

type Words = Messages['forms']
type Values = Readonly<Record<string, string>>

export interface FieldErrors {
  /** Field id -> a sentence. */
  fieldErrors: Record<string, string>
}

/** What was entered in the work form, by step; a step counts once its primary field is filled. */
export function readWork(values: Values, words: Words): { records: StepRecords } | FieldErrors {
  const records: StepRecords = {}
  const fieldErrors: Record<string, string> = {}
  for (const step of steps) {
    const { primary, fields } = heardFields[step]
    const record: Record<string, string> = {}
    for (const field of fields) {
      const value = values[`${step}.${field.name}`]?.trim() ?? ''
      if (value === '') continue
      const problem = problemOf(field, value)
      if (problem === null) record[field.name] = value
      else fieldErrors[`${step}.${field.name}`] = words.errors.problem(problem, field.maxLength ?? 0)
    }
    if (Object.keys(record).length === 0) continue
    if (record[primary] === undefined)
      fieldErrors[`${step}.${primary}`] ??= words.errors.primaryMissing(primary)
    records[step] = record
  }
  if (Object.keys(fieldErrors).length > 0) return { fieldErrors }
  if (Object.keys(records).length === 0) return { fieldErrors: nothingEntered(words) }
  return { records }
}

function nothingEntered(words: Words): Record<string, string> {
  return { [`hear.${heardFields.hear.primary}`]: words.errors.nothingEntered }
}

export function readSkip(values: Values, words: Words): { step: Step; reason: string } | FieldErrors {
  const fieldErrors: Record<string, string> = {}
  const step = Step.safeParse(values.step)
  if (!step.success) fieldErrors.step = words.errors.chooseStep
  const reason = z.string().trim().min(1).safeParse(values.reason)
  if (!reason.success) fieldErrors.reason = words.errors.reasonMissing
  else if (reason.data.length > reasonMaxLength) fieldErrors.reason = words.errors.tooLong(reasonMaxLength)
  if (!step.success || !reason.success || fieldErrors.reason !== undefined) return { fieldErrors }
  return { step: step.data, reason: reason.data }
}

/** Outcome, note and reason; what the gate still lacks is an error on the field that would open it. */
export function readClose(
  values: Values,
  loop: Pick<Loop, 'steps'>,
  words: Words,
): { outcome: Outcome; note: string | null; reason: string | null } | FieldErrors {
  const fieldErrors: Record<string, string> = {}
  const outcome = Outcome.safeParse(values.outcome)
  if (!outcome.success) fieldErrors.outcome = words.errors.chooseOutcome
  const note = entered(values.note)
  const reason = entered(values.reason)
  for (const [field, text] of Object.entries({ note, reason })) {
    if (text !== null && text.length > reasonMaxLength)
      fieldErrors[field] = words.errors.tooLong(reasonMaxLength)
  }
  if (!outcome.success || Object.keys(fieldErrors).length > 0) return { fieldErrors }
  const closing = { outcome: outcome.data, note, reason }
  const gate = closeGate(loop.steps, closing)
  if (gate === 'needs_note') return { fieldErrors: { note: words.errors.noteMissing } }
  if (gate === 'needs_reason') return { fieldErrors: { reason: words.errors.reasonMissing } }
  return closing
}

function entered(value: string | undefined): string | null {
  const text = value?.trim() ?? ''
  return text === '' ? null : text
}
