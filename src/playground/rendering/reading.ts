import { isObject, type JsonObject, objectAt, objectsAt, stringAt } from '../json.js'
import { offered } from '../kit/menus.js'
import { elementsOf, everyBlock } from '../kit/payload.js'
import type { Message } from '../store/state.js'
import { type Reading, readMrkdwn } from './mrkdwn.js'
import { joinReadings, readRichText } from './rich-text.js'

/** Something on a message or view that can be used. */
export interface Usable {
  type: string
  action_id: string
  block_id: string
  text?: string
  style?: string
  url?: string
  options?: { text: string; value: string }[]
}

export interface Rendered extends Reading {
  actions: Usable[]
}

const nothing: Reading = { text: '', pings: [], links: [] }
const plain = (text: string): Reading => ({ text, pings: [], links: [] })

/** A text object: mrkdwn is parsed, plain_text is shown as it is. */
function readText(object: JsonObject | undefined): Reading {
  if (!object) return nothing
  const text = stringAt(object, 'text') ?? ''
  if (object['type'] !== 'mrkdwn') return plain(text)
  return readMrkdwn(text, { formats: true, autoLinks: object['verbatim'] !== true, names: false })
}

/** A markdown block: Slack's own tokens are parsed there too, and so are Markdown links. */
function readMarkdown(block: JsonObject): Reading {
  const reading = readMrkdwn(stringAt(block, 'text') ?? '', { formats: true, autoLinks: true, names: false })
  const named = [...reading.text.matchAll(/\[([^\]]+)\]\((\S+?)\)/g)]
  const links = named.map(([, text = '', url = '']) => ({ url, text }))
  return { ...reading, links: [...reading.links, ...links] }
}

function readTable(block: JsonObject): Reading {
  const rows = Array.isArray(block['rows']) ? (block['rows'] as unknown[]) : []
  const lines = rows.map((row) => {
    const cells = Array.isArray(row) ? row.filter(isObject) : []
    return joinReadings(
      cells.map((cell) => (cell['type'] === 'rich_text' ? readRichText(cell) : readText(cell))),
      ' | ',
    )
  })
  return joinReadings([plain(stringAt(block, 'caption') ?? ''), ...lines], '\n')
}

function readBlock(block: JsonObject): Reading {
  switch (block['type']) {
    case 'rich_text':
      return readRichText(block)
    case 'markdown':
      return readMarkdown(block)
    case 'table':
    case 'data_table':
      return readTable(block)
    case 'context':
      return joinReadings(objectsAt(block, 'elements').map(readText), ' ')
    case 'image':
      return joinReadings([readText(objectAt(block, 'title')), plain(stringAt(block, 'alt_text') ?? '')], ' ')
    default: {
      const texts = ['title', 'subtitle', 'text', 'label', 'hint'].map((key) =>
        readText(objectAt(block, key)),
      )
      return joinReadings([...texts, ...objectsAt(block, 'fields').map(readText)], '\n')
    }
  }
}

function usable(element: JsonObject, blockId: string): Usable {
  const pick = (key: string) => {
    const value = stringAt(element, key)
    return value === undefined ? {} : { [key]: value }
  }
  const options = offered(element).map((option) => ({
    text: readText(objectAt(option, 'text')).text,
    value: stringAt(option, 'value') ?? '',
  }))
  const label = objectAt(element, 'text')
  return {
    type: stringAt(element, 'type') ?? '',
    action_id: stringAt(element, 'action_id') ?? '',
    block_id: blockId,
    ...(label ? { text: readText(label).text } : {}),
    ...pick('style'),
    ...pick('url'),
    ...(options.length > 0 ? { options } : {}),
  }
}

/** What blocks show, who they ping, what can be clicked. */
export function readBlocks(blocks: unknown): Rendered {
  const all = everyBlock(blocks, '').map(({ block }) => block)
  const actions = all.flatMap((block) =>
    elementsOf(block)
      .filter((element) => element['type'] !== 'image')
      .map((element) => usable(element, stringAt(block, 'block_id') ?? '')),
  )
  return { ...joinReadings(all.map(readBlock), '\n'), actions }
}

/**
 * What a person reads of a message. With blocks, the blocks are on the screen and `text` is only the notification;
 * but a mention in it pings all the same.
 */
export function readMessage({
  text,
  blocks,
  attachments,
  reading,
}: Message): Rendered & { notification: string } {
  const names = reading.linkNames || reading.parse === 'full'
  const top = readMrkdwn(text, { formats: reading.mrkdwn, autoLinks: reading.parse !== 'none', names })
  const shown = [...blocks, ...attachments.flatMap((attachment) => objectsAt(attachment, 'blocks'))]
  const rendered = readBlocks(shown)
  const pings = [...new Set([...top.pings, ...rendered.pings])]
  if (shown.length === 0) return { ...rendered, ...top, pings, notification: top.text }
  return { ...rendered, pings, notification: top.text }
}
