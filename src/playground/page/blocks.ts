import { type Child, el } from './dom.js'
import { elementNode, freshId, pictureNode, type Surface } from './elements.js'
import { fieldNode } from './fields.js'
import { mrkdwnNodes, richTextNodes, textNodes } from './inline.js'
import type { Block, Cell, Element, RichPart, TextObject } from './seen.js'

type Show = (block: Block, surface: Surface) => HTMLElement

const object = (text: Block['text']): TextObject | undefined => (typeof text === 'object' ? text : undefined)

const section: Show = (block, surface) => {
  const text = object(block.text)
  const fields = (block.fields ?? []).map((field) =>
    el('div', { class: 'field' }, ...textNodes(field, surface.words)),
  )
  const body = el(
    'div',
    { class: 'body' },
    text && el('div', { class: 'text' }, ...textNodes(text, surface.words)),
    fields.length > 0 && el('div', { class: 'fields' }, ...fields),
  )
  const { accessory, block_id: id = '' } = block
  return el('div', { class: 'section' }, body, accessory && elementNode(accessory, id, surface))
}

const context: Show = (block, { words }) => {
  const parts = (block.elements ?? []) as (TextObject | Element)[]
  const shown = parts.map((part) =>
    part.type === 'mrkdwn' || part.type === 'plain_text'
      ? el('span', {}, ...textNodes(part as TextObject, words))
      : pictureNode((part as Element).alt_text ?? ''),
  )
  return el('div', { class: 'context' }, ...shown)
}

const actions: Show = (block, surface) => {
  const elements = (block.elements ?? []) as Element[]
  const shown = elements.map((one) => elementNode(one, block.block_id ?? '', surface))
  return el('div', { class: 'actions' }, ...shown)
}

/** A label, its control, what helps, and a place for what is wrong with it. */
const input: Show = (block, surface) => {
  const { element, block_id: blockId = '', hint, label, optional } = block
  if (!element) return el('div')
  const id = freshId()
  const names = { id, blockId, label: `${id}-label`, required: optional !== true }
  const hintNode = hint && el('p', { class: 'hint', id: `${id}-hint` }, hint.text)
  const describedBy = hint ? `${id}-hint` : ''
  const entered = surface.entered?.[blockId]?.[element.action_id ?? '']
  const field = fieldNode(element, { ...names, describedBy, entered }, surface)
  const inGroup = field.classList.contains('choices')
  const words: Child[] = [
    label?.text ?? '',
    optional === true && el('span', { class: 'optional' }, ' (optional)'),
  ]
  const name = inGroup
    ? el('span', { class: 'label', id: names.label }, ...words)
    : el('label', { class: 'label', id: names.label, for: id }, ...words)
  return el('div', { class: 'input', 'data-input': blockId }, name, field, hintNode)
}

function cellNode(cell: Cell, tag: 'td' | 'th', surface: Surface): HTMLElement {
  const props = tag === 'th' ? { scope: 'col' } : {}
  if (cell.type === 'rich_text') return el(tag, props, ...richTextNodes(cell.elements ?? [], surface.words))
  return el(tag, props, cell.text ?? '')
}

const table: Show = (block, surface) => {
  const [head = [], ...rows] = block.rows ?? []
  const line = (cells: Cell[], tag: 'td' | 'th') =>
    el('tr', {}, ...cells.map((one) => cellNode(one, tag, surface)))
  return el(
    'div',
    { class: 'table', tabindex: 0, role: 'group', 'aria-label': block.caption ?? 'Table' },
    el(
      'table',
      {},
      el('thead', {}, line(head, 'th')),
      el('tbody', {}, ...rows.map((row) => line(row, 'td'))),
    ),
  )
}

const shows: Record<string, Show> = {
  section,
  context,
  actions,
  input,
  table,
  data_table: table,
  divider: () => el('hr'),
  header: (block) => el('h3', { class: 'header' }, object(block.text)?.text),
  rich_text: (block, { words }) =>
    el('div', { class: 'rich' }, ...richTextNodes((block.elements ?? []) as RichPart[], words)),
  image: (block) => el('div', { class: 'image' }, pictureNode(block.alt_text ?? '', block.title?.text)),
  markdown: (block, { words }) =>
    el('div', { class: 'text' }, ...mrkdwnNodes(typeof block.text === 'string' ? block.text : '', words)),
  alert: (block, { words }) => {
    const text = object(block.text)
    return el('div', { class: `alert ${String(block.level ?? '')}` }, ...(text ? textNodes(text, words) : []))
  },
  container: (block, surface) =>
    el(
      'div',
      { class: 'container' },
      block.title && el('h4', {}, block.title.text),
      block.subtitle && el('p', { class: 'hint' }, ...textNodes(block.subtitle, surface.words)),
      ...blockNodes(block.child_blocks ?? [], surface),
    ),
}

/** Blocks as they stand on the screen. A type that the page does not know says so. */
export function blockNodes(blocks: Block[], surface: Surface): HTMLElement[] {
  return blocks.map((block) => {
    const show = Object.hasOwn(shows, block.type) ? shows[block.type] : undefined
    const node = show ? show(block, surface) : el('p', { class: 'hint' }, `(${block.type})`)
    node.classList.add('block')
    return node
  })
}
