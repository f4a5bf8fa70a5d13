import { button, el, icon, icons } from './dom.js'

type Theme = 'light' | 'dark'

const stored = (): Theme | null => {
  const theme = localStorage.getItem('theme')
  return theme === 'light' || theme === 'dark' ? theme : null
}

/** Follows the system until the reader says otherwise. */
export function themeButton(node: HTMLElement): void {
  const system = matchMedia('(prefers-color-scheme: dark)')
  const now = (): Theme => stored() ?? (system.matches ? 'dark' : 'light')
  const face = el('span')
  const toggle = button(
    { class: 'ghost', 'aria-label': 'Dark', title: 'Light or dark', 'data-focus': 'theme' },
    () => {
      localStorage.setItem('theme', now() === 'dark' ? 'light' : 'dark')
      show()
    },
    face,
  )
  function show(): void {
    document.documentElement.dataset['theme'] = now()
    toggle.setAttribute('aria-pressed', String(now() === 'dark'))
    face.replaceChildren(icon(now() === 'dark' ? icons.moon : icons.sun))
  }
  system.addEventListener('change', show)
  show()
  node.append(toggle)
}
