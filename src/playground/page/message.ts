import { type App, surfaceOf, wordsOf } from './app.js'
import type { Seen } from './app-state.js'
import { blockNodes } from './blocks.js'
import { ago, time } from './dates.js'
import { act, complaint } from './door.js'
import { button, el, icon, icons } from './dom.js'
import { freshId, type Surface } from './elements.js'
import { mrkdwnNodes } from './inline.js'
import { menuButton } from './menu.js'
import type { Message } from './seen.js'

const tones = 8

/** A square with initials; its colour is always the same for the same id. */
export function avatar(id: string, name: string, isApp = false): HTMLElement {
  const tone = [...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % tones
  const initials = name
    .split(/\s+/)
    .map((word) => word.charAt(0))
    .slice(0, 2)
  const shown = isApp ? name.charAt(0) : initials.join('')
  return el('span', { class: `avatar ${isApp ? 'app' : `tone-${tone}`}`, 'aria-hidden': 'true' }, shown)
}

function surface(app: App, seen: Seen, message: Message): Surface {
  const channel = seen.channel?.id ?? ''
  return surfaceOf(app, seen, async (used) => {
    const wrong = complaint(await act('click', { user: seen.user.id, channel, ts: message.ts, ...used }))
    app.refresh()
    return wrong
  })
}

function content(app: App, seen: Seen, message: Message): HTMLElement {
  const on = surface(app, seen, message)
  const { blocks = [], attachments = [], text, mrkdwn, edited } = message
  const body = el('div', { class: 'content', 'data-surface': message.ts })
  const mark = edited && el('span', { class: 'edited' }, ' (edited)')
  if (blocks.length > 0) body.append(...blockNodes(blocks, on))
  else if (text !== '') {
    const words = mrkdwn ? mrkdwnNodes(text, on.words) : [document.createTextNode(text)]
    body.append(el('div', { class: 'text' }, ...words, mark))
  }
  for (const attachment of attachments) {
    const node = el('div', { class: 'attachment' })
    if (/^#?[0-9a-f]{6}$/i.test(attachment.color ?? '')) {
      node.style.borderColor = `#${(attachment.color ?? '').replace('#', '')}`
    }
    if (attachment.text) node.append(el('div', { class: 'text' }, ...mrkdwnNodes(attachment.text, on.words)))
    node.append(...blockNodes(attachment.blocks ?? [], on))
    body.append(node)
  }
  return body
}

function replies(app: App, seen: Seen, message: Message): HTMLElement | null {
  const count = message.reply_count ?? 0
  if (count === 0) return null
  const words = wordsOf(seen)
  const faces = (message.reply_users ?? [])
    .slice(0, 4)
    .map((id) => avatar(id, words.nameOf(id), id === seen.team.app.user_id))
  const last = `Last reply ${ago(Number(message.latest_reply) * 1000, seen.now)}`
  return button(
    { class: 'replies', 'data-focus': 'replies' },
    () => app.go({ thread: message.ts }),
    ...faces,
    el('span', { class: 'count' }, `${count} ${count === 1 ? 'reply' : 'replies'}`),
    el('span', { class: 'last' }, last),
  )
}

async function useShortcut(app: App, seen: Seen, message: Message, callbackId: string): Promise<void> {
  const at = { user: seen.user.id, channel: seen.channel?.id ?? '', ts: message.ts }
  const wrong = complaint(await act('message-shortcut', { ...at, callback_id: callbackId }))
  if (wrong !== undefined) app.complain(wrong)
  app.refresh()
}

/** What appears beside a message under the pointer or the keyboard. */
function tools(app: App, seen: Seen, message: Message, inThread: boolean): HTMLElement | null {
  if (message.ephemeral) return null
  const shortcuts = seen.team.app.shortcuts.filter((one) => one.type === 'message')
  const bar = el('div', { class: 'tools' })
  if (!inThread) {
    const props = {
      class: 'tool',
      'aria-label': 'Reply in thread',
      title: 'Reply in thread',
      'data-focus': 'reply',
    }
    bar.append(button(props, () => app.go({ thread: message.ts }), icon(icons.reply)))
  }
  if (shortcuts.length > 0) {
    const props = {
      class: 'tool',
      'aria-label': 'More message shortcuts',
      title: 'More',
      'data-focus': 'more',
    }
    const choices = () =>
      shortcuts.map((one) => ({
        text: one.name,
        description: seen.team.app.name,
        take: () => void useShortcut(app, seen, message, one.callback_id),
      }))
    bar.append(
      menuButton(
        button(props, () => undefined, icon(icons.dots)),
        'Message shortcuts',
        choices,
      ),
    )
  }
  return bar.childElementCount > 0 ? bar : null
}

export interface Standing {
  inThread: boolean
  /** Follows another message of the same person: name and picture are left out. */
  follows: boolean
}

export function messageNode(app: App, seen: Seen, message: Message, standing: Standing): HTMLElement {
  const { inThread, follows } = standing
  const isApp = message.bot_id !== undefined
  const name = wordsOf(seen).nameOf(message.user)
  const at = Number(message.ts) * 1000
  const [nameId, timeId] = [freshId(), freshId()]
  const who = el('span', { class: follows ? 'who unseen' : 'who', id: nameId }, name)
  const stamp = el('time', { class: 'stamp', id: timeId, datetime: new Date(at).toISOString() }, time(at))
  const line = el(
    'div',
    { class: follows ? 'line short' : 'line' },
    who,
    isApp && !follows && el('span', { class: 'badge' }, 'APP'),
    stamp,
  )
  const note =
    message.ephemeral &&
    el('div', { class: 'only-you' }, icon(icons.eye), el('span', {}, 'Only visible to you'))
  return el(
    'article',
    {
      class: `message${follows ? ' follows' : ''}${message.ephemeral ? ' ephemeral' : ''}`,
      tabindex: -1,
      'aria-labelledby': `${nameId} ${timeId}`,
    },
    !follows && avatar(message.user, name, isApp),
    el(
      'div',
      { class: 'inside' },
      note,
      line,
      content(app, seen, message),
      !inThread && replies(app, seen, message),
    ),
    tools(app, seen, message, inThread),
  )
}
