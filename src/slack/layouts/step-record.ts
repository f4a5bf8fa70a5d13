import type { types } from '@slack/bolt'
import { z } from 'zod'
import { heardFields } from '../../loops/heard-fields.js'
import { Step } from '../../loops/loop.js'
import type { Messages } from '../../messages/messages.js'
import { limits } from '../limits.js'
import { clean, cut } from '../safe-text.js'
import { words } from './blocks.js'

const Recorded = z.object({ step: Step, record: z.record(z.string(), z.string()) })

/** What was recorded in a step, one field a line, in the order of the form. Null: nothing that this version knows. */
export function layoutStepRecord(data: unknown, { forms }: Messages): types.RichTextSection | null {
  const recorded = Recorded.safeParse(data)
  if (!recorded.success) return null
  const { step, record } = recorded.data
  const rows = heardFields[step].fields.flatMap(({ name, options }) => {
    const value = clean(record[name] ?? '')
    if (value === '') return []
    const shown = options?.includes(value) ? forms.option(name, value) : value
    return [
      [
        words(`${forms.field(name)} `, { bold: true }),
        words(cut(shown, limits.lineQuote, limits.quoteGraphemes)),
      ],
    ]
  })
  if (rows.length === 0) return null
  const elements = rows.flatMap((row, index) => (index === 0 ? row : [words('\n'), ...row]))
  return { type: 'rich_text_section', elements }
}
