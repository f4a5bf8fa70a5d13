import { complaint, act } from './door.js'
import { readFields } from './fields.js'
import type { View } from './seen.js'

/** Who types the name of an entry into a menu passes others on the way: Slack's menus report the one that is settled on. */
const choosingMs = 400

/**
 * Tells the app at once what is entered, where an input block asks for it: a choice when it is made, a text with every
 * character. Reports go out one after the other, so the last one is the latest.
 */
export function dispatchEntries(form: HTMLElement, view: View, user: string, done: () => void): void {
  let before = Promise.resolve()
  let choosing = 0
  const report = (event: Event): void => {
    const control = (event.target as HTMLElement).closest<HTMLElement>('[data-field]')
    const { block: blockId = '', action = '' } = control?.dataset ?? {}
    const block = view.blocks.find((one) => one.block_id === blockId)
    if (!control || block?.dispatch_action !== true) return
    const isText = event.target instanceof HTMLTextAreaElement || isTyped(event.target)
    if (isText !== (event.type === 'input')) return
    const send = (): void => {
      const values = readFields(form)
      const input = { user, view_id: view.id, block_id: blockId, action_id: action, values }
      before = before.then(async () => {
        const value = values[blockId]?.[action]
        if (complaint(await act('click', { ...input, value })) === undefined && !isText) done()
      })
    }
    if (isText) return send()
    clearTimeout(choosing)
    choosing = setTimeout(send, choosingMs)
  }
  form.addEventListener('input', report)
  form.addEventListener('change', report)
}

function isTyped(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && target.type === 'text'
}
