/** What a reader gets from a piece of text: the words on the screen, who is pinged, which links can be clicked. */
export interface Reading {
  text: string
  /** '!channel', '!here', '!everyone', a user id or a user group id. */
  pings: string[]
  links: { url: string; text: string }[]
}

export interface ReadingRules {
  /** Bold, quotes, code. False for `mrkdwn: false`. */
  formats: boolean
  /** Bare URLs become links. False for `verbatim` and `parse: none`. */
  autoLinks: boolean
  /** A plain @here pings. True for `link_names` and `parse: full`. */
  names: boolean
}

const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' }

/** Entities become their characters, once: what comes out is never read again. */
export function decodeEntities(text: string): string {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => entities[entity] ?? entity)
}

const scheme = /^(?:https?|mailto|tel|slack|ftp):/i

interface Token {
  shown: string
  ping?: string
  link?: { url: string; text: string }
}

/** What stands between < and >. Null: nothing Slack knows, so it stays text. */
function readToken(inner: string): Token | null {
  const [head = '', label] = inner.split('|', 2)
  const shown = label === undefined ? undefined : decodeEntities(label)
  const name = head.slice(1)
  if (/^@[UW][A-Z0-9]*$/.test(head)) return { shown: `@${shown ?? name}`, ping: name }
  if (/^#C[A-Z0-9]*$/.test(head)) return { shown: `#${shown ?? name}` }
  if (/^!(?:channel|here|everyone)$/.test(head)) return { shown: `@${name}`, ping: head }
  if (head.startsWith('!subteam^')) return { shown: shown ?? '@group', ping: head.slice('!subteam^'.length) }
  if (head.startsWith('!date^')) return { shown: shown ?? name }
  if (!scheme.test(head)) return null
  const url = decodeEntities(head)
  return { shown: shown ?? url, link: { url, text: shown ?? url } }
}

const open = '\uE000'
const close = '\uE001'
const hole = /\uE000(\d+)\uE001/g

/** Removes the marks of bold, italic, strike, code and quote, as the client does when it shows them as style. */
function stripFormats(text: string, hold: (literal: string) => string): string {
  const code = text
    .replace(/```([\s\S]+?)```/g, (_all, inner: string) => hold(inner))
    .replace(/`([^`\n]+)`/g, (_all, inner: string) => hold(inner))
    .replace(/^(?:>|&gt;)\s?/gm, '')
  return ['*', '_', '~'].reduce((current, mark) => {
    const m = mark === '*' ? '\\*' : mark
    const pair = new RegExp(`(^|[^\\w${m}])${m}(?=\\S)([^${m}\\n]*?\\S)${m}(?![\\w${m}])`, 'g')
    return current.replace(pair, '$1$2')
  }, code)
}

/** Reads Slack's own markup the way its clients do. */
export function readMrkdwn(source: string, { formats, autoLinks, names }: ReadingRules): Reading {
  const reading: Reading = { text: '', pings: [], links: [] }
  const held: string[] = []
  const hold = (shown: string): string => `${open}${held.push(shown) - 1}${close}`
  const withHoles = source.replace(/[\uE000\uE001]/g, '').replace(/<([^<>]+)>/g, (all, inner: string) => {
    const token = readToken(inner)
    if (!token) return all
    if (token.ping) reading.pings.push(token.ping)
    if (token.link) reading.links.push(token.link)
    return hold(token.shown)
  })
  const stripped = formats ? stripFormats(withHoles, (literal) => hold(decodeEntities(literal))) : withHoles
  const decoded = decodeEntities(stripped)
  if (autoLinks) {
    for (const [url] of decoded.matchAll(/https?:\/\/[^\s<>|\uE000]+/g))
      reading.links.push({ url, text: url })
  }
  if (names) {
    for (const [, name] of decoded.matchAll(/(?<!\w)@([\w.-]+)/g)) {
      reading.pings.push(/^(channel|here|everyone)$/.test(name ?? '') ? `!${name}` : `@${name}`)
    }
  }
  const fill = (text: string): string =>
    text.replace(hole, (_all, index: string) => fill(held[Number(index)] ?? ''))
  reading.text = fill(decoded)
  return reading
}
