import { el } from './dom.js'

type Command = { command: string; hint: string }

export interface Completion {
  node: HTMLElement
  /** What a command takes, below the box. */
  hint: HTMLElement
  /** True: the key was for the list. */
  key: (event: KeyboardEvent) => boolean
  update: () => void
}

/** A list of the commands that begin like what is typed, above the box. */
export function completion(box: HTMLInputElement, listId: string, commands: Command[]): Completion {
  const node = el('ul', {
    class: 'completion',
    role: 'listbox',
    id: listId,
    'aria-label': 'Commands',
    hidden: true,
  })
  const hint = el('p', { class: 'usage', 'aria-live': 'polite' })
  let found: Command[] = []
  let at = 0

  function close(): void {
    found = []
    node.hidden = true
    box.setAttribute('aria-expanded', 'false')
    box.removeAttribute('aria-activedescendant')
  }
  function take(command: string): void {
    box.value = `${command} `
    update()
    box.focus()
  }
  function point(): void {
    for (const [index, option] of [...node.children].entries())
      option.setAttribute('aria-selected', String(index === at))
    box.setAttribute('aria-activedescendant', `${listId}-${at}`)
  }
  function show(): void {
    node.replaceChildren(
      ...found.map(({ command, hint: usage }, index) => {
        const props = { role: 'option', id: `${listId}-${index}` }
        const option = el('li', props, el('strong', {}, command), el('span', { class: 'description' }, usage))
        option.addEventListener('mousedown', (event) => {
          event.preventDefault()
          take(command)
        })
        return option
      }),
    )
    node.hidden = false
    box.setAttribute('aria-expanded', 'true')
    point()
  }
  function update(): void {
    const typed = box.value
    const known = commands.find(({ command }) => typed.startsWith(`${command} `))
    hint.textContent = known?.hint ? `${known.command} ${known.hint}` : ''
    found = /^\/\S*$/.test(typed) ? commands.filter(({ command }) => command.startsWith(typed)) : []
    at = 0
    if (found.length > 0) show()
    else close()
  }
  function key(event: KeyboardEvent): boolean {
    if (found.length === 0) return false
    const chosen = found[at]?.command ?? ''
    if (event.key === 'ArrowDown') at = (at + 1) % found.length
    else if (event.key === 'ArrowUp') at = (at + found.length - 1) % found.length
    else if (event.key === 'Escape') close()
    else if (event.key === 'Tab' || (event.key === 'Enter' && box.value !== chosen)) take(chosen)
    else return false
    event.preventDefault()
    if (found.length > 0) point()
    return true
  }
  box.addEventListener('input', update)
  box.addEventListener('blur', close)
  return { node, hint, key, update }
}
