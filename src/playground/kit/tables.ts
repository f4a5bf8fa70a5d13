import { isObject, type JsonObject } from '../json.js'
import { byType, type Check, flag, list, oneOf, report, shape, string, type Walk, whole } from './check.js'
import { richTextElements } from './rich-text.js'

const cells: Record<string, Check> = {
  raw_text: shape({ fields: { type: oneOf('raw_text'), text: string() }, required: ['text'] }),
  raw_number: shape({
    fields: {
      type: oneOf('raw_number'),
      text: string(),
      value: (value, at, walk) => {
        if (typeof value !== 'number') report(walk, 'kit.shape.number', at)
      },
    },
    required: ['value', 'text'],
  }),
  rich_text: shape({
    fields: { type: oneOf('rich_text'), block_id: string('kit.block-id.length'), elements: richTextElements },
    required: ['elements'],
  }),
}
const cell = byType(cells, () => 'kit.element.unknown')

export const tableFields: Record<string, Check> = {
  rows: list(list(cell, 'kit.table.cells'), 'kit.table.rows'),
  column_settings: list(
    shape({ fields: { align: oneOf('left', 'center', 'right'), is_wrapped: flag } }),
    'kit.table.columns',
  ),
}

export const dataTableFields: Record<string, Check> = {
  rows: list(list(cell, 'kit.data-table.cells'), 'kit.data-table.rows', 'kit.data-table.rows-min'),
  caption: string(undefined, 'kit.text.empty'),
  page_size: whole(1, 'kit.data-table.page-size'),
  row_header_column_index: whole(),
}

/** All rows of a data_table are equally long, and its header holds no rich text. */
export function equalRows(table: JsonObject, at: string, walk: Walk): void {
  const rows = Array.isArray(table['rows']) ? table['rows'].filter(Array.isArray) : []
  const [header] = rows
  if (!header) return
  if (rows.some((row) => row.length !== header.length)) report(walk, 'kit.data-table.equal', `${at}/rows`)
  const rich = header.findIndex((one) => isObject(one) && one['type'] === 'rich_text')
  if (rich >= 0) report(walk, 'kit.data-table.header', `${at}/rows/0/${rich}`)
}
