import type { Form, FormField, FormGo, FormPart } from '../chat/views.js'
import type { Messages } from '../messages/messages.js'
import { outcomeField, reasonField, stepField, type Shown, type TypedEntries } from './form-fields.js'
import { openSteps } from './heard-gate.js'
import { heardFields } from './heard-fields.js'
import { steps, type Loop, type Step } from './loop.js'

type Words = Messages['forms']

/** The fields of a form that stand for no step. */
export const fieldIds = {
  skip: 'skip',
  outcome: 'close.outcome',
  note: 'close.note',
  reopenReason: 'reopen.reason',
} as const

/** What was chosen; else where something was typed, else the next step. */
export function partOf(loop: Loop, chosen?: FormPart, typed: TypedEntries = {}): FormPart {
  const next = steps.find((step) => stateOf(loop, step) === 'open') ?? 'hear'
  if (chosen !== undefined) return stepsOf(loop, chosen, typed).length === 0 ? next : chosen
  const begun = steps.filter((step) => isTyped(step, typed))
  return begun.length > 1 ? 'all' : (begun[0] ?? next)
}

/** The steps that a work form shows: one of another part is there where something was typed into it. */
export function stepsOf(loop: Loop, part: FormPart, typed: TypedEntries = {}): Step[] {
  if (part !== 'all') return [part]
  return steps.filter((step) => stateOf(loop, step) === 'open' || isTyped(step, typed))
}

function isTyped(step: Step, typed: TypedEntries): boolean {
  return Object.keys(typed).some((id) => id.startsWith(`${step}.`))
}

/**
 * One step, or all that are open, filled with what is recorded or was typed. Where nothing stays open it can be closed in
 * the same go. Field ids are `<step>.<field>`.
 */
export function workForm(
  loop: Loop,
  words: Words,
  shown: Shown & { part?: FormPart | undefined; go?: FormGo | undefined } = {},
): Form {
  const { typed = {}, help = {} } = shown
  const part = partOf(loop, shown.part, typed)
  const inForm = stepsOf(loop, part, typed)
  const open = inForm.filter((step) => stateOf(loop, step) === 'open')
  const sections: Form['sections'] = inForm.map((step) => stepSection(step, loop, words, { typed, help }))
  if (open.length > 0) sections.push(skipSection(open, words, typed))
  if (isWhole(loop, inForm)) sections.push(closeSection(words, typed))
  return {
    ...frame(loop, words.work, words, shown),
    action: 'work',
    part,
    turn: turnField(loop, part, words, typed),
    sections: [...reopening(shown, words), ...sections],
  }
}

/** Whether nothing stays open once these steps are done. */
export function isWhole(loop: Loop, inForm: readonly Step[]): boolean {
  return steps.every((step) => inForm.includes(step) || stateOf(loop, step) !== 'open')
}

/** Which step is skipped, and why. Null when every step is recorded. */
export function skipForm(
  loop: Loop,
  words: Words,
  shown: Shown & { go?: FormGo | undefined } = {},
): Form | null {
  const open = steps.filter((step) => stateOf(loop, step) !== 'done')
  if (open.length === 0) return null
  const { typed = {} } = shown
  const first =
    open.find((step) => step === typed.step) ?? open.find((step) => loop.steps[step] === undefined)
  const stepField: FormField = {
    id: 'step',
    kind: 'choice',
    label: words.skip.step,
    optional: false,
    options: open.map((step) => ({ value: step, label: words.step(step) })),
    ...(first === undefined ? {} : { initial: first }),
  }
  const reason = reasonField('reason', { label: words.skip.reason, hint: words.skip.reasonHint }, typed)
  const sections = [{ heading: null, text: null, fields: [stepField, reason] }]
  return {
    ...frame(loop, words.skip, words, shown),
    action: 'skip',
    sections: [...reopening(shown, words), ...sections],
  }
}

