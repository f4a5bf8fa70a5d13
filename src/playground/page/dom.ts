export type Child = Node | string | null | undefined | false

interface Props {
  class?: string
  [attribute: string]: string | number | boolean | undefined
}

/** A new element. Text becomes text nodes, never markup; an attribute that is false or undefined is left out. */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === false) continue
    made.setAttribute(name, value === true ? '' : String(value))
  }
  made.append(...children.filter((child): child is Node | string => child instanceof Node || Boolean(child)))
  return made
}

/** A button that is not part of a form. */
export function button(props: Props, onClick: () => void, ...children: Child[]): HTMLButtonElement {
  const made = el('button', { type: 'button', ...props }, ...children)
  made.addEventListener('click', onClick)
  return made
}

const svg = 'http://www.w3.org/2000/svg'

/** A drawing of one line; for the eye only. */
export function icon(path: string): SVGSVGElement {
  const drawing = document.createElementNS(svg, 'svg')
  for (const [name, value] of Object.entries({ viewBox: '0 0 20 20', class: 'icon', 'aria-hidden': 'true' }))
    drawing.setAttribute(name, value)
  const line = document.createElementNS(svg, 'path')
  line.setAttribute('d', path)
  drawing.append(line)
  return drawing
}

export const icons = {
  close: 'M5 5l10 10M15 5L5 15',
  dots: 'M4 10a.6.6 0 101.200 0a.6.6 0 10-1.200 0M9.400 10a.6.6 0 101.200 0a.6.6 0 10-1.200 0M14.800 10a.6.6 0 101.200 0a.6.6 0 10-1.200 0',
  send: 'M3 10l14-6-5 13-3-5-6-2z',
  reply: 'M4 4h12v9H9l-4 3v-3H4z',
  sun: 'M10 6.5a3.5 3.5 0 100 7 3.5 3.5 0 000-7zM10 1.5v2M10 16.5v2M1.5 10h2M16.5 10h2M4 4l1.4 1.4M14.6 14.6L16 16M4 16l1.4-1.4M14.6 5.4L16 4',
  moon: 'M16.5 12A7 7 0 018 3.5 7 7 0 1016.5 12z',
  bolt: 'M11 2L4 11.5h5L8.5 18 16 8.5h-5z',
  down: 'M5 8l5 5 5-5',
  home: 'M3 9l7-6 7 6v8h-5v-5H8v5H3z',
  eye: 'M1.5 10S4.5 4.5 10 4.5 18.500 10 18.500 10 15.500 15.500 10 15.500 1.500 10 1.500 10zM10 7.500a2.500 2.500 0 100 5 2.500 2.500 0 000-5z',
}

/** Gives the keyboard to the same thing in what replaced it, or else to `fallback`. */
export function focusAgain(root: ParentNode, key: string | undefined, fallback?: HTMLElement | null): void {
  const same = key ? root.querySelector<HTMLElement>(`[data-focus="${CSS.escape(key)}"]`) : null
  const target = same ?? fallback
  target?.focus({ preventScroll: true })
}

/** The mark by which `focusAgain` finds an element again. */
export function focusKey(element: Element | null): string | undefined {
  return element instanceof HTMLElement ? element.dataset['focus'] : undefined
}
