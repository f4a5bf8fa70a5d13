import type { BindChoice, BindForm, FormField, FormNote } from '../chat/views.js'
import { AppError } from '../errors.js'
import type { Messages } from '../messages/messages.js'
import type { Band, Programme, Question, Scale } from './question.js'
import { checkScale, defaultScale, usualScales } from './scale.js'

type Words = Messages['binding']
type Entries = Readonly<Record<string, string>>

/** A question as the form shows it. */
export interface AskedFor {
  noticeId: string
  source: string
  question: string
  survey: string | null
  endLabels: { low: string | null; high: string | null }
  /** Numbers that came so far; null: none waits. */
  observed: { lowest: number; highest: number } | null
}

export interface BindFormShown {
  /** What is said of it already; null: nothing, or that it is no score. */
  bound: Question | null
  /** Of what was said: comes back with the submit. */
  seen: string | null
  choice: BindChoice | null
  typed: Entries
  notes?: FormNote[]
}

const rangeShape = /^\d{1,3}(-\d{1,3})?$/
const numberShape = /^-?\d{1,3}$/

/** The form that says what a question's numbers mean: first what they tell, and then what that needs. */
export function bindForm(asked: AskedFor, shown: BindFormShown, messages: Messages): BindForm {
  const { binding: words, forms } = messages
  const { bound, seen, choice, notes } = shown
  const told = choice ?? bound?.metric ?? null
  return {
    ticket: { noticeId: asked.noticeId, seen },
    title: words.form.title,
    submit: words.form.submit,
    cancel: forms.cancel,
    ...(notes && { notes }),
    turn: choiceField(told, bound !== null, words),
    sections: [
      { heading: null, text: aboutOf(asked, words), fields: [] },
      ...(told === null ? [] : [{ heading: null, text: words.form.help[told], fields: [] }]),
      ...(told === null || told === 'ignore'
        ? []
        : [{ heading: null, text: null, fields: fieldsFor(told, asked, shown, words) }]),
    ],
  }
}

function aboutOf({ endLabels: { low, high }, observed, ...asked }: AskedFor, words: Words): string {
  const { asks } = words.notice
  return [
    words.form.about(asked),
    ...(low !== null && high !== null ? [asks.ends(low, high)] : []),
    ...(observed === null ? [] : [asks.observed(observed.lowest, observed.highest)]),
  ].join('\n')
}

/** What has a meaning cannot be made no score: answers were counted by it. */
function choiceField(told: BindChoice | null, isBound: boolean, { form }: Words): FormField {
  const choices: BindChoice[] = isBound ? ['nps', 'csat', 'ces'] : ['nps', 'csat', 'ces', 'ignore']
  return {
    id: 'metric',
    kind: 'choice',
    label: form.metric,
    optional: false,
    options: choices.map((value) => ({ value, label: form.metrics[value] })),
    ...(told !== null && { initial: told }),
  }
}

function fieldsFor(
  metric: Scale['metric'],
  asked: AskedFor,
  { bound, typed }: BindFormShown,
  { form }: Words,
): FormField[] {
  const same = bound?.metric === metric ? bound : null
  const before: Entries = same === null ? {} : entriesOf(same)
  const field = (id: string, rest: Omit<FormField, 'id' | 'initial'>): FormField => {
    const initial = typed[id] ?? before[id]
    return { id, ...rest, ...(initial && { initial }) }
  }
  const choice = (label: string, options: FormField['options'] = []) =>
    ({ kind: 'choice', label, optional: false, options }) as const
  const line = (label: string, hint: string, optional: boolean, maxLength: number) =>
    ({ kind: 'line', label, hint, optional, maxLength }) as const
  const programme = field('programme', choice(form.programme, programmes(form)))
  programme.initial ??= metric === 'nps' ? 'relational' : 'transactional'
  if (metric === 'nps') return [programme]
  const directions = [
    { value: 'high_is_good', label: form.highIsGood },
    { value: 'low_is_good', label: form.lowIsGood },
  ]
  return [
    field('min', line(form.min, form.minHint(asked.endLabels.low), false, 4)),
    field('max', line(form.max, form.maxHint(asked.endLabels.high), false, 4)),
    field('direction', choice(form.direction, directions)),
    field('good', line(form.good, form.usual(usualOf(metric)), true, 7)),
    field('bad', line(form.bad, form.badHint, true, 7)),
    programme,
  ]
}

