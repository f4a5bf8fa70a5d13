import { z } from 'zod'
import { isObject, type JsonObject, objectAt, stringAt } from '../json.js'
import { checkMessageBlocks } from '../kit/payload.js'
import { blocksWithIds } from '../kit/ids.js'
import { limitOf } from '../rules/rules.js'
import { kitRefusal, Refusal } from '../store/refusal.js'
import { flag, json, text } from './method.js'

/** The arguments that say what a message shows, alike in post, update and ephemeral. */
export const contentArgs = {
  text: text.optional(),
  blocks: json.optional(),
  attachments: json.optional(),
  markdown_text: text.optional(),
  metadata: json.optional(),
  parse: z.enum(['none', 'full']).optional(),
  link_names: flag.optional(),
}

interface RawJson {
  value: unknown
}

export interface ContentArgs {
  text?: string | undefined
  blocks?: RawJson | undefined
  attachments?: RawJson | undefined
  markdown_text?: string | undefined
  metadata?: RawJson | undefined
  parse?: string | undefined
  link_names?: boolean | undefined
}

export interface Content {
  text: string
  blocks: JsonObject[]
  attachments: JsonObject[]
  metadata: JsonObject | undefined
  reading: { mrkdwn: boolean; parse?: string | undefined; linkNames: boolean }
}

const attachmentKeys = [
  ...['color', 'fallback', 'blocks', 'text', 'pretext', 'title', 'title_link', 'author_name', 'author_link'],
  ...[
    'author_icon',
    'fields',
    'image_url',
    'thumb_url',
    'footer',
    'footer_icon',
    'ts',
    'mrkdwn_in',
    'callback_id',
  ],
]

function readBlocks(raw: RawJson | undefined, newId: () => string): JsonObject[] {
  if (!raw) return []
  if (!Array.isArray(raw.value)) throw new Refusal('message.blocks-format')
  const problems = checkMessageBlocks(raw.value)
  if (problems.length > 0) {
    const refusal = kitRefusal('message.blocks-invalid', problems)
    const errors = problems.map((problem) => `${problem.message} [json-pointer:${problem.pointer}]`)
    throw new Refusal(refusal.rule, { ...refusal.extra, errors }, refusal.kitRules)
  }
  return blocksWithIds(raw.value, newId)
}

function readAttachments(raw: RawJson | undefined): JsonObject[] {
  if (!raw) return []
  if (!Array.isArray(raw.value)) throw new Refusal('message.attachments-invalid')
  if (raw.value.length > limitOf('message.attachments')) throw new Refusal('message.attachments')
  return raw.value.map((attachment: unknown, index) => {
    if (!isObject(attachment)) throw new Refusal('message.attachments-invalid')
    const strange = Object.keys(attachment).some((key) => !attachmentKeys.includes(key))
    if (strange) throw new Refusal('message.attachments-invalid')
    const problems = checkMessageBlocks(attachment['blocks'] ?? [], `/attachments/${index}/blocks`)
    if (problems.length > 0) throw kitRefusal('message.attachments-invalid', problems)
    return attachment
  })
}

function readMetadata(raw: RawJson | undefined): JsonObject | undefined {
  if (!raw) return undefined
  const { value } = raw
  if (!isObject(value)) throw new Refusal('message.metadata-format')
  if (Object.keys(value).length === 0) return {}
  const extra = Object.keys(value).some((key) => !['event_type', 'event_payload', 'entities'].includes(key))
  const complete = stringAt(value, 'event_type') && objectAt(value, 'event_payload')
  if (extra || !complete) throw new Refusal('message.metadata-schema')
  if (JSON.stringify(value).length > limitOf('message.metadata-size'))
    throw new Refusal('message.metadata-size')
  return value
}

function readMarkdown(args: ContentArgs): void {
  if (args.markdown_text === undefined) return
  if (args.text !== undefined || args.blocks) throw new Refusal('message.markdown-conflict')
  if (args.markdown_text.length > limitOf('message.markdown-length'))
    throw new Refusal('message.markdown-length')
}

/** What a message will show, every rule kept; text is stored as sent. */
export function readContent(args: ContentArgs, newId: () => string): Content {
  readMarkdown(args)
  const blocks = readBlocks(args.blocks, newId)
  const attachments = readAttachments(args.attachments)
  const text = args.text ?? args.markdown_text ?? ''
  if (text === '' && blocks.length === 0 && attachments.length === 0) throw new Refusal('message.no-text')
  return {
    text,
    blocks,
    attachments,
    metadata: readMetadata(args.metadata),
    reading: { mrkdwn: true, parse: args.parse, linkNames: args.link_names ?? false },
  }
}

/** Throws when the blocks together are longer than Slack takes from post and update. */
export function refuseLongBlocks(content: Content): void {
  if (content.blocks.length === 0) return
  if (JSON.stringify(content.blocks).length > limitOf('message.blocks-too-long')) {
    throw new Refusal('message.blocks-too-long')
  }
}

/** Slack posts blocks without text, but notifications and screen readers then have nothing. */
export function warnOfMissingText(content: Content, warnings: string[]): void {
  if (content.text === '') warnings.push('missing_text_in_message')
}
