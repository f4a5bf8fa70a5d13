import { kitPage, type Rule } from './rule.js'

const over = 'must be less than {over} characters'
const items = 'no more than {limit} items allowed'
const few = 'must have at least {limit} items'
const page = (name: string): string => kitPage(`blocks/${name}-block`)

/** Blocks that hold others or tables. */
export const kitTableRules = {
  'kit.alert.text': {
    on: 'alert',
    says: 'text at most 3,000 characters',
    limit: 3000,
    error: over,
    source: page('alert'),
  },
  'kit.container.title': {
    on: 'container',
    says: 'title at most 150 characters',
    limit: 150,
    error: over,
    source: page('container'),
  },
  'kit.container.subtitle': {
    on: 'container',
    says: 'subtitle at most 150 characters',
    limit: 150,
    error: over,
    source: page('container'),
  },
  'kit.container.children': {
    on: 'container',
    says: 'at most 10 child blocks',
    limit: 10,
    error: items,
    source: page('container'),
  },
  'kit.container.children-min': {
    on: 'container',
    says: 'at least one child block',
    limit: 1,
    error: few,
    source: page('container'),
  },
  'kit.table.rows': {
    on: 'table',
    says: 'at most 100 rows',
    limit: 100,
    error: items,
    source: page('table'),
  },
  'kit.table.cells': {
    on: 'table',
    says: 'at most 20 cells a row',
    limit: 20,
    error: items,
    source: page('table'),
  },
  'kit.table.columns': {
    on: 'table',
    says: 'at most 20 column settings',
    limit: 20,
    error: items,
    source: page('table'),
  },
  'kit.data-table.rows': {
    on: 'data_table',
    says: 'at most 101 rows, the header included',
    limit: 101,
    error: items,
    source: page('data-table'),
  },
  'kit.data-table.rows-min': {
    on: 'data_table',
    says: 'a header row and one more',
    limit: 2,
    error: few,
    source: page('data-table'),
  },
  'kit.data-table.cells': {
    on: 'data_table',
    says: 'at most 20 cells a row',
    limit: 20,
    error: items,
    source: page('data-table'),
  },
  'kit.data-table.equal': {
    on: 'data_table',
    says: 'all rows are equally long',
    error: 'all rows must have the same number of cells',
    source: page('data-table'),
  },
  'kit.data-table.header': {
    on: 'data_table',
    says: 'no rich_text in the header row',
    error: 'unsupported type: rich_text',
    source: page('data-table'),
  },
  'kit.data-table.page-size': {
    on: 'data_table',
    says: 'page_size 1 to 100',
    limit: 100,
    error: 'must be a number from 1 to {limit}',
    source: page('data-table'),
  },
  'kit.tables.one': {
    on: 'message',
    says: 'one table or data_table a message',
    limit: 1,
    error: 'only {limit} table allowed',
    source: page('table'),
  },
  'kit.tables.characters': {
    on: 'message',
    says: 'all cells together at most 10,000 characters',
    limit: 10_000,
    error: over,
    source: page('table'),
  },
} as const satisfies Record<string, Rule>
