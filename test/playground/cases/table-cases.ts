import type { RuleId } from '../../../src/playground/rules/rules.js'
import { type Json, modal, plain, section, times, x } from '../payloads.js'
import type { Case } from './case.js'
import { blocks, form, sized, some } from './kit-cases.js'

const cell = (text = 'a'): Json => ({ type: 'raw_text', text })
const rich = { type: 'rich_text', elements: [] }
const container = (more: Json): Json => ({
  type: 'container',
  title: plain('a'),
  child_blocks: [section()],
  ...more,
})
const table = (rows: Json[][], more: Json = {}): Json => ({ type: 'table', rows, ...more })
const data = (rows: Json[][], more: Json = {}): Json => ({ type: 'data_table', caption: 'a', rows, ...more })
const rows = (count: number, cells = 1): Json[][] => times(count, () => times(cells, () => cell()))

export const tableCases = {
  'kit.alert.text': form(
    modal([{ type: 'alert', level: 'info', text: plain(x(3000)) }]),
    modal([{ type: 'alert', level: 'info', text: plain(x(3001)) }]),
  ),
  'kit.container.title': sized(150, (size) => container({ title: plain(x(size)) })),
  'kit.container.subtitle': sized(150, (size) => container({ subtitle: plain(x(size)) })),
  'kit.container.children': sized(10, (size) => container({ child_blocks: times(size, () => section()) })),
  'kit.container.children-min': some((size) => container({ child_blocks: times(size, () => section()) })),
  'kit.table.rows': sized(100, (size) => table(rows(size))),
  'kit.table.cells': sized(20, (size) => table(rows(1, size))),
  'kit.table.columns': sized(20, (size) =>
    table(rows(1), { column_settings: times(size, () => ({ align: 'left' })) }),
  ),
  'kit.data-table.rows': sized(101, (size) => data(rows(size))),
  'kit.data-table.rows-min': blocks([data(rows(2))], [data(rows(1))]),
  'kit.data-table.cells': sized(20, (size) => data(rows(2, size))),
  'kit.data-table.equal': blocks([data(rows(2, 2))], [data([...rows(1, 2), ...rows(1, 1)])]),
  'kit.data-table.header': blocks([data([[cell()], [rich]])], [data([[rich], [cell()]])]),
  'kit.data-table.page-size': sized(100, (size) => data(rows(2), { page_size: size })),
  'kit.tables.one': blocks([table(rows(1))], [table(rows(1)), data(rows(2))]),
  'kit.tables.characters': sized(10_000, (size) => table([[cell(x(size))]])),
} satisfies Partial<Record<RuleId, Case>>
