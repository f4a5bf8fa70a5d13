import { el } from './dom.js'

interface Command {
  command: string
  hint: string
}

export interface Completion {
  node: HTMLElement
  /** What a command takes, below the box. */
  hint: HTMLElement
  /** True: the key was for the list. */
  key: (event: KeyboardEvent) => boolean
  update: () => void
}

interface Listing {
  box: HTMLInputElement
  node: HTMLElement
  id: string
}

function close({ box, node }: Listing): void {
  node.hidden = true
  box.setAttribute('aria-expanded', 'false')
  box.removeAttribute('aria-activedescendant')
}

function point({ box, node, id }: Listing, at: number): void {
  for (const [index, option] of [...node.children].entries())
    option.setAttribute('aria-selected', String(index === at))
  box.setAttribute('aria-activedescendant', `${id}-${at}`)
}

function show(listing: Listing, found: Command[], take: (command: string) => void): void {
  const { box, node, id } = listing
  node.replaceChildren(
    ...found.map(({ command, hint }, index) => {
      const props = { role: 'option', id: `${id}-${index}` }
      const option = el('li', props, el('strong', {}, command), el('span', { class: 'description' }, hint))
      option.addEventListener('mousedown', (event) => {
        event.preventDefault()
        take(command)
      })
      return option
    }),
  )
  node.hidden = false
  box.setAttribute('aria-expanded', 'true')
  point(listing, 0)
}

/** Which of `many` an arrow key leads to. */
function step(key: string, at: number, many: number): number | undefined {
  if (key === 'ArrowDown') return (at + 1) % many
  return key === 'ArrowUp' ? (at + many - 1) % many : undefined
}

/** A list of the commands that begin like what is typed, above the box. */
export function completion(box: HTMLInputElement, listId: string, commands: Command[]): Completion {
  const props = { class: 'completion', role: 'listbox', id: listId, 'aria-label': 'Commands', hidden: true }
  const listing = { box, node: el('ul', props), id: listId }
  const hint = el('p', { class: 'usage', 'aria-live': 'polite' })
  let found: Command[] = []
  let at = 0

  function take(command: string): void {
    box.value = `${command} `
    update()
    box.focus()
  }
  function update(): void {
    const typed = box.value
    const known = commands.find(({ command }) => typed.startsWith(`${command} `))
    hint.textContent = known?.hint ? `${known.command} ${known.hint}` : ''
    found = /^\/\S*$/.test(typed) ? commands.filter(({ command }) => command.startsWith(typed)) : []
    at = 0
    if (found.length > 0) show(listing, found, take)
    else close(listing)
  }
  function leave(): void {
    found = []
    close(listing)
  }
  function key(event: KeyboardEvent): boolean {
    if (found.length === 0) return false
    const chosen = found[at]?.command ?? ''
    const next = step(event.key, at, found.length)
    if (next !== undefined) point(listing, (at = next))
    else if (event.key === 'Escape') leave()
    else if (event.key === 'Tab' || (event.key === 'Enter' && box.value !== chosen)) take(chosen)
    else return false
    event.preventDefault()
    return true
  }
  box.addEventListener('input', update)
  box.addEventListener('blur', leave)
  return { node: listing.node, hint, key, update }
}