function programmes(form: Words['form']): { value: Programme; label: string }[] {
  return [
    { value: 'transactional', label: form.transactional },
    { value: 'relational', label: form.relational },
  ]
}

function usualOf(metric: 'csat' | 'ces') {
  return usualScales(metric).map(({ min, max, good, bad }) => ({
    scale: `${min}-${max}`,
    good: rangeOf(good),
    bad: rangeOf(bad),
  }))
}

function entriesOf({ min, max, direction, good, bad, programme }: Question): Entries {
  return {
    min: String(min),
    max: String(max),
    direction,
    good: rangeOf(good),
    bad: rangeOf(bad),
    programme,
  }
}

/** 4-5, or 3 alone. */
export function rangeOf({ from, to }: Band): string {
  return from === to ? String(from) : `${from}-${to}`
}

/** What a form that is filled in declares. */
export type EnteredBinding = Scale & { programme: Programme }

export type ReadBindForm = { fieldErrors: Record<string, string> } | { entered: EnteredBinding } | 'ignore'

/** What was entered, or what is wrong with it, each at its field. */
export function readBindForm(choice: BindChoice | null, typed: Entries, messages: Messages): ReadBindForm {
  const { errors } = messages.binding.form
  if (choice === null) return { fieldErrors: { metric: errors.metric } }
  if (choice === 'ignore') return 'ignore'
  const programme = typed['programme']
  if (programme !== 'relational' && programme !== 'transactional') {
    return { fieldErrors: { programme: errors.programme } }
  }
  if (choice === 'nps') {
    const scale = defaultScale({ metric: choice, min: 0, max: 10, direction: 'high_is_good' })
    return { entered: { ...scale, programme } }
  }
  const wrong = problemsOf(typed, errors)
  if (Object.keys(wrong).length > 0) return { fieldErrors: wrong }
  const ends = {
    metric: choice,
    min: Number(typed['min']),
    max: Number(typed['max']),
    direction: typed['direction'] === 'low_is_good' ? ('low_is_good' as const) : ('high_is_good' as const),
  }
  const good = bandOf(typed['good'])
  const bad = bandOf(typed['bad'])
  const read = scaleFrom(ends, good && bad && { good, bad }, messages)
  return 'fieldErrors' in read ? read : { entered: { ...read.scale, programme } }
}

function problemsOf(typed: Entries, errors: Words['form']['errors']): Record<string, string> {
  const wrong: Record<string, string> = {}
  for (const end of ['min', 'max'] as const) {
    if (!numberShape.test(typed[end] ?? '')) wrong[end] = errors.number
  }
  if (wrong['min'] === undefined && wrong['max'] === undefined && !isRange(typed)) wrong['max'] = errors.order
  if (typed['direction'] !== 'high_is_good' && typed['direction'] !== 'low_is_good') {
    wrong['direction'] = errors.direction
  }
  return { ...wrong, ...bandProblems(typed, errors) }
}

function bandProblems(typed: Entries, errors: Words['form']['errors']): Record<string, string> {
  const { good = '', bad = '' } = typed
  const problem = (entered: string, other: string): string | null => {
    if (entered === '') return other === '' ? null : errors.bothBands
    return rangeShape.test(entered) ? null : errors.range
  }
  const found = { good: problem(good, bad), bad: problem(bad, good) }
  return {
    ...(found.good !== null && { good: found.good }),
    ...(found.bad !== null && { bad: found.bad }),
  }
}

function isRange(typed: Entries): boolean {
  const [min, max] = [Number(typed['min']), Number(typed['max'])]
  return min < max && min >= -100 && max <= 100
}

function bandOf(text: string | undefined): Band | undefined {
  if (text === undefined || text === '') return undefined
  const [from = 0, to = from] = text.split('-').map(Number)
  return { from, to }
}

/** The scale with what was entered or is usual; what scale.ts says against it stands at the field that can mend it. */
function scaleFrom(
  ends: Pick<Scale, 'metric' | 'min' | 'max' | 'direction'>,
  bands: Pick<Scale, 'good' | 'bad'> | undefined,
  messages: Messages,
): { scale: Scale } | { fieldErrors: Record<string, string> } {
  try {
    if (!bands) return { scale: defaultScale(ends) }
    checkScale({ ...ends, ...bands })
    return { scale: { ...ends, ...bands } }
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'bad_input') throw error
    const field = error.message.includes('bad band') ? 'bad' : 'good'
    return { fieldErrors: { [field]: error.tell(messages) } }
  }
}
