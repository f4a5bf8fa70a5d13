import type { types } from '@slack/bolt'
import type { List } from '../../chat/views.js'
import { limits } from '../limits.js'
import { cut, escapeMrkdwn, oneLine } from '../safe-text.js'
import type { LaidOut } from './score-report.js'

/** A list in plain text, which parses nothing: its lines may hold foreign text. */
export function layoutList(list: List): LaidOut {
  const title = oneLine(list.title, limits.header)
  const lines = list.lines.map((line) => `• ${oneLine(line, limits.textObject)}`).join('\n')
  const blocks: types.KnownBlock[] = [{ type: 'header', text: plain(title) }]
  if (lines) blocks.push({ type: 'section', text: plain(cut(lines, limits.textObject)) })
  if (list.smallPrint) {
    blocks.push({ type: 'context', elements: [plain(cut(list.smallPrint, limits.textObject))] })
  }
  return { text: cut(escapeMrkdwn(`${title}\n${lines}`.trim()), limits.text), blocks }
}

function plain(text: string): types.PlainTextElement {
  return { type: 'plain_text', text, emoji: false }
}
