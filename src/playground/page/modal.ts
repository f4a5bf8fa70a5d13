import { type App, surfaceOf } from './app.js'
import type { Seen } from './app-state.js'
import { blockNodes } from './blocks.js'
import { act, complaint } from './door.js'
import { dispatchEntries } from './dispatch.js'
import { button, el, focusAgain, focusKey, icon, icons } from './dom.js'
import { readFields, type Values } from './fields.js'
import type { Confirm, Outcome, View } from './seen.js'

interface Shown {
  dialog: HTMLDialogElement
  form: HTMLFormElement
  view: View
}

/** What had the keyboard before the form came, by its message and mark: the element itself may be made anew meanwhile. */
interface GiveBack {
  row: string | undefined
  key: string | undefined
}

function holder(): GiveBack {
  const active = document.activeElement
  return { row: active?.closest<HTMLElement>('[data-key]')?.dataset['key'], key: focusKey(active) }
}

function giveBack({ row, key }: GiveBack): void {
  const rows = row ? document.querySelectorAll<HTMLElement>(`[data-key="${CSS.escape(row)}"]`) : []
  const [article = null] = rows
  focusAgain(article ?? document, key, article)
}

/** Puts each sentence under its field, and the keyboard into the first that is wrong. */
function showErrors(form: HTMLElement, errors: Record<string, string>): void {
  form.querySelectorAll('.error').forEach((old) => old.remove())
  for (const control of form.querySelectorAll<HTMLElement>('[data-field]')) {
    control.removeAttribute('aria-invalid')
    const described = (control.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .filter((id) => !id.endsWith('-error'))
    const sentence = errors[control.dataset['block'] ?? '']
    if (sentence !== undefined) {
      const id = `${control.id}-error`
      control.setAttribute('aria-invalid', 'true')
      described.unshift(id)
      control.closest('[data-input]')?.append(el('p', { class: 'error', id }, sentence))
    }
    if (described.length > 0) control.setAttribute('aria-describedby', described.join(' ').trim())
  }
  form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
}

function showTrouble(form: HTMLElement, sentence: string | undefined): void {
  form.querySelector('.form-trouble')?.remove()
  if (sentence)
    form
      .querySelector('.fields-of-form')
      ?.prepend(el('p', { class: 'form-trouble', role: 'alert' }, sentence))
}

function afterSubmit(app: App, form: HTMLElement, outcome: Outcome): void {
  showTrouble(form, outcome.errors ? undefined : complaint(outcome))
  showErrors(form, outcome.errors ?? {})
  app.refresh()
}

async function submit(app: App, seen: Seen, view: View, form: HTMLElement): Promise<void> {
  const sender = form.querySelector<HTMLElement>('[type=submit]')
  if (!sender || sender.getAttribute('aria-busy') === 'true') return
  sender.setAttribute('aria-busy', 'true')
  const outcome = await act('submit', { user: seen.user.id, view_id: view.id, values: readFields(form) })
  sender.removeAttribute('aria-busy')
  afterSubmit(app, form, outcome)
}

async function closeTop(app: App, seen: Seen, view: View): Promise<void> {
  await act('close-view', { user: seen.user.id, view_id: view.id })
  app.refresh()
}

function formOf(app: App, seen: Seen, view: View, entered: Values): HTMLFormElement {
  const use = async (used: object) => {
    const wrong = complaint(await act('click', { user: seen.user.id, view_id: view.id, ...used }))
    app.refresh()
    return wrong
  }
  const close = () => void closeTop(app, seen, view)
  const props = { class: 'ghost', 'aria-label': 'Close', 'data-focus': 'close' }
  const form = el(
    'form',
    { novalidate: true, 'data-surface': view.id },
    el(
      'header',
      {},
      el('h2', { id: 'form-title', tabindex: -1 }, view.title?.text ?? ''),
      button(props, close, icon(icons.close)),
    ),
    el(
      'div',
      { class: 'fields-of-form' },
      ...blockNodes(view.blocks, { ...surfaceOf(app, seen, use), entered }),
    ),
    el(
      'footer',
      {},
      button(
        { class: 'button', 'data-focus': 'cancel' },
        close,
        view.close?.text ?? (view.submit ? 'Cancel' : 'Close'),
      ),
      view.submit &&
        el('button', { type: 'submit', class: 'button primary', 'data-focus': 'submit' }, view.submit.text),
    ),
  )
  dispatchEntries(form, view, seen.user.id, () => app.refresh())
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void submit(app, seen, view, form)
  })
  return form
}

/** The forms of a person, of which only the top one shows. The browser's own dialog keeps the keyboard inside. */
export function modals(app: App): (seen: Seen) => void {
  const dialog = el('dialog', { class: 'form', 'aria-labelledby': 'form-title' })
  document.body.append(dialog)
  let shown: Shown | undefined
  let before: GiveBack = { row: undefined, key: undefined }
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault()
    if (shown && app.seen) void closeTop(app, app.seen, shown.view)
  })
  return (seen) => {
    const view = seen.views.at(-1)
    if (!view) {
      if (dialog.open) dialog.close()
      if (shown) giveBack(before)
      shown = undefined
      return
    }
    if (shown && shown.view.id === view.id && shown.view.hash === view.hash) return
    const sameForm = shown?.view.id === view.id
    const entered = shown && sameForm ? readFields(shown.form) : {}
    const key = sameForm ? focusKey(document.activeElement) : undefined
    const form = formOf(app, seen, view, entered)
    if (!shown) before = holder()
    shown = { dialog, form, view }
    dialog.replaceChildren(form)
    if (!dialog.open) dialog.showModal()
    const first = form.querySelector<HTMLElement>('[data-field]') ?? form.querySelector('h2')
    focusAgain(form, key, first)
  }
}

/** Asks a question that an element carries. */
export function asker(): (question: Confirm) => Promise<boolean> {
  const dialog = el('dialog', { class: 'question', 'aria-labelledby': 'question-title' })
  document.body.append(dialog)
  return ({ title, text, confirm, deny, style }) =>
    new Promise((resolve) => {
      const answer = (yes: boolean) => () => {
        dialog.close()
        resolve(yes)
      }
      dialog.oncancel = answer(false)
      dialog.replaceChildren(
        el('h2', { id: 'question-title' }, title?.text ?? 'Are you sure?'),
        el('p', {}, text.text),
        el(
          'footer',
          {},
          button({ class: 'button' }, answer(false), deny?.text ?? 'Cancel'),
          button({ class: `button ${style ?? 'primary'}` }, answer(true), confirm?.text ?? 'Yes'),
        ),
      )
      dialog.showModal()
    })
}
