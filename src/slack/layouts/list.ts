import type { types } from '@slack/bolt'
import type { List } from '../../chat/views.js'
import { limits } from '../limits.js'
import { cut, escapeMrkdwn, oneLine } from '../safe-text.js'
import type { Layout } from './blocks.js'
import { header, plainText } from './blocks.js'

/** A list in plain text, which parses nothing: its lines may hold foreign text. */
export function layoutList(list: List): Layout {
  const title = oneLine(list.title, limits.header)
  const lines = list.lines.map((line) => `• ${oneLine(line, limits.textObject)}`).join('\n')
  const blocks: types.KnownBlock[] = [header(title)]
  if (lines) blocks.push({ type: 'section', text: plainText(lines, limits.textObject) })
  if (list.smallPrint) {
    blocks.push({ type: 'context', elements: [plainText(list.smallPrint, limits.textObject)] })
  }
  return { text: cut(escapeMrkdwn(`${title}\n${lines}`.trim()), limits.text), blocks }
}