/** Outcome and note; the reason only while resolve or diagnose is open. */
export function closeForm(loop: Loop, words: Words, shown: Shown & { go?: FormGo | undefined } = {}): Form {
  const open = openSteps(loop.steps)
  const { typed = {} } = shown
  const outcome = { ...outcomeField('outcome', words, typed), optional: false }
  const note = reasonField(
    'note',
    { label: words.close.note, hint: words.close.noteHint, optional: true },
    typed,
  )
  const reason = reasonField('reason', { label: words.close.reason, optional: true }, typed)
  const sections: Form['sections'] = [{ heading: null, text: null, fields: [outcome, note] }]
  if (open.length > 0) sections.push({ heading: null, text: words.close.gate(open), fields: [reason] })
  return {
    ...frame(loop, words.close, words, shown),
    action: 'close',
    sections: [...reopening(shown, words), ...sections],
  }
}

/** Why a closed loop is opened again. */
export function reopenForm(loop: Loop, words: Words, { typed = {}, notes = [] }: Shown = {}): Form {
  const reason = reasonField('reason', { label: words.reopen.reason, hint: words.reopen.reasonHint }, typed)
  return {
    ...frame(loop, words.reopen, words, { notes }),
    action: 'reopen',
    sections: [{ heading: null, text: words.reopen.text, fields: [reason] }],
  }
}

/** Whether a step is still open, done, or skipped with a reason. */
export function stateOf(loop: Loop, step: Step): 'open' | 'done' | 'skipped' {
  const state = loop.steps[step]
  if (state === undefined) return 'open'
  return state.skippedReason === null ? 'done' : 'skipped'
}

/** What every form of a loop has. */
export function frame(
  loop: Loop,
  say: { title: string; submit: string },
  words: Words,
  { notes = [], go }: { notes?: Shown['notes']; go?: FormGo | undefined },
): Pick<Form, 'loopId' | 'version' | 'cancel' | 'title' | 'submit' | 'notes' | 'go'> {
  return {
    loopId: loop.id,
    version: loop.version,
    title: say.title,
    submit: go === undefined ? say.submit : words.go(go),
    cancel: words.cancel,
    ...(notes.length > 0 && { notes }),
    ...(go !== undefined && { go }),
  }
}

function stepSection(
  step: Step,
  loop: Loop,
  words: Words,
  { typed, help }: { typed: TypedEntries; help: NonNullable<Shown['help']> },
): Form['sections'][number] {
  const state = loop.steps[step]
  const told = state?.skippedReason ? words.work.skippedFor(state.skippedReason) : words.work.coaching(step)
  const known = help[step]
  return {
    heading: words.work.heading(step, stateOf(loop, step), state?.by.name ?? null),
    text: known === undefined ? told : `${told}\n\n${known}`,
    fields: heardFields[step].fields.map((field) => stepField(step, field, loop, words, typed)),
  }
}

function skipSection(open: readonly Step[], words: Words, typed: TypedEntries): Form['sections'][number] {
  const several = open.length > 1
  const say = { label: words.work.skip(several), hint: words.work.skipHint(several), optional: true }
  return { heading: null, text: null, fields: [reasonField(fieldIds.skip, say, typed)] }
}

function closeSection(words: Words, typed: TypedEntries): Form['sections'][number] {
  const note = { label: words.close.note, hint: words.close.noteHint, optional: true }
  return {
    heading: words.work.closeHeading,
    text: words.work.closeText,
    fields: [outcomeField(fieldIds.outcome, words, typed), reasonField(fieldIds.note, note, typed)],
  }
}

function reopening(
  { go, typed = {} }: { go?: FormGo | undefined; typed?: TypedEntries },
  words: Words,
): Form['sections'] {
  if (go !== 'reopen') return []
  const reason = { label: words.reopen.reason, hint: words.reopen.reasonHint }
  return [{ heading: null, text: null, fields: [reasonField(fieldIds.reopenReason, reason, typed)] }]
}

function turnField(loop: Loop, part: FormPart, words: Words, typed: TypedEntries): FormField {
  const open = steps.filter((step) => stateOf(loop, step) === 'open')
  const options: { value: string; label: string }[] = steps.map((step) => ({
    value: step,
    label: words.work.stepChoice(step, stateOf(loop, step), isTyped(step, typed)),
  }))
  if (open.length > 0) options.push({ value: 'all', label: words.work.allOpen(open.length) })
  return { id: 'part', kind: 'choice', label: words.work.turn, optional: true, initial: part, options }
}
