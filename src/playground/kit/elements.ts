import type { JsonObject } from '../json.js'
import { byType, type Check, flag, oneOf, pattern, report, shape, string, type Walk, whole } from './check.js'
import { actionId, menus } from './menus.js'
import { confirm, dispatchConfig, imageFields, imageOrigin, plainText } from './texts.js'

const placeholder = plainText('kit.placeholder')
const entry = {
  action_id: actionId,
  placeholder,
  focus_on_load: flag,
  dispatch_action_config: dispatchConfig,
}
const picker = { action_id: actionId, confirm, focus_on_load: flag }

const button = shape({
  fields: {
    type: oneOf('button'),
    action_id: actionId,
    text: plainText('kit.button.text'),
    value: string('kit.button.value'),
    url: string('kit.button.url'),
    style: oneOf('primary', 'danger'),
    confirm,
    accessibility_label: string('kit.button.accessibility'),
  },
  required: ['text'],
})

function lengthsInOrder(input: JsonObject, at: string, walk: Walk): void {
  const { min_length: least, max_length: most, initial_value: initial } = input
  if (typeof least === 'number' && typeof most === 'number' && least > most) {
    report(walk, 'kit.input-text.order', at)
  }
  if (typeof initial !== 'string' || initial === '') return
  const tooLong = typeof most === 'number' && initial.length > most
  const tooShort = typeof least === 'number' && initial.length < least
  if (tooLong || tooShort) report(walk, 'kit.input-text.initial', at)
}

const plainTextInput = shape({
  fields: {
    ...entry,
    type: oneOf('plain_text_input'),
    multiline: flag,
    initial_value: string(),
    min_length: whole(0, 'kit.input-text.max'),
    max_length: whole(1, 'kit.input-text.max'),
  },
  also: lengthsInOrder,
})

const numberInput = shape({
  fields: {
    ...entry,
    type: oneOf('number_input'),
    is_decimal_allowed: flag,
    initial_value: string(),
    min_value: string(),
    max_value: string(),
  },
  also: (input, at, walk) => {
    if (input['is_decimal_allowed'] === undefined) report(walk, 'kit.number-input.decimal', at)
  },
})

const dateTime: Check = (value, at, walk) => {
  if (typeof value !== 'number' || !/^\d{10}$/.test(String(value)))
    report(walk, 'kit.datetimepicker.time', at)
}

const rest = {
  button,
  plain_text_input: plainTextInput,
  number_input: numberInput,
  email_text_input: shape({ fields: { ...entry, type: oneOf('email_text_input'), initial_value: string() } }),
  url_text_input: shape({ fields: { ...entry, type: oneOf('url_text_input'), initial_value: string() } }),
  datepicker: shape({
    fields: {
      ...picker,
      placeholder,
      type: oneOf('datepicker'),
      initial_date: pattern(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'kit.datepicker.date'),
    },
  }),
  timepicker: shape({
    fields: {
      ...picker,
      placeholder,
      type: oneOf('timepicker'),
      initial_time: pattern(/^([01]\d|2[0-3]):[0-5]\d$/, 'kit.timepicker.time'),
      timezone: string(),
    },
  }),
  datetimepicker: shape({
    fields: { ...picker, type: oneOf('datetimepicker'), initial_date_time: dateTime },
  }),
  image: shape({
    fields: { type: oneOf('image'), ...imageFields },
    required: ['alt_text'],
    also: imageOrigin,
  }),
}

const all: Record<string, Check> = { ...rest, ...menus }

const singleMenus = [
  'static_select',
  'external_select',
  'users_select',
  'channels_select',
  'conversations_select',
]
const multiMenus = ['multi_static_select', 'multi_users_select']
const choices = ['radio_buttons', 'checkboxes']
const places = {
  actions: ['button', 'overflow', 'datepicker', 'timepicker', 'datetimepicker', ...choices, ...singleMenus],
  accessory: [
    'button',
    'overflow',
    'datepicker',
    'timepicker',
    'image',
    ...choices,
    ...singleMenus,
    ...multiMenus,
  ],
  input: [
    'plain_text_input',
    'number_input',
    'email_text_input',
    'url_text_input',
    'datepicker',
    'timepicker',
    'datetimepicker',
    ...choices,
    ...singleMenus,
    ...multiMenus,
  ],
}

/** An element of the reference that may stand in this place. */
export function elementFor(place: keyof typeof places): Check {
  const allowed = Object.fromEntries(places[place].map((type) => [type, all[type] ?? button]))
  return byType(allowed, (type) => (Object.hasOwn(all, type) ? 'kit.element.place' : 'kit.element.unknown'))
}

/** The image element, which a context block holds among its texts. */
export const imageElement: Check = rest.image
