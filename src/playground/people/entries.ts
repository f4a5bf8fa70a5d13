import { isObject, type JsonObject, stringAt } from '../json.js'
import { offered } from '../kit/menus.js'
import { elementsOf, everyBlock } from '../kit/payload.js'
import { Refusal } from '../store/refusal.js'

/** What a person entered into one element: a text or an option's value, or several. */
export type Entered = string | string[] | undefined

/** Where a type keeps its value in `state.values`, and which field holds what it starts with. */
const singles: Record<string, { key: string; initial: string }> = {
  plain_text_input: { key: 'value', initial: 'initial_value' },
  number_input: { key: 'value', initial: 'initial_value' },
  email_text_input: { key: 'value', initial: 'initial_value' },
  url_text_input: { key: 'value', initial: 'initial_value' },
  datepicker: { key: 'selected_date', initial: 'initial_date' },
  timepicker: { key: 'selected_time', initial: 'initial_time' },
  datetimepicker: { key: 'selected_date_time', initial: 'initial_date_time' },
  users_select: { key: 'selected_user', initial: 'initial_user' },
  channels_select: { key: 'selected_channel', initial: 'initial_channel' },
  conversations_select: { key: 'selected_conversation', initial: 'initial_conversation' },
}
const choices = ['static_select', 'radio_buttons', 'external_select', 'overflow']
const manyChoices = ['checkboxes', 'multi_static_select']

function optionOf(element: JsonObject, value: string): JsonObject {
  const option = offered(element).find((one) => one['value'] === value)
  if (!option) throw new Refusal('people.option')
  return option
}

const listOf = (entered: Entered): string[] => [entered ?? []].flat().filter((value) => value !== '')

function singleEntry(element: JsonObject, type: string, entered: Entered): JsonObject | null {
  const single = Object.hasOwn(singles, type) ? singles[type] : undefined
  if (!single) return null
  const value = entered === undefined ? element[single.initial] : listOf(entered)[0]
  const typed = type === 'datetimepicker' && typeof value === 'string' ? Number(value) : value
  return { type, [single.key]: typed ?? null }
}

function chosenEntry(element: JsonObject, type: string, entered: Entered): JsonObject {
  const chosen = listOf(entered).map((value) => optionOf(element, value))
  if (manyChoices.includes(type)) {
    return { type, selected_options: entered === undefined ? (element['initial_options'] ?? []) : chosen }
  }
  const initial = entered === undefined ? element['initial_option'] : undefined
  return { type, selected_option: chosen[0] ?? initial ?? null }
}

/**
 * The value part of an element as payloads carry it, or null for an element that holds none (a button).
 * `undefined` leaves what the form showed; an empty text empties it.
 */
export function entryOf(element: JsonObject, entered: Entered): JsonObject | null {
  const type = stringAt(element, 'type') ?? ''
  if (choices.includes(type) || manyChoices.includes(type)) return chosenEntry(element, type, entered)
  if (type === 'multi_users_select') {
    return {
      type,
      selected_users: entered === undefined ? (element['initial_users'] ?? []) : listOf(entered),
    }
  }
  return singleEntry(element, type, entered)
}

export type Values = Record<string, Record<string, Exclude<Entered, undefined>>>

/** `state.values` of blocks: block_id -> action_id -> entry, for every element that holds a value. */
export function stateValues(blocks: unknown, entered: Values = {}): Record<string, JsonObject> {
  const values: Record<string, JsonObject> = {}
  for (const { block } of everyBlock(blocks, '')) {
    const blockId = stringAt(block, 'block_id') ?? ''
    for (const element of elementsOf(block)) {
      if (element['type'] === 'overflow') continue
      const actionId = stringAt(element, 'action_id') ?? ''
      const entry = entryOf(element, entered[blockId]?.[actionId])
      if (entry) values[blockId] = { ...values[blockId], [actionId]: entry }
    }
  }
  return values
}

export function isEmptyEntry(entry: unknown): boolean {
  if (!isObject(entry)) return true
  const values = Object.keys(entry).flatMap((key) => (key === 'type' ? [] : [entry[key]]))
  return values.every((value) => value === null || (Array.isArray(value) && value.length === 0))
}
