import { button, el, icon, icons } from './dom.js'
import { type Around, fieldNode, initialOf, optionsOf, readFields, type Values } from './fields.js'
import { link, type Words } from './inline.js'
import { menuButton } from './menu.js'
import type { Confirm, Element } from './seen.js'

export interface Used {
  action_id: string
  block_id: string
  value?: string | string[]
  values: Values
}

/** Where blocks stand: a message, a home, a form. */
export interface Surface extends Around {
  words: Words
  /** Tells the app. Resolves with what went wrong, in words. */
  use: (used: Used) => Promise<string | undefined>
  /** Asks first, where an element wants that. */
  confirm: (question: Confirm) => Promise<boolean>
  /** Tells the person. */
  complain: (sentence: string) => void
  /** What was filled in before the blocks were shown anew. */
  entered?: Values
}

let made = 0
/** An id that no other element of the page has. */
export const freshId = (): string => `made-${(made += 1)}`

async function take(
  from: HTMLElement,
  element: Element,
  blockId: string,
  surface: Surface,
  value?: Used['value'],
) {
  if (from.getAttribute('aria-busy') === 'true') return
  if (element.confirm && !(await surface.confirm(element.confirm))) return
  from.setAttribute('aria-busy', 'true')
  const root = from.closest('[data-surface]') ?? from
  const used = { action_id: element.action_id ?? '', block_id: blockId, values: readFields(root) }
  const wrong = await surface.use(value === undefined ? used : { ...used, value })
  from.removeAttribute('aria-busy')
  from.parentElement?.querySelector(':scope > .trouble')?.remove()
  if (wrong === undefined) return
  from.after(el('span', { class: 'trouble', role: 'img', 'aria-label': wrong, title: wrong }, '⚠'))
  surface.complain(wrong)
}

const labelOf = ({ text }: Element): string => (typeof text === 'string' ? text : (text?.text ?? ''))

function buttonNode(element: Element, blockId: string, surface: Surface): HTMLElement {
  const props = {
    class: `button ${element.style ?? ''}`.trim(),
    'aria-label': element.accessibility_label,
    'data-focus': element.action_id,
  }
  if (element.url) {
    const anchor = link(element.url, labelOf(element))
    if (!(anchor instanceof HTMLElement)) return el('span', { class: 'button' }, labelOf(element))
    for (const [name, value] of Object.entries(props)) if (value) anchor.setAttribute(name, value)
    anchor.addEventListener('click', () => void take(anchor, element, blockId, surface))
    return anchor
  }
  const node = button(props, () => void take(node, element, blockId, surface), labelOf(element))
  return node
}

function overflowNode(element: Element, blockId: string, surface: Surface): HTMLElement {
  const node = button(
    { class: 'button square', 'aria-label': 'More actions', 'data-focus': element.action_id },
    () => undefined,
    icon(icons.dots),
  )
  return menuButton(node, 'More actions', () =>
    (element.options ?? []).map((option) => ({
      text: option.text.text,
      description: option.description?.text,
      take: () => void take(node, element, blockId, surface, option.value),
    })),
  )
}

/** A menu that tells the app at once: a list of choices under a button, so that no key press chooses by accident. */
function selectNode(element: Element, blockId: string, surface: Surface): HTMLElement {
  const options = optionsOf(element, surface)
  const chosen = String(initialOf(element))
  const shown = options.find((option) => option.value === chosen)?.text.text
  const label = element.placeholder?.text ?? 'Choose an option'
  const node = button(
    { class: 'button choose', 'data-focus': element.action_id },
    () => undefined,
    shown ?? label,
    icon(icons.down),
  )
  return menuButton(node, label, () =>
    options.map((option) => ({
      text: option.text.text,
      description: option.description?.text,
      checked: option.value === chosen,
      take: () => void take(node, element, blockId, surface, option.value),
    })),
  )
}

/** A field that tells the app whenever it is changed. */
function changingNode(element: Element, blockId: string, surface: Surface): HTMLElement {
  const label = freshId()
  const entered = surface.entered?.[blockId]?.[element.action_id ?? '']
  const names = { id: freshId(), blockId, label, describedBy: '', required: false, entered }
  const field = fieldNode(element, names, surface)
  const words = element.placeholder?.text ?? element.type.replaceAll('_', ' ')
  const node = el('span', { class: 'changing' }, el('span', { id: label, class: 'unseen' }, words), field)
  if (field instanceof HTMLInputElement) field.setAttribute('aria-labelledby', label)
  field.addEventListener('change', () => {
    const value = readFields(node)[blockId]?.[element.action_id ?? '']
    void take(node, element, blockId, surface, value)
  })
  return node
}

export function pictureNode(alt: string, title?: string): HTMLElement {
  return el('span', { class: 'picture', role: 'img', 'aria-label': alt || 'Picture' }, `🖼 ${title ?? alt}`)
}

/** An element of a message or home that can be used there and then. */
export function elementNode(element: Element, blockId: string, surface: Surface): HTMLElement {
  if (element.type === 'button') return buttonNode(element, blockId, surface)
  if (element.type === 'overflow') return overflowNode(element, blockId, surface)
  if (element.type === 'image') return pictureNode(element.alt_text ?? '')
  if (/_select$/.test(element.type) && !element.type.startsWith('multi')) {
    return selectNode(element, blockId, surface)
  }
  return changingNode(element, blockId, surface)
}
