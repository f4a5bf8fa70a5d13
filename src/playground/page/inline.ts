import { formatDate } from './dates.js'
import { el } from './dom.js'
import { emojiNamed, withEmoji } from './emoji.js'
import { type Part, readMrkdwn, safeUrl } from './mrkdwn.js'
import type { Piece, RichPart, TextObject } from './seen.js'

/** What words need to be shown: who is who, and what time it is. */
export interface Words {
  nameOf: (id: string) => string
  channelName: (id: string) => string
  /** The reader. */
  me: string
  now: number
}

export function link(url: string, text: string): Node {
  const safe = safeUrl(url)
  if (safe === null) return document.createTextNode(text)
  return el('a', { href: safe, target: '_blank', rel: 'noopener noreferrer' }, text)
}

function mention(id: string, text: string, { nameOf, channelName, me }: Words): Node {
  const shown = /^[UW]/.test(id) ? `@${nameOf(id)}` : /^C/.test(id) ? `#${channelName(id)}` : text
  return el('span', { class: id === me || id.startsWith('!') ? 'mention me' : 'mention' }, shown)
}

function moment(at: number, format: string, fallback: string, { now }: Words): Node {
  if (!Number.isFinite(at) || format === '') return document.createTextNode(fallback)
  const iso = new Date(at * 1000).toISOString()
  return el(
    'time',
    { datetime: iso, title: formatDate('{date_long} {time}', at, now) },
    formatDate(format, at, now),
  )
}

function partNode(part: Part, words: Words): Node {
  switch (part.kind) {
    case 'text':
      return document.createTextNode(withEmoji(part.text))
    case 'link':
      return link(part.url, part.text)
    case 'mention':
      return mention(part.id, part.text, words)
    case 'date':
      return moment(part.at, part.format, part.fallback, words)
    case 'code':
      return el('code', {}, part.text)
    case 'pre':
      return el('pre', {}, part.text.replace(/^\n|\n$/g, ''))
    case 'bold':
    case 'italic':
    case 'strike':
    case 'quote': {
      const tag = ({ bold: 'strong', italic: 'em', strike: 's', quote: 'blockquote' } as const)[part.kind]
      return el(tag, {}, ...part.parts.map((inner) => partNode(inner, words)))
    }
  }
}

/** A text object: markup is read in mrkdwn only; plain text is shown as it is. */
export function textNodes(text: TextObject, words: Words): Node[] {
  if (text.type === 'plain_text') return [document.createTextNode(withEmoji(text.text))]
  return mrkdwnNodes(text.text, words, text.verbatim !== true)
}

export function mrkdwnNodes(text: string, words: Words, links = true): Node[] {
  return readMrkdwn(text, links).map((part) => partNode(part, words))
}

type ShowPiece = (piece: Piece, words: Words) => Node

const showPiece: Record<string, ShowPiece> = {
  link: ({ url = '', text = '' }) => link(url, text || url),
  user: ({ user_id: id = '' }, words) => mention(id, '', words),
  usergroup: (_piece, words) => mention('!subteam', '@group', words),
  broadcast: ({ range = '' }, words) => mention(`!${range}`, `@${range}`, words),
  channel: ({ channel_id: id = '' }, words) => mention(id, '', words),
  emoji: ({ name = '' }) => document.createTextNode(emojiNamed(name)),
  date: ({ timestamp = NaN, format = '', fallback = '' }, words) =>
    moment(timestamp, format, fallback, words),
  color: ({ value = '' }) => document.createTextNode(value),
}

/** One piece; of a type that the page does not know, its text. */
function pieceNode(piece: Piece, words: Words): Node {
  const show = Object.hasOwn(showPiece, piece.type) ? showPiece[piece.type] : undefined
  return show ? show(piece, words) : document.createTextNode(piece.text ?? '')
}

const styles = { bold: 'strong', italic: 'em', strike: 's', code: 'code', underline: 'u' } as const

function styledPiece(piece: Piece, words: Words): Node {
  let node = pieceNode(piece, words)
  for (const [name, tag] of Object.entries(styles)) if (piece.style?.[name]) node = el(tag, {}, node)
  return node
}

function pieces(part: RichPart, words: Words): Node[] {
  return part.elements.map((piece) => styledPiece(piece as Piece, words))
}

/** A rich_text block. Its texts are never parsed. */
export function richTextNodes(parts: RichPart[], words: Words): Node[] {
  return parts.map((part) => {
    switch (part.type) {
      case 'rich_text_quote':
        return el('blockquote', {}, ...pieces(part, words))
      case 'rich_text_preformatted':
        return el('pre', { tabindex: 0 }, ...pieces(part, words))
      case 'rich_text_list': {
        const items = part.elements.map((item) => el('li', {}, ...pieces(item as RichPart, words)))
        return el(part.style === 'ordered' ? 'ol' : 'ul', {}, ...items)
      }
      default:
        return el('p', {}, ...pieces(part, words))
    }
  })
}
