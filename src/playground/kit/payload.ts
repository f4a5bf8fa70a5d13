import { isObject, type JsonObject, objectAt, objectsAt, stringAt } from '../json.js'
import { limitOf } from '../rules/rules.js'
import { blockFor } from './blocks.js'
import {
  type Check,
  flag,
  list,
  oneOf,
  type Problem,
  report,
  shape,
  string,
  type Surface,
  type Walk,
} from './check.js'
import { plainText } from './texts.js'

const messageBlocks = list(blockFor('message'), 'kit.message.blocks')

/** The elements of a block that carry an action_id. */
export function elementsOf(block: JsonObject): JsonObject[] {
  const single = [objectAt(block, 'accessory'), objectAt(block, 'element')].filter((one) => one !== undefined)
  return block['type'] === 'actions' ? objectsAt(block, 'elements') : single
}

/** All blocks, those inside containers too, with their pointers. */
export function everyBlock(blocks: unknown, at: string): { block: JsonObject; at: string }[] {
  if (!Array.isArray(blocks)) return []
  return blocks.flatMap((block: unknown, index) => {
    if (!isObject(block)) return []
    const here = `${at}/${index}`
    return [{ block, at: here }, ...everyBlock(block['child_blocks'], `${here}/child_blocks`)]
  })
}

function uniqueIds(blocks: unknown, at: string, walk: Walk): void {
  const seen = new Set<string>()
  for (const { block, at: here } of everyBlock(blocks, at)) {
    const id = stringAt(block, 'block_id')
    if (id && seen.has(id)) report(walk, 'kit.block-id.unique', `${here}/block_id`)
    if (id) seen.add(id)
    const actions = elementsOf(block).flatMap((element) => stringAt(element, 'action_id') ?? [])
    if (new Set(actions).size < actions.length) report(walk, 'kit.action-id.unique', here)
  }
}

/** The sum of the lengths of every string under a `text` key. */
function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + textLength(one), 0)
  if (!isObject(value)) return 0
  return Object.entries(value).reduce(
    (sum, [key, field]) =>
      sum + (key === 'text' && typeof field === 'string' ? field.length : textLength(field)),
    0,
  )
}

function togetherLimits(blocks: unknown, at: string, walk: Walk): void {
  const found = everyBlock(blocks, at).map(({ block }) => block)
  const markdown = found.filter((block) => block['type'] === 'markdown')
  if (textLength(markdown) > limitOf('kit.markdown.text')) report(walk, 'kit.markdown.text', at)
  const tables = found.filter((block) => block['type'] === 'table' || block['type'] === 'data_table')
  if (tables.length > limitOf('kit.tables.one')) report(walk, 'kit.tables.one', at)
  if (textLength(tables.map((table) => table['rows'])) > limitOf('kit.tables.characters')) {
    report(walk, 'kit.tables.characters', at)
  }
}

/** What Slack would say against the blocks of a message. Empty: nothing. */
export function checkMessageBlocks(blocks: unknown, at = '/blocks'): Problem[] {
  const walk: Walk = { surface: 'message', problems: [] }
  messageBlocks(blocks, at, walk)
  uniqueIds(blocks, at, walk)
  togetherLimits(blocks, at, walk)
  return walk.problems
}

function viewShape(surface: Extract<Surface, 'modal' | 'home'>): Check {
  const shared = {
    type: oneOf(surface),
    blocks: list(blockFor(surface), 'kit.view.blocks', 'kit.view.blocks-min'),
    private_metadata: string('view.private-metadata'),
    callback_id: string('view.callback-id'),
    external_id: string('view.external-id'),
  }
  if (surface === 'home') return shape({ fields: shared, required: ['blocks'] })
  return shape({
    fields: {
      ...shared,
      title: plainText('view.title'),
      submit: plainText('view.submit'),
      close: plainText('view.close'),
      clear_on_close: flag,
      notify_on_close: flag,
    },
    required: ['blocks', 'title'],
    also: submitWithInputs,
  })
}

function submitWithInputs(view: JsonObject, at: string, walk: Walk): void {
  if (view['submit'] !== undefined) return
  const input = everyBlock(view['blocks'], `${at}/blocks`).find(({ block }) => block['type'] === 'input')
  if (input) report(walk, 'kit.input.submit', `${input.at}/input`)
}

function oneFocus(view: JsonObject, at: string, walk: Walk): void {
  const focused = everyBlock(view['blocks'], at)
    .flatMap(({ block }) => elementsOf(block))
    .filter((element) => element['focus_on_load'] === true)
  if (focused.length > limitOf('kit.focus.one')) report(walk, 'kit.focus.one', at)
}

const shapes = { modal: viewShape('modal'), home: viewShape('home') }

/** What Slack would say against a view of this type. */
export function checkView(view: unknown, surface: 'modal' | 'home', at = '/view'): Problem[] {
  const walk: Walk = { surface, problems: [] }
  if (isObject(view) && view['type'] !== surface) report(walk, 'view.type', `${at}/type`)
  else shapes[surface](view, at, walk)
  if (!isObject(view)) return walk.problems
  uniqueIds(view['blocks'], `${at}/blocks`, walk)
  oneFocus(view, `${at}/blocks`, walk)
  return walk.problems
}
