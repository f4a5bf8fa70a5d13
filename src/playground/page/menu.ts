import { el, focusAgain } from './dom.js'

export interface Choice {
  text: string
  /** Set for a choice among which one is taken. */
  checked?: boolean
  description?: string | undefined
  take: () => void
}

let open: { close: (giveBack: boolean) => void } | undefined

function place(menu: HTMLElement, anchor: HTMLElement): void {
  const spot = anchor.getBoundingClientRect()
  const below = window.innerHeight - spot.bottom
  const { offsetHeight: height, offsetWidth: width } = menu
  const top = below >= height + 8 || spot.top < height ? spot.bottom + 4 : spot.top - height - 4
  menu.style.top = `${Math.max(8, top)}px`
  menu.style.left = `${Math.max(8, Math.min(spot.left, window.innerWidth - width - 8))}px`
}

function move(items: HTMLElement[], key: string): void {
  const at = items.indexOf(document.activeElement as HTMLElement)
  const last = items.length - 1
  const to = { ArrowDown: at < last ? at + 1 : 0, ArrowUp: at > 0 ? at - 1 : last, Home: 0, End: last }[key]
  if (to !== undefined) items[to]?.focus()
  else if (/^\S$/.test(key)) {
    const starts = (item: HTMLElement) => item.textContent?.trim().toLowerCase().startsWith(key.toLowerCase())
    const next = [...items.slice(at + 1), ...items.slice(0, at + 1)].find(starts)
    next?.focus()
  }
}

function itemOf({ text, description, checked, take }: Choice, close: () => void): HTMLElement {
  const role = checked === undefined ? 'menuitem' : 'menuitemradio'
  const item = el('button', { type: 'button', role, tabindex: -1, 'aria-checked': checked?.toString() }, text)
  if (description) item.append(el('span', { class: 'description' }, description))
  item.addEventListener('click', () => {
    close()
    take()
  })
  return item
}

/** Opens a menu under `anchor`: arrow keys and letters move, Escape and Tab close, the anchor gets the keyboard back. */
export function openMenu(anchor: HTMLElement, label: string, choices: Choice[]): void {
  const again = anchor.getAttribute('aria-expanded') === 'true'
  open?.close(true)
  if (again) return
  const focusMark = anchor.dataset['focus']
  const menu = el('div', { class: 'menu', role: 'menu', 'aria-label': label })
  const close = (giveBack: boolean): void => {
    open = undefined
    menu.remove()
    anchor.setAttribute('aria-expanded', 'false')
    document.removeEventListener('pointerdown', outside, true)
    if (!giveBack) return
    if (anchor.isConnected) anchor.focus()
    else focusAgain(document, focusMark)
  }
  const outside = (event: Event): void => {
    const target = event.target as Node
    if (!menu.contains(target) && !anchor.contains(target)) close(false)
  }
  const items = choices.map((choice) => itemOf(choice, () => close(true)))
  menu.append(...items)
  menu.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' || event.key === 'Tab') close(true)
    else move(items, event.key)
    if (event.key !== 'Enter' && event.key !== ' ') event.preventDefault()
    event.stopPropagation()
  })
  ;(anchor.closest('dialog, main, aside, nav, header') ?? document.body).append(menu)
  place(menu, anchor)
  anchor.setAttribute('aria-expanded', 'true')
  document.addEventListener('pointerdown', outside, true)
  open = { close }
  ;(items.find((item) => item.getAttribute('aria-checked') === 'true') ?? items[0])?.focus()
}

/** A button that opens a menu. */
export function menuButton(
  button: HTMLButtonElement,
  label: string,
  choices: () => Choice[],
): HTMLButtonElement {
  button.setAttribute('aria-haspopup', 'menu')
  button.setAttribute('aria-expanded', 'false')
  button.addEventListener('click', () => openMenu(button, label, choices()))
  return button
}
