import type { types } from '@slack/bolt'
import { limits } from '../limits.js'
import { cut } from '../safe-text.js'

/** A message as Slack takes it. `text` is parsed as mrkdwn, shown on lock screens and read out by screen readers. */
export interface Layout {
  text: string
  blocks: types.KnownBlock[]
}

type RichTextPart = types.RichTextElement

/** Slack refuses empty text everywhere. */
export function orDash(text: string): string {
  return text.trim() === '' ? '–' : text
}

export function plainText(text: string, max: number): types.PlainTextElement {
  return { type: 'plain_text', text: cut(orDash(text), max), emoji: true }
}

/** `text` must have its foreign parts escaped. Verbatim: Slack makes no links of its own. */
export function mrkdwn(text: string): types.MrkdwnElement {
  return { type: 'mrkdwn', text: orDash(text), verbatim: true }
}

export function header(text: string): types.HeaderBlock {
  return { type: 'header', text: plainText(text, limits.header) }
}

export function section(text: string): types.SectionBlock {
  return { type: 'section', text: mrkdwn(text) }
}

/** `texts`: as for mrkdwn. */
export function context(texts: string[]): types.ContextBlock {
  return { type: 'context', elements: texts.slice(0, limits.contextElements).map(mrkdwn) }
}

export type WordStyle = { bold: true } | { italic: true } | { strike: true }

/** Text that Slack does not parse at all: the place for what customers wrote. */
export function words(text: string, style?: WordStyle): RichTextPart {
  return { type: 'text', text: text === '' ? '–' : text, ...(style && { style }) }
}

/** One of our own sentences, in which foreign values may stand. */
export function sentence(text: string): types.RichTextSection {
  return { type: 'rich_text_section', elements: [words(text)] }
}

export function richText(...elements: types.RichTextBlock['elements']): types.RichTextBlock {
  return { type: 'rich_text', elements }
}

export function quote(text: string, max: number, style?: WordStyle): types.RichTextQuote {
  return {
    type: 'rich_text_quote',
    elements: [words(cut(text, max, limits.quoteGraphemes), style)],
  }
}
