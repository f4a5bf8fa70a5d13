import type { FormPart } from '../chat/views.js'
import type { Messages } from '../messages/messages.js'
import { reasonMaxLength } from './form-fields.js'
import { fieldIds, stepsOf } from './forms.js'
import type { StepRecords } from './heard-change.js'
import { closeGate } from './heard-gate.js'
import { heardFields, problemOf } from './heard-fields.js'
import { Outcome, Step, type Loop, type StepState } from './loop.js'

type Words = Messages['forms']
type Values = Readonly<Record<string, string>>
type Errors = Record<string, string>

export interface FieldErrors {
  /** Field id -> a sentence. */
  fieldErrors: Errors
}

/** What a form asks for, as far as it was filled in. */
export interface Entered {
  records: StepRecords
  skip: { steps: Step[]; reason: string } | null
  close: { outcome: Outcome; note: string | null; reason: string | null } | null
}

const nothing: Entered = { records: {}, skip: null, close: null }

/**
 * What was entered in the work form, by step. A step counts once its primary field is filled; those left empty are
 * skipped where a reason is given.
 */
export function readWork(
  values: Values,
  { loop, part }: { loop: Loop; part: FormPart },
  words: Words,
): Entered | FieldErrors {
  const fieldErrors: Errors = {}
  const records = readRecords(values, part, fieldErrors, words)
  const skip = readSkipped(values, { loop, part, records }, fieldErrors, words)
  const close = readClosing(values, { loop, records, skip }, fieldErrors, words)
  if (Object.keys(fieldErrors).length > 0) return { fieldErrors }
  if (Object.keys(records).length === 0 && skip === null && close === null) {
    const first = stepsOf(loop, part)[0] ?? 'hear'
    return { fieldErrors: { [`${first}.${heardFields[first].primary}`]: words.errors.nothingEntered } }
  }
  return { records, skip, close }
}

function readRecords(values: Values, part: FormPart, fieldErrors: Errors, words: Words): StepRecords {
  const records: StepRecords = {}
  for (const step of part === 'all' ? Step.options : [part]) {
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
  return records
}

function readSkipped(
  values: Values,
  { loop, part, records }: { loop: Loop; part: FormPart; records: StepRecords },
  fieldErrors: Errors,
  words: Words,
): Entered['skip'] {
  const reason = readReason(values, fieldIds.skip, fieldErrors, words)
  if (reason === null) return null
  const empty = stepsOf(loop, part).filter(
    (step) => records[step] === undefined && loop.steps[step] === undefined,
  )
  if (empty.length > 0) return { steps: empty, reason }
  fieldErrors[fieldIds.skip] = words.errors.nothingToSkip
  return null
}

function readClosing(
  values: Values,
  { loop, records, skip }: Pick<Entered, 'records' | 'skip'> & { loop: Loop },
  fieldErrors: Errors,
  words: Words,
): Entered['close'] {
  const note = readReason(values, fieldIds.note, fieldErrors, words)
  if (values[fieldIds.outcome] === undefined) {
    if (note !== null) fieldErrors[fieldIds.outcome] = words.errors.chooseOutcome
    return null
  }
  const outcome = Outcome.safeParse(values[fieldIds.outcome])
  if (!outcome.success) {
    fieldErrors[fieldIds.outcome] = words.errors.chooseOutcome
    return null
  }
  const closing = { outcome: outcome.data, note, reason: null }
  const gate = closeGate(stepsAfter(loop, records, skip), closing)
  if (gate === 'needs_note') fieldErrors[fieldIds.note] = words.errors.noteMissing
  if (gate === 'needs_reason') fieldErrors[fieldIds.outcome] = words.errors.closeNeedsSteps
  return gate === 'open' ? closing : null
}

/** The loop's steps once these are recorded or skipped, as far as the gate looks at them. */
function stepsAfter(loop: Loop, records: StepRecords, skip: Entered['skip']): Loop['steps'] {
  const filled: StepState = { record: {}, skippedReason: null, by: { id: '', name: '' }, at: 0 }
  const added = [...Object.keys(records).map((step) => Step.parse(step)), ...(skip?.steps ?? [])]
  return { ...loop.steps, ...Object.fromEntries(added.map((step) => [step, filled])) }
}

export function readSkip(values: Values, words: Words): Entered | FieldErrors {
  const fieldErrors: Errors = {}
  const step = Step.safeParse(values.step)
  if (!step.success) fieldErrors.step = words.errors.chooseStep
  const reason = readReason(values, 'reason', fieldErrors, words)
  if (reason === null) fieldErrors.reason ??= words.errors.reasonMissing
  if (!step.success || reason === null || fieldErrors.reason !== undefined) return { fieldErrors }
  return { ...nothing, skip: { steps: [step.data], reason } }
}

/** Outcome, note and reason; what the gate still lacks is an error on the field that would open it. */
export function readClose(values: Values, loop: Pick<Loop, 'steps'>, words: Words): Entered | FieldErrors {
  const fieldErrors: Errors = {}
  const outcome = Outcome.safeParse(values.outcome)
  if (!outcome.success) fieldErrors.outcome = words.errors.chooseOutcome
  const note = readReason(values, 'note', fieldErrors, words)
  const reason = readReason(values, 'reason', fieldErrors, words)
  if (!outcome.success || Object.keys(fieldErrors).length > 0) return { fieldErrors }
  const closing = { outcome: outcome.data, note, reason }
  const gate = closeGate(loop.steps, closing)
  if (gate === 'needs_note') return { fieldErrors: { note: words.errors.noteMissing } }
  if (gate === 'needs_reason') return { fieldErrors: { reason: words.errors.reasonMissing } }
  return { ...nothing, close: closing }
}

/** A reason that must be given (why a loop is opened again, why an answer is not valid); `field` is where the form asks for it. */
export function readRequired(values: Values, field: string, words: Words): { reason: string } | FieldErrors {
  const fieldErrors: Errors = {}
  const reason = readReason(values, field, fieldErrors, words)
  if (reason === null) fieldErrors[field] ??= words.errors.reasonMissing
  return reason === null || fieldErrors[field] !== undefined ? { fieldErrors } : { reason }
}

function readReason(values: Values, field: string, fieldErrors: Errors, words: Words): string | null {
  const text = values[field]?.trim() ?? ''
  if (text.length > reasonMaxLength) fieldErrors[field] = words.errors.tooLong(reasonMaxLength)
  return text === '' ? null : text
}
