import type { App } from './app.js'
import type { Seen } from './app-state.js'
import { dayHeading, sameDay } from './dates.js'
import { el } from './dom.js'
import { keepRows, type Row } from './keep.js'
import { messageNode } from './message.js'
import type { Message } from './seen.js'

const closeMs = 300_000

export interface MessageList {
  node: HTMLElement
  show: (seen: Seen) => void
}

const at = (message: Message): number => Number(message.ts) * 1000

function follows(message: Message, before: Message | undefined): boolean {
  if (!before || message.ephemeral || before.ephemeral) return false
  const plain = !message.blocks && !before.blocks
  return plain && before.user === message.user && at(message) - at(before) < closeMs
}

/** Messages with a line for each day, and one where the new ones begin. */
function rowsOf(
  app: App,
  seen: Seen,
  messages: Message[],
  how: { inThread: boolean; newAfter: string | null },
): Row[] {
  const { inThread, newAfter } = how
  let isNew = newAfter === null
  return messages.flatMap((message, index) => {
    const before = messages[index - 1]
    const rows: Row[] = []
    if (!inThread && (!before || !sameDay(at(before), at(message)))) {
      const text = dayHeading(at(message), seen.now)
      const make = () => el('p', { class: 'day' }, el('span', {}, text))
      rows.push({ key: `day-${message.ts}`, signature: text, make })
    }
    if (!isNew && Number(message.ts) > Number(newAfter) && message.user !== seen.user.id) {
      isNew = true
      rows.push({
        key: 'new',
        signature: 'new',
        make: () => el('p', { class: 'new' }, el('span', {}, 'New')),
      })
    }
    const standing = { inThread, follows: rows.length === 0 && follows(message, before) }
    const text = JSON.stringify(message)
    const tick = /\{ago\}|"latest_reply"/.test(text) ? Math.floor(seen.now / 60_000) : 0
    rows.push({
      key: message.ts,
      signature: `${text} ${standing.follows} ${tick}`,
      make: () => messageNode(app, seen, message, standing),
    })
    return rows
  })
}

/** Arrow keys go from message to message; into one with Tab. */
function walk(node: HTMLElement): void {
  const all = (): HTMLElement[] => [...node.querySelectorAll<HTMLElement>(':scope > article')]
  node.addEventListener('keydown', (event) => {
    const articles = all()
    const here = articles.indexOf(event.target as HTMLElement)
    if (here < 0 && event.target !== node) return
    const last = articles.length - 1
    const from = here < 0 ? last + 1 : here
    const to = { ArrowUp: from - 1, ArrowDown: from + 1, Home: 0, End: last }[event.key]
    const target = to === undefined ? undefined : articles[Math.max(0, Math.min(last, to))]
    if (!target) return
    event.preventDefault()
    target.focus()
    target.scrollIntoView({ block: 'nearest' })
  })
}

/** A log of messages that follows its end while the reader is there. */
export function messageList(
  app: App,
  label: string,
  how: { thread?: string; newAfter: string | null },
): MessageList {
  const node = el('div', { class: 'log', role: 'log', 'aria-label': label, tabindex: 0 })
  walk(node)
  let shown = false
  return {
    node,
    show(seen) {
      const { thread } = how
      const mine = seen.messages.filter((message) =>
        thread === undefined
          ? message.thread_ts === undefined ||
            message.thread_ts === message.ts ||
            message.subtype !== undefined
          : message.ts === thread || message.thread_ts === thread,
      )
      const atEnd = node.scrollHeight - node.scrollTop - node.clientHeight < 80
      keepRows(node, rowsOf(app, seen, mine, { inThread: thread !== undefined, newAfter: how.newAfter }))
      if (!shown || atEnd) node.scrollTop = node.scrollHeight
      shown = true
    },
  }
}
