import { type JsonObject, objectAt, objectsAt, stringAt } from '../json.js'
import { everyBlock } from '../kit/payload.js'
import { errorOf, limitOf, type RuleId } from '../rules/rules.js'
import { Refusal } from '../store/refusal.js'
import { isEmptyEntry, type Values } from './entries.js'

const formats: Record<string, RegExp> = {
  number_input: /^-?\d+(\.\d+)?$/,
  email_text_input: /^[^@\s]+@[^@\s]+\.[^@\s]+$/,
  url_text_input: /^https?:\/\/\S+$/,
}

function outOfRange(element: JsonObject, value: string): boolean {
  const number = Number(value)
  const least = Number(stringAt(element, 'min_value') ?? -Infinity)
  const most = Number(stringAt(element, 'max_value') ?? Infinity)
  const decimals = element['is_decimal_allowed'] !== true && !Number.isInteger(number)
  return number < least || number > most || decimals
}

function wrongText(element: JsonObject, value: string): RuleId | null {
  const type = stringAt(element, 'type') ?? ''
  const { max_length: most, min_length: least } = element
  if (
    type === 'plain_text_input' &&
    value.length > (typeof most === 'number' ? most : limitOf('kit.input-text.max'))
  ) {
    return 'people.max-length'
  }
  if (typeof least === 'number' && value.length < least) return 'people.min-length'
  if (formats[type]?.test(value) === false) return 'people.format'
  return type === 'number_input' && outOfRange(element, value) ? 'people.format' : null
}

/** What Slack's client would say under each input before it sends anything: block_id -> row. */
export function clientErrors(blocks: unknown, values: Record<string, JsonObject>): Record<string, RuleId> {
  const errors: Record<string, RuleId> = {}
  for (const { block } of everyBlock(blocks, '')) {
    const element = objectAt(block, 'element')
    if (block['type'] !== 'input' || !element) continue
    const blockId = stringAt(block, 'block_id') ?? ''
    const entry = objectAt(values[blockId] ?? {}, stringAt(element, 'action_id') ?? '')
    const text = entry && stringAt(entry, 'value')
    const wrong = text === undefined ? null : wrongText(element, text)
    if (isEmptyEntry(entry)) {
      if (block['optional'] !== true) errors[blockId] = 'people.required'
    } else if (wrong) errors[blockId] = wrong
  }
  return errors
}

export const sentences = (errors: Record<string, RuleId>): Record<string, string> =>
  Object.fromEntries(Object.entries(errors).map(([block, rule]) => [block, errorOf(rule)]))

/** Throws when somebody would fill in what is not on the form. */
export function refuseStrangeValues(values: Record<string, JsonObject>, entered: Values): void {
  for (const [block, fields] of Object.entries(entered)) {
    for (const action of Object.keys(fields)) {
      if (!Object.hasOwn(values[block] ?? {}, action)) throw new Refusal('people.input')
    }
  }
}

/** The block_ids of the input blocks: only these may carry an error. */
export function inputBlockIds(view: JsonObject): string[] {
  return objectsAt(view, 'blocks')
    .filter((block) => block['type'] === 'input')
    .map((block) => stringAt(block, 'block_id') ?? '')
}
