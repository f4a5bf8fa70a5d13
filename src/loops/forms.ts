import type { Form, FormField } from '../chat/views.js'
import type { Messages } from '../messages/messages.js'
import { openSteps } from './heard-gate.js'
import { heardFields, type HeardField } from './heard-fields.js'
import { Outcome, steps, type Loop, type Step } from './loop.js'

type Words = Messages['forms']

/** Characters that a reason or a note may have. */
export const reasonMaxLength = 500

/** All five steps in one form, filled with what is recorded. Field ids are `<step>.<field>`. */
export function workForm(loop: Loop, words: Words): Form {
  return {
    ...frame(loop, words),
    action: 'work',
    title: words.work.title,
    submit: words.work.submit,
    sections: steps.map((step) => {
      const state = loop.steps[step]
      return {
        heading: words.work.heading(step, stateOf(loop, step), state?.by.name ?? null),
        text: state?.skippedReason ? words.work.skippedFor(state.skippedReason) : words.work.coaching(step),
        fields: heardFields[step].fields.map((field) => inputOf(step, field, loop, words)),
      }
    }),
  }
}

/** Which step is skipped, and why. Null when every step is recorded. */
export function skipForm(loop: Loop, words: Words): Form | null {
  const open = steps.filter((step) => stateOf(loop, step) !== 'done')
  if (open.length === 0) return null
  const first = open.find((step) => loop.steps[step] === undefined)
  const stepField: FormField = {
    id: 'step',
    kind: 'choice',
    label: words.skip.step,
    optional: false,
    options: open.map((step) => ({ value: step, label: words.step(step) })),
    ...(first === undefined ? {} : { initial: first }),
  }
  const reason = reasonField(words.skip.reason, words.skip.reasonHint)
  const sections = [{ heading: null, text: null, fields: [stepField, reason] }]
  return {
    ...frame(loop, words),
    action: 'skip',
    title: words.skip.title,
    submit: words.skip.submit,
    sections,
  }
}

/** Outcome and note; the reason only while resolve or diagnose is open. */
export function closeForm(loop: Loop, words: Words): Form {
  const open = openSteps(loop.steps)
  const outcome: FormField = {
    id: 'outcome',
    kind: 'choice',
    label: words.close.outcome,
    optional: false,
    options: Outcome.options.map((value) => ({ value, label: words.outcome(value) })),
  }
  const note = { ...reasonField(words.close.note, words.close.noteHint), id: 'note', optional: true }
  const reason = { ...reasonField(words.close.reason), optional: true }
  const sections: Form['sections'] = [{ heading: null, text: null, fields: [outcome, note] }]
  if (open.length > 0) sections.push({ heading: null, text: words.close.gate(open), fields: [reason] })
  return {
    ...frame(loop, words),
    action: 'close',
    title: words.close.title,
    submit: words.close.submit,
    sections,
  }
}

/** Whether a step is still open, done, or skipped with a reason. */
export function stateOf(loop: Loop, step: Step): 'open' | 'done' | 'skipped' {
  const state = loop.steps[step]
  if (state === undefined) return 'open'
  return state.skippedReason === null ? 'done' : 'skipped'
}

function frame(loop: Loop, words: Words): Pick<Form, 'loopId' | 'version' | 'cancel'> {
  return { loopId: loop.id, version: loop.version, cancel: words.cancel }
}

function inputOf(step: Step, field: HeardField, loop: Loop, words: Words): FormField {
  const hint = words.hint(field.name)
  const initial = loop.steps[step]?.record[field.name]
  return {
    id: `${step}.${field.name}`,
    kind: field.kind,
    label: words.field(field.name),
    // A person may fill in any steps, so no field of the form is required by itself.
    optional: true,
    ...(hint === undefined ? {} : { hint }),
    ...(initial === undefined ? {} : { initial }),
    ...(field.maxLength === undefined ? {} : { maxLength: field.maxLength }),
    ...(field.options === undefined
      ? {}
      : { options: field.options.map((value) => ({ value, label: words.option(field.name, value) })) }),
  }
}

function reasonField(label: string, hint?: string): FormField {
  const field: FormField = { id: 'reason', kind: 'text', label, optional: false, maxLength: reasonMaxLength }
  return hint === undefined ? field : { ...field, hint }
}
