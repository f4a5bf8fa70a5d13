import type { App } from './app.js'
import type { Seen } from './app-state.js'
import { completion } from './completion.js'
import { act, complaint } from './door.js'
import { button, el, icon, icons } from './dom.js'
import { freshId } from './elements.js'
import { typedBefore } from './history.js'
import { menuButton } from './menu.js'
import type { Outcome } from './seen.js'

function send(seen: Seen, text: string, thread: string | undefined): Promise<Outcome> {
  const at = { user: seen.user.id, channel: seen.channel?.id ?? '', ...(thread && { thread_ts: thread }) }
  const command = /^(\/\S+)\s*([\s\S]*)$/.exec(text)
  if (command) return act('slash', { ...at, command: command[1], text: command[2]?.trim() })
  return act('say', { ...at, text })
}

async function useShortcut(app: App, seen: Seen, callbackId: string): Promise<void> {
  const wrong = complaint(await act('shortcut', { user: seen.user.id, callback_id: callbackId }))
  if (wrong !== undefined) app.complain(wrong)
  app.refresh()
}

function shortcutsButton(app: App, seen: Seen): HTMLElement | null {
  const shortcuts = seen.team.app.shortcuts.filter((one) => one.type === 'global')
  if (shortcuts.length === 0) return null
  const props = { class: 'tool', 'aria-label': 'Shortcuts', title: 'Shortcuts', 'data-focus': 'shortcuts' }
  return menuButton(
    button(props, () => undefined, icon(icons.bolt)),
    'Shortcuts',
    () =>
      shortcuts.map((one) => ({
        text: one.name,
        description: seen.team.app.name,
        take: () => void useShortcut(app, seen, one.callback_id),
      })),
  )
}

/** The box to write in: sends with Enter, completes commands, and gives back with the arrow up what was typed before. */
export function composer(app: App, seen: Seen, where: { label: string; thread?: string }): HTMLElement {
  const listId = freshId()
  const box = el('input', {
    type: 'text',
    role: 'combobox',
    'aria-label': where.label,
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'aria-controls': listId,
    placeholder: where.label,
    autocomplete: 'off',
    spellcheck: 'false',
    'data-focus': `composer ${where.thread ?? ''}`,
  })
  const sender = el('button', { type: 'submit', class: 'send', 'aria-label': 'Send' }, icon(icons.send))
  const suggestions = completion(box, listId, seen.team.app.commands)
  const history = typedBefore(seen.user.id)
  const form = el(
    'form',
    { class: 'composer' },
    suggestions.node,
    el('div', { class: 'box' }, box, shortcutsButton(app, seen), sender),
    suggestions.hint,
  )
  box.addEventListener('keydown', (event) => {
    if (suggestions.key(event)) return
    const text = history.key(event.key, box.value)
    if (text === undefined) return
    event.preventDefault()
    box.value = text
    box.setSelectionRange(text.length, text.length)
    suggestions.update()
  })
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const text = box.value.trim()
    if (text === '') return
    history.add(text)
    box.value = ''
    suggestions.update()
    void send(app.seen ?? seen, text, where.thread).then((outcome) => {
      const wrong = complaint(outcome)
      if (wrong !== undefined) app.complain(wrong)
      app.refresh()
    })
  })
  return form
}
