import { kitPage, type Rule } from './rule.js'

const over = 'must be less than {over} characters'
const items = 'no more than {limit} items allowed'
const few = 'must have at least {limit} items'
const blocks = kitPage('blocks')
const page = (name: string): string => kitPage(`blocks/${name}-block`)

/** What a block may hold. */
export const kitBlockRules = {
  'kit.message.blocks': { on: 'message', says: 'at most 50 blocks', limit: 50, error: items, source: blocks },
  'kit.view.blocks': {
    on: 'view',
    says: 'at most 100 blocks',
    limit: 100,
    error: items,
    source: 'https://docs.slack.dev/reference/views/modal-views',
  },
  'kit.view.blocks-min': {
    on: 'view',
    says: 'at least one block',
    limit: 1,
    error: few,
    source: 'https://docs.slack.dev/reference/views/modal-views',
  },
  'kit.block.unknown': {
    on: 'block',
    says: 'the type is one of the reference',
    error: 'unsupported type: {name}',
    source: blocks,
  },
  'kit.block.surface': {
    on: 'block',
    says: 'the block may stand on this surface (alert in modals only; markdown, tables in messages only)',
    error: 'unsupported block for this surface: {name}',
    source: blocks,
  },
  'kit.block-id.length': {
    on: 'block_id',
    says: 'at most 255 characters',
    limit: 255,
    error: over,
    source: page('section'),
  },
  'kit.block-id.unique': {
    on: 'block_id',
    says: 'unique in a message and a view',
    error: '`block_id` already exists for another block',
    source: page('section'),
  },
  'kit.section.text': {
    on: 'section',
    says: 'text at most 3,000 characters',
    limit: 3000,
    error: over,
    source: page('section'),
  },
  'kit.section.content': {
    on: 'section',
    says: 'text or fields',
    error: 'must define either `text` or `fields`',
    source: page('section'),
  },
  'kit.section.fields': {
    on: 'section',
    says: 'at most 10 fields',
    limit: 10,
    error: items,
    source: page('section'),
  },
  'kit.section.fields-min': {
    on: 'section',
    says: 'at least one field',
    limit: 1,
    error: few,
    source: page('section'),
  },
  'kit.section.field': {
    on: 'section',
    says: 'a field at most 2,000 characters',
    limit: 2000,
    error: over,
    source: page('section'),
  },
  'kit.header.text': {
    on: 'header',
    says: 'at most 150 characters',
    limit: 150,
    error: over,
    source: page('header'),
  },
  'kit.header.level': {
    on: 'header',
    says: 'level 1 to 4',
    limit: 4,
    error: 'must be a number from 1 to {limit}',
    source: page('header'),
  },
  'kit.context.elements': {
    on: 'context',
    says: 'at most 10 elements',
    limit: 10,
    error: items,
    source: page('context'),
  },
  'kit.context.elements-min': {
    on: 'context',
    says: 'at least one element',
    limit: 1,
    error: few,
    source: page('context'),
  },
  'kit.actions.elements': {
    on: 'actions',
    says: 'at most 25 elements',
    limit: 25,
    error: items,
    source: page('actions'),
  },
  'kit.actions.elements-min': {
    on: 'actions',
    says: 'at least one element',
    limit: 1,
    error: few,
    source: page('actions'),
  },
  'kit.image.alt': {
    on: 'image',
    says: 'alt_text at most 2,000 characters',
    limit: 2000,
    error: over,
    source: page('image'),
  },
  'kit.image.alt-min': {
    on: 'image',
    says: 'alt_text is not empty',
    limit: 1,
    error: 'must be more than {under} characters',
    source: page('image'),
  },
  'kit.image.title': {
    on: 'image',
    says: 'title at most 2,000 characters',
    limit: 2000,
    error: over,
    source: page('image'),
  },
  'kit.image.url': {
    on: 'image',
    says: 'image_url at most 3,000 characters',
    limit: 3000,
    error: over,
    source: page('image'),
  },
  'kit.image.origin': {
    on: 'image',
    says: 'exactly one of image_url and slack_file',
    error: 'must define exactly one of `image_url` or `slack_file`',
    source: page('image'),
  },
  'kit.input.label': {
    on: 'input',
    says: 'label at most 2,000 characters',
    limit: 2000,
    error: over,
    source: page('input'),
  },
  'kit.input.hint': {
    on: 'input',
    says: 'hint at most 2,000 characters',
    limit: 2000,
    error: over,
    source: page('input'),
  },
  'kit.input.submit': {
    on: 'modal',
    says: 'submit is required when there is an input block',
    error: 'must define `submit` to use `input` block',
    source: 'https://github.com/slackapi/node-slack-sdk/issues/875',
  },
  'kit.markdown.text': {
    on: 'markdown',
    says: 'all markdown blocks of a message together at most 12,000 characters',
    limit: 12_000,
    error: over,
    source: page('markdown'),
  },
} as const satisfies Record<string, Rule>
