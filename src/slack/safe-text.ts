// Customer text is hostile: it must neither mention, nor fake a link or a line of ours, nor break a limit.

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Controls but tab and line feed, halves of characters, and the bidi controls that could turn text around them over. */
const invisible = /(?![\t\n])[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\ufeff]/gu
const lineBreaks = /[\t\n\u2028\u2029]+/g

/** For mrkdwn and for a message's top-level text, which Slack parses too. `&` first, or it would undo the others. */
export function escapeMrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Foreign text that may span lines, without what only confuses. Right-to-left marks and joiners stay. */
export function clean(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').replace(invisible, '').trim()
}

/** Foreign text within a line of ours: it cannot start a line of its own. */
export function oneLine(text: string, max: number): string {
  return cut(clean(text).replace(lineBreaks, ' '), max)
}

/**
 * At most `max` UTF-16 units, cut between graphemes so that no emoji or accent is torn. A single grapheme longer than
 * that (stacked accents have no end) is cut between characters.
 */
export function cut(text: string, max: number, maxGraphemes = Number.POSITIVE_INFINITY): string {
  if (text.length <= max && text.length <= maxGraphemes) return text
  let kept = ''
  let count = 0
  for (const { segment } of graphemes.segment(text.slice(0, max + 1))) {
    if (count === maxGraphemes || kept.length + segment.length > max - 1) {
      return `${kept === '' ? wholeCharacters(segment, max - 1) : kept.trimEnd()}…`
    }
    kept += segment
    count += 1
  }
  return kept
}

function wholeCharacters(text: string, max: number): string {
  let kept = ''
  for (const character of text) {
    if (kept.length + character.length > max) break
    kept += character
  }
  return kept
}

/** A moment in the reader's own time zone; `format` uses Slack's date tokens. Only for mrkdwn. */
export function dateToken(at: number, format: string): string {
  const fallback = `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
  return `<!date^${Math.floor(at / 1000)}^${format}|${fallback}>`
}
