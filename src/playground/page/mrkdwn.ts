/** A part of a text in Slack's own markup, ready to be shown. */
export type Part =
  | { kind: 'text'; text: string }
  | { kind: 'link'; url: string; text: string }
  | { kind: 'mention'; text: string; id: string }
  | { kind: 'date'; at: number; format: string; fallback: string }
  | { kind: 'code' | 'pre'; text: string }
  | { kind: 'bold' | 'italic' | 'strike' | 'quote'; parts: Part[] }

const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' }

/** Entities become their characters, once. */
export function decode(text: string): string {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => entities[entity] ?? entity)
}

/** Only what a person may follow without harm becomes a link. */
export function safeUrl(url: string): string | null {
  return /^(https?:\/\/|mailto:)/i.test(url) ? url : null
}

function token(inner: string): Part | null {
  const [head = '', label] = inner.split('|', 2)
  const shown = label === undefined ? undefined : decode(label)
  const name = head.slice(1)
  if (/^@[UW][A-Z0-9]*$/.test(head)) return { kind: 'mention', text: `@${shown ?? name}`, id: name }
  if (/^#C[A-Z0-9]*$/.test(head)) return { kind: 'mention', text: `#${shown ?? name}`, id: name }
  if (/^!(?:channel|here|everyone)$/.test(head)) return { kind: 'mention', text: `@${name}`, id: head }
  if (head.startsWith('!subteam^')) return { kind: 'mention', text: shown ?? '@group', id: head }
  if (head.startsWith('!date^')) return dateToken(head, shown ?? name)
  return linkToken(head, shown)
}

function linkToken(head: string, shown: string | undefined): Part | null {
  const url = decode(head)
  if (!/^(?:https?|mailto|tel|slack|ftp):/i.test(head)) return null
  return safeUrl(url) ? { kind: 'link', url, text: shown ?? url } : { kind: 'text', text: shown ?? url }
}

function dateToken(head: string, fallback: string): Part {
  const [, at = '', format = ''] = head.split('^')
  return { kind: 'date', at: Number(at), format, fallback }
}

const marks = { '*': 'bold', _: 'italic', '~': 'strike' } as const
type Mark = keyof typeof marks

/** What opens with a mark at a word's edge and closes with the same one, on one line. */
function marked(text: string, at: number): { inner: string; end: number; mark: Mark } | null {
  const mark = text[at] as Mark
  if (!(mark in marks) || /[\w*_~]/.test(text[at - 1] ?? ' ')) return null
  const line = text.slice(at + 1).split('\n', 1)[0] ?? ''
  const length = line.indexOf(mark)
  const inner = line.slice(0, length)
  const after = line[length + 1] ?? ' '
  if (length < 1 || /^\s|\s$/.test(inner) || (/[\w*_~]/.test(after) && after !== mark)) return null
  return after === mark ? null : { inner, end: at + length + 2, mark }
}

interface Found {
  part: Part
  end: number
}

const bareUrl = /^https?:\/\/[^\s<>|]+/

function special(text: string, at: number, links: boolean): Found | null {
  const rest = text.slice(at)
  const pre = /^```([\s\S]+?)```/.exec(rest)
  if (pre) return { part: { kind: 'pre', text: plain(pre[1] ?? '') }, end: at + pre[0].length }
  const code = /^`([^`\n]+)`/.exec(rest)
  if (code) return { part: { kind: 'code', text: plain(code[1] ?? '') }, end: at + code[0].length }
  const bracket = /^<([^<>]+)>/.exec(rest)
  const part = bracket && token(bracket[1] ?? '')
  if (bracket && part) return { part, end: at + bracket[0].length }
  const url = links ? bareUrl.exec(rest) : null
  if (url)
    return { part: { kind: 'link', url: decode(url[0]), text: decode(url[0]) }, end: at + url[0].length }
  const mark = marked(text, at)
  return mark && { part: { kind: marks[mark.mark], parts: inline(mark.inner, links) }, end: mark.end }
}

/** Text inside code: tokens show their words, nothing is styled. */
function plain(text: string): string {
  return text
    .split(/(<[^<>]+>)/)
    .map((piece) => {
      const part = /^<[^<>]+>$/.test(piece) ? token(piece.slice(1, -1)) : null
      if (!part) return decode(piece)
      return 'text' in part ? part.text : 'fallback' in part ? part.fallback : ''
    })
    .join('')
}

function inline(text: string, links: boolean): Part[] {
  const parts: Part[] = []
  let from = 0
  for (let at = 0; at < text.length;) {
    const found = special(text, at, links)
    if (!found) {
      at += 1
      continue
    }
    if (at > from) parts.push({ kind: 'text', text: decode(text.slice(from, at)) })
    parts.push(found.part)
    at = from = found.end
  }
  if (from < text.length) parts.push({ kind: 'text', text: decode(text.slice(from)) })
  return parts
}

/** Reads Slack's markup into parts. Lines that start with > are quotes; what stands in a code fence is not read. */
export function readMrkdwn(source: string, links = true): Part[] {
  const parts: Part[] = []
  const quoted = /^(?:>|&gt;) ?/
  let lines: string[] = []
  let quoting = false
  const flush = (): void => {
    if (lines.length === 0) return
    const inner = inline(lines.join('\n'), links)
    parts.push(...(quoting ? [{ kind: 'quote' as const, parts: inner }] : inner))
    lines = []
  }
  let fenced = false
  for (const line of source.split('\n')) {
    const isQuote = !fenced && quoted.test(line)
    if (isQuote !== quoting) {
      flush()
      quoting = isQuote
    }
    lines.push(isQuote ? line.replace(quoted, '') : line)
    if ((line.match(/```/g) ?? []).length % 2 === 1) fenced = !fenced
  }
  flush()
  return parts
}
