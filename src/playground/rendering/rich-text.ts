import { type JsonObject, objectsAt, stringAt } from '../json.js'
import type { Reading } from './mrkdwn.js'

function readPiece(piece: JsonObject): Reading {
  const at = (key: string): string => stringAt(piece, key) ?? ''
  const shown = (text: string, pings: string[] = []): Reading => ({ text, pings, links: [] })
  switch (piece['type']) {
    case 'text':
      return shown(at('text'))
    case 'link':
      return {
        text: at('text') || at('url'),
        pings: [],
        links: [{ url: at('url'), text: at('text') || at('url') }],
      }
    case 'user':
      return shown(`@${at('user_id')}`, [at('user_id')])
    case 'usergroup':
      return shown('@group', [at('usergroup_id')])
    case 'broadcast':
      return shown(`@${at('range')}`, [`!${at('range')}`])
    case 'channel':
      return shown(`#${at('channel_id')}`)
    case 'emoji':
      return shown(`:${at('name')}:`)
    case 'date':
      return shown(at('fallback'))
    default:
      return shown('')
  }
}

export function joinReadings(readings: Reading[], between: string): Reading {
  return {
    text: readings
      .map((one) => one.text)
      .filter((text) => text !== '')
      .join(between),
    pings: readings.flatMap((one) => one.pings),
    links: readings.flatMap((one) => one.links),
  }
}

/** Reads a rich_text block. Its text elements are never parsed: what a customer typed stays what they typed. */
export function readRichText(block: JsonObject): Reading {
  const parts = objectsAt(block, 'elements').map((part) => {
    const inner = objectsAt(part, 'elements')
    if (part['type'] === 'rich_text_list')
      return joinReadings(
        inner.map((item) => readRichText({ elements: [item] })),
        '\n',
      )
    return joinReadings(inner.map(readPiece), '')
  })
  return joinReadings(parts, '\n')
}
