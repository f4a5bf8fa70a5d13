import { el } from './dom.js'
import type { Channel, Element, Option, User } from './seen.js'

export type Entered = string | string[]
export type Values = Record<string, Record<string, Entered>>

export interface Around {
  users: User[]
  channels: Channel[]
}

export interface FieldNames {
  id: string
  blockId: string
  /** The id of the label's element. */
  label: string
  describedBy: string
  required: boolean
  entered?: Entered | undefined
}

const textTypes: Record<string, string> = {
  plain_text_input: 'text',
  number_input: 'text',
  email_text_input: 'email',
  url_text_input: 'url',
  datepicker: 'date',
  timepicker: 'time',
  datetimepicker: 'datetime-local',
}
const many = ['checkboxes', 'multi_static_select', 'multi_users_select']

const plain = (text: { text: string }): string => text.text

/** What a menu of people, channels or options offers. */
export function optionsOf(element: Element, around: Around): Option[] {
  const made = (value: string, text: string): Option => ({ value, text: { type: 'plain_text', text } })
  if (element.type.includes('users')) return around.users.map((user) => made(user.id, user.real_name))
  if (/^(channels|conversations)_select$/.test(element.type)) {
    return around.channels.filter((one) => !one.is_im).map((one) => made(one.id, `#${one.name}`))
  }
  return [...(element.options ?? []), ...(element.option_groups ?? []).flatMap((group) => group.options)]
}

/** What the element starts with, as the values that are sent. */
export function initialOf(element: Element): Entered {
  if (many.includes(element.type)) {
    return element.initial_users ?? (element.initial_options ?? []).map((option) => option.value)
  }
  if (element.initial_date_time !== undefined) return localMinutes(element.initial_date_time)
  const { initial_value, initial_date, initial_time, initial_user, initial_channel, initial_conversation } =
    element
  const first = initial_value ?? initial_date ?? initial_time ?? initial_user ?? initial_channel
  return first ?? initial_conversation ?? element.initial_option?.value ?? ''
}

/** What the browser's own picker takes: the reader's local time. */
function localMinutes(at: number): string {
  const date = new Date(at * 1000)
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000)
  return local.toISOString().slice(0, 16)
}

function mark(control: HTMLElement, element: Element, names: FieldNames): void {
  control.dataset['field'] = element.type
  control.dataset['block'] = names.blockId
  control.dataset['action'] = element.action_id ?? ''
  control.dataset['focus'] = `${names.blockId} ${element.action_id ?? ''}`
}

function textField(element: Element, names: FieldNames): HTMLElement {
  const shared = {
    id: names.id,
    'aria-describedby': names.describedBy || undefined,
    'aria-required': names.required ? 'true' : undefined,
    placeholder: element.placeholder?.text,
    maxlength: element.max_length,
    inputmode: element.type === 'number_input' ? 'decimal' : undefined,
    autocomplete: 'off',
  }
  const type = textTypes[element.type] ?? 'text'
  const control = element.multiline
    ? el('textarea', { ...shared, rows: 3 })
    : el('input', { ...shared, type })
  control.value = String(names.entered ?? initialOf(element))
  return control
}

function menuField(element: Element, names: FieldNames, around: Around): HTMLElement {
  const options = { id: names.id, 'aria-describedby': names.describedBy || undefined }
  const select = el('select', { ...options, 'aria-required': names.required ? 'true' : undefined })
  const choice = (option: Option) => el('option', { value: option.value }, plain(option.text))
  select.append(el('option', { value: '' }, element.placeholder?.text ?? 'Choose an option'))
  if (element.option_groups) {
    for (const group of element.option_groups)
      select.append(el('optgroup', { label: plain(group.label) }, ...group.options.map(choice)))
  } else select.append(...optionsOf(element, around).map(choice))
  select.value = String(names.entered ?? initialOf(element))
  return el('span', { class: 'select' }, select)
}

function choiceField(element: Element, names: FieldNames, around: Around): HTMLElement {
  const type = many.includes(element.type) ? 'checkbox' : 'radio'
  const chosen = [names.entered ?? initialOf(element)].flat()
  const group = el('div', {
    class: 'choices',
    id: names.id,
    tabindex: -1,
    role: type === 'radio' ? 'radiogroup' : 'group',
    'aria-labelledby': names.label,
    'aria-describedby': names.describedBy || undefined,
  })
  for (const option of optionsOf(element, around)) {
    const input = el('input', { type, name: names.id, value: option.value })
    input.checked = chosen.includes(option.value)
    const description = option.description && el('span', { class: 'description' }, plain(option.description))
    group.append(el('label', {}, input, el('span', {}, plain(option.text), description)))
  }
  return group
}

/** The control in which one element is filled in. */
export function fieldNode(element: Element, names: FieldNames, around: Around): HTMLElement {
  const isText = Object.hasOwn(textTypes, element.type)
  const isChoice = many.includes(element.type) || element.type === 'radio_buttons'
  const control = isText
    ? textField(element, names)
    : isChoice
      ? choiceField(element, names, around)
      : menuField(element, names, around)
  mark(control.querySelector('select') ?? control, element, names)
  return control
}

function valueOf(control: HTMLElement): Entered {
  const checked = [...control.querySelectorAll('input')]
    .filter((input) => input.checked)
    .map((one) => one.value)
  if (control.getAttribute('role') === 'radiogroup') return checked[0] ?? ''
  if (control.getAttribute('role') === 'group') return checked
  const value = (control as HTMLInputElement).value
  if (control.dataset['field'] !== 'datetimepicker' || value === '') return value
  return String(Math.floor(new Date(value).getTime() / 1000))
}

/** Everything that is filled in below `root`, as the stand-in takes it. */
export function readFields(root: ParentNode): Values {
  const values: Values = {}
  for (const control of root.querySelectorAll<HTMLElement>('[data-field]')) {
    const { block = '', action = '' } = control.dataset
    values[block] = { ...values[block], [action]: valueOf(control) }
  }
  return values
}
