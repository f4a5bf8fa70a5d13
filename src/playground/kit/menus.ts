import { isObject, type JsonObject, objectsAt } from '../json.js'
import { limitOf } from '../rules/rules.js'
import { type Check, flag, list, oneOf, report, shape, string, type Walk, whole } from './check.js'
import { anyText, confirm, plainText } from './texts.js'

export const actionId = string('kit.action-id.length')
const placeholder = plainText('kit.placeholder')

function option(text: Check, extra: Record<string, Check> = {}): Check {
  return shape({
    fields: {
      text,
      value: string('kit.option.value'),
      description: anyText('kit.option.description'),
      ...extra,
    },
    required: ['text', 'value'],
  })
}

const menuOption = option(plainText('kit.option.text'))
const choiceOption = option(anyText('kit.option.text'))
const overflowOption = option(plainText('kit.option.text'), { url: string('kit.option.url') })

const group = shape({
  fields: {
    label: plainText('kit.option-group.label'),
    options: list(menuOption, 'kit.option-group.options', 'kit.select.options-min'),
  },
  required: ['label', 'options'],
})

/** Every option an element offers, groups opened. */
export function offered(element: JsonObject): JsonObject[] {
  const groups = objectsAt(element, 'option_groups').flatMap((one) => objectsAt(one, 'options'))
  return [...objectsAt(element, 'options'), ...groups]
}

function initialAmongOptions(element: JsonObject, at: string, walk: Walk): void {
  const values = offered(element).map((one) => one['value'])
  const first = element['initial_option']
  const initial = [...(isObject(first) ? [first] : []), ...objectsAt(element, 'initial_options')]
  if (initial.some((one) => !values.includes(one['value']))) report(walk, 'kit.select.initial', at)
}

function staticSource(element: JsonObject, at: string, walk: Walk): void {
  const both = (element['options'] === undefined) === (element['option_groups'] === undefined)
  if (both) report(walk, 'kit.select.source', at)
  initialAmongOptions(element, at, walk)
}

const common = { action_id: actionId, confirm, focus_on_load: flag }
const menu = { ...common, placeholder }
const many = { max_selected_items: whole(limitOf('kit.multi-select.max'), undefined, 'kit.multi-select.max') }
const staticOptions = {
  options: list(menuOption, 'kit.select.options', 'kit.select.options-min'),
  option_groups: list(group, 'kit.select.groups', 'kit.select.options-min'),
}
const conversationFilter = shape({
  fields: {
    include: list(oneOf('im', 'mpim', 'private', 'public')),
    exclude_external_shared_channels: flag,
    exclude_bot_users: flag,
  },
  also: (filter, at, walk) => {
    if (Object.keys(filter).length === 0) report(walk, 'kit.filter.empty', at)
  },
})
const conversation = { filter: conversationFilter, default_to_current_conversation: flag }
const typed = (
  type: string,
  fields: Record<string, Check>,
  more: Partial<Parameters<typeof shape>[0]> = {},
) => shape({ fields: { type: oneOf(type), ...fields }, ...more })

/** Menus, choices and the overflow, by type. */
export const menus: Record<string, Check> = {
  static_select: typed(
    'static_select',
    { ...menu, ...staticOptions, initial_option: menuOption },
    { also: staticSource },
  ),
  multi_static_select: typed(
    'multi_static_select',
    { ...menu, ...many, ...staticOptions, initial_options: list(menuOption) },
    { also: staticSource },
  ),
  external_select: typed('external_select', {
    ...menu,
    initial_option: menuOption,
    min_query_length: whole(),
  }),
  users_select: typed('users_select', { ...menu, initial_user: string() }),
  multi_users_select: typed('multi_users_select', { ...menu, ...many, initial_users: list(string()) }),
  channels_select: typed('channels_select', {
    ...menu,
    initial_channel: string(),
    response_url_enabled: flag,
  }),
  conversations_select: typed('conversations_select', {
    ...menu,
    ...conversation,
    initial_conversation: string(),
    response_url_enabled: flag,
  }),
  radio_buttons: typed(
    'radio_buttons',
    {
      ...common,
      options: list(choiceOption, 'kit.choice.options', 'kit.choice.options-min'),
      initial_option: choiceOption,
    },
    { required: ['options'], also: initialAmongOptions },
  ),
  checkboxes: typed(
    'checkboxes',
    {
      ...common,
      options: list(choiceOption, 'kit.choice.options', 'kit.choice.options-min'),
      initial_options: list(choiceOption),
    },
    { required: ['options'], also: initialAmongOptions },
  ),
  overflow: typed(
    'overflow',
    {
      action_id: actionId,
      confirm,
      options: list(overflowOption, 'kit.overflow.options', 'kit.overflow.options-min'),
    },
    { required: ['options'] },
  ),
}
