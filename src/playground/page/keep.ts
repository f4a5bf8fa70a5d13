import { focusAgain, focusKey } from './dom.js'

export interface Row {
  key: string
  /** Changes when the row must be made anew. */
  signature: string
  make: () => HTMLElement
}

/**
 * Makes the children of `list` these rows, in this order, and touches only what changed: scroll position, the
 * keyboard's place and what a screen reader has read stay where they are.
 */
export function keepRows(list: HTMLElement, rows: Row[]): void {
  const old = new Map([...list.children].map((child) => [(child as HTMLElement).dataset['key'] ?? '', child]))
  const wanted = new Set(rows.map((row) => row.key))
  for (const [key, child] of old) if (!wanted.has(key)) child.remove()
  let before: Element | null = null
  for (const row of rows) {
    const known = old.get(row.key) as HTMLElement | undefined
    const now = known?.dataset['signature'] === row.signature ? known : renew(row, known)
    const next: Element | null = before ? before.nextElementSibling : list.firstElementChild
    if (now !== next) list.insertBefore(now, next)
    before = now
  }
}

function renew(row: Row, known: HTMLElement | undefined): HTMLElement {
  const made = row.make()
  made.dataset['key'] = row.key
  made.dataset['signature'] = row.signature
  if (!known) return made
  const active = document.activeElement
  const held = known.contains(active)
  const key = focusKey(active)
  made.tabIndex = known.tabIndex
  known.replaceWith(made)
  if (held) focusAgain(made, key, made)
  return made
}
