import type { RuleId } from '../../../src/playground/rules/rules.js'
import { type Json, actions, button, inputBlock, modal, plain, section, times, x } from '../payloads.js'
import type { Case } from './case.js'
import { blocks, form, sized, some } from './kit-cases.js'

const option = (value = 'a', more: Json = {}): Json => ({ text: plain('Option'), value, ...more })
const options = (count: number): Json[] => times(count, (index) => option(`v${index}`))
const select = (more: Json): Json => actions({ type: 'static_select', action_id: 's', ...more })
const radio = (more: Json): Json => actions({ type: 'radio_buttons', action_id: 'r', ...more })
const overflow = (more: Json): Json => actions({ type: 'overflow', action_id: 'o', ...more })
const pressing = (more: Json): Json => actions(button('go', more))
const asking = (confirm: Json): Json => pressing({ confirm: { text: plain('Sure?'), ...confirm } })
const typing = (more: Json): Json => inputBlock({ type: 'plain_text_input', ...more })
const telling = (...on: string[]): Json => typing({ dispatch_action_config: { trigger_actions_on: on } })
const group = (more: Json): Json => ({ label: plain('Group'), options: options(1), ...more })
const picking = (type: string, more: Json): Json => actions({ type, action_id: 'p', ...more })
const filtering = (filter: Json): Json => picking('conversations_select', { filter })

export const shapeCases = {
  'kit.shape.object': blocks([section()], ['section']),
  'kit.shape.array': blocks([actions(button())], [{ type: 'actions', elements: {} }]),
  'kit.shape.string': blocks([section()], [{ ...section(), block_id: 7 }]),
  'kit.shape.boolean': blocks([{ ...section(), expand: true }], [{ ...section(), expand: 'yes' }]),
  'kit.shape.number': blocks([typing({ max_length: 5 })], [typing({ max_length: '5' })]),
  'kit.shape.required': blocks([{ type: 'header', text: plain('a') }], [{ type: 'header' }]),
  'kit.shape.extra': blocks([section()], [{ ...section(), color: 'red' }]),
  'kit.shape.enum': blocks([pressing({ style: 'danger' })], [pressing({ style: 'warning' })]),
  'kit.text.empty': some((size) => section(x(size))),
  'kit.text.length': sized(3000, (size) => ({ type: 'context', elements: [plain(x(size))] })),
} satisfies Partial<Record<RuleId, Case>>

export const menuCases = {
  'kit.option.text': sized(75, (size) => overflow({ options: [option('a', { text: plain(x(size)) })] })),
  'kit.option.description': sized(75, (size) =>
    overflow({ options: [option('a', { description: plain(x(size)) })] }),
  ),
  'kit.option.value': sized(150, (size) => overflow({ options: [option(x(size))] })),
  'kit.option.url': sized(3000, (size) => overflow({ options: [option('a', { url: x(size) })] })),
  'kit.option-group.label': sized(75, (size) =>
    select({ option_groups: [group({ label: plain(x(size)) })] }),
  ),
  'kit.option-group.options': sized(100, (size) =>
    select({ option_groups: [group({ options: options(size) })] }),
  ),
  'kit.placeholder': sized(150, (size) => select({ options: options(1), placeholder: plain(x(size)) })),
  'kit.select.options': sized(100, (size) => select({ options: options(size) })),
  'kit.select.options-min': some((size) => select({ options: options(size) })),
  'kit.select.groups': sized(100, (size) =>
    select({ option_groups: times(size, (index) => group({ options: [option(`g${index}`)] })) }),
  ),
  'kit.select.source': blocks([select({ options: options(1) })], [select({})]),
  'kit.select.initial': blocks(
    [select({ options: options(2), initial_option: option('v1') })],
    [select({ options: options(2), initial_option: option('v2') })],
  ),
  'kit.multi-select.max': some((size) => ({
    ...section(),
    accessory: { type: 'multi_static_select', options: options(2), max_selected_items: size },
  })),
  'kit.choice.options': sized(10, (size) => radio({ options: options(size) })),
  'kit.choice.options-min': some((size) => radio({ options: options(size) })),
  'kit.overflow.options': sized(5, (size) => overflow({ options: options(size) })),
  'kit.overflow.options-min': some((size) => overflow({ options: options(size) })),
} satisfies Partial<Record<RuleId, Case>>

export const elementCases = {
  'kit.element.unknown': blocks([actions(button())], [actions({ type: 'knob', action_id: 'k' })]),
  'kit.element.place': blocks([actions(button())], [actions({ type: 'plain_text_input', action_id: 'k' })]),
  'kit.action-id.length': sized(255, (size) => actions(button(x(size)))),
  'kit.action-id.unique': blocks([actions(button('a'), button('b'))], [actions(button('a'), button('a'))]),
  'kit.button.text': sized(75, (size) => pressing({ text: plain(x(size)) })),
  'kit.button.value': sized(2000, (size) => pressing({ value: x(size) })),
  'kit.button.url': sized(3000, (size) => pressing({ url: x(size) })),
  'kit.button.accessibility': sized(75, (size) => pressing({ accessibility_label: x(size) })),
  'kit.confirm.title': sized(100, (size) => asking({ title: plain(x(size)) })),
  'kit.confirm.text': sized(300, (size) => asking({ text: plain(x(size)) })),
  'kit.confirm.button': sized(30, (size) => asking({ deny: plain(x(size)) })),
  'kit.input-text.max': sized(3000, (size) => typing({ max_length: size })),
  'kit.input-text.order': blocks(
    [typing({ min_length: 5, max_length: 5 })],
    [typing({ min_length: 6, max_length: 5 })],
  ),
  'kit.input-text.initial': blocks(
    [typing({ max_length: 3, initial_value: 'abc' })],
    [typing({ max_length: 3, initial_value: 'abcd' })],
  ),
  'kit.number-input.decimal': blocks(
    [inputBlock({ type: 'number_input', is_decimal_allowed: false })],
    [inputBlock({ type: 'number_input' })],
  ),
  'kit.datepicker.date': blocks(
    [picking('datepicker', { initial_date: '2026-11-02' })],
    [picking('datepicker', { initial_date: '2.11.2026' })],
  ),
  'kit.timepicker.time': blocks(
    [picking('timepicker', { initial_time: '09:30' })],
    [picking('timepicker', { initial_time: '9:30' })],
  ),
  'kit.datetimepicker.time': blocks(
    [picking('datetimepicker', { initial_date_time: 1_700_000_000 })],
    [picking('datetimepicker', { initial_date_time: 1_700_000_000_000 })],
  ),
  'kit.filter.empty': blocks([filtering({ include: ['public'] })], [filtering({})]),
  'kit.dispatch.actions': blocks(
    [telling('on_enter_pressed', 'on_character_entered')],
    [telling('on_enter_pressed', 'on_character_entered', 'on_enter_pressed')],
  ),
  'kit.focus.one': form(
    modal([typing({ focus_on_load: true })]),
    modal([typing({ focus_on_load: true }), { ...typing({ focus_on_load: true }), block_id: 'second' }]),
  ),
} satisfies Partial<Record<RuleId, Case>>
