import type { types } from '@slack/bolt'
import { z } from 'zod'
import type { Messages } from '../../messages/messages.js'
import { limits } from '../limits.js'
import { oneLine } from '../safe-text.js'
import { header, richText, sentence, type Layout } from './blocks.js'
import { option } from './shell-word.js'

const SourceTrouble = z.object({
  sourceName: z.string(),
  trouble: z.enum(['silent', 'refused', 'ignored', 'unusable']),
  since: z.string(),
  count: z.number().catch(0),
  reason: z.string().nullable().catch(null),
})
type SourceTrouble = z.infer<typeof SourceTrouble>
const SourceWorks = SourceTrouble.pick({ sourceName: true, trouble: true, since: true }).extend({
  hours: z.number().catch(0),
})

/** What to look at first, ready to be pasted. */
const commands: Readonly<Record<SourceTrouble['trouble'], (name: string) => string[]>> = {
  silent: (name) => [`npm run heard -- deliveries ${option('--source', name)} --limit 1`],
  refused: (name) => [`npm run heard -- source secret add ${option('--source', name)}`],
  ignored: (name) => [`npm run heard -- deliveries ${option('--source', name)} --limit 10`],
  unusable: (name) => [
    `npm run heard -- deliveries ${option('--source', name)} --rejected`,
    `npm run heard -- replay --since 7d ${option('--source', name)} --rejected`,
  ],
}

/** A source that does not send as it used to, or whose deliveries cannot be used. */
export function sourceTrouble(raw: Record<string, unknown>, { notices }: Messages): Layout {
  const data = SourceTrouble.parse(raw)
  const say = notices.sourceTrouble
  const source = oneLine(data.sourceName, limits.value)
  const told = say.text[data.trouble]({ ...data, source })
  const run: types.RichTextPreformatted = {
    type: 'rich_text_preformatted',
    elements: [{ type: 'text', text: commands[data.trouble](data.sourceName).join('\n') }],
  }
  const headline = say.headline[data.trouble](source)
  return {
    text: headline,
    blocks: [header(headline), richText(sentence(told), run, sentence(say.after()))],
  }
}

/** It works again. */
export function sourceWorks(raw: Record<string, unknown>, { notices }: Messages): Layout {
  const data = SourceWorks.parse(raw)
  const say = notices.sourceWorks
  const source = oneLine(data.sourceName, limits.value)
  const headline = say.headline(source)
  const told = say.text[data.trouble]({ ...data, source })
  return { text: headline, blocks: [header(headline), richText(sentence(told))] }
}
