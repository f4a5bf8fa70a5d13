import { z } from 'zod'
import type { ThreadLine } from '../../chat/views.js'
import type { Messages } from '../../messages/messages.js'
import { limits } from '../limits.js'
import { clean, dateToken, escapeMrkdwn, oneLine } from '../safe-text.js'
import type { Layout } from './blocks.js'
import { quote, richText, section } from './blocks.js'
import { layoutStepRecord } from './step-record.js'

const text = z.string().nullish().catch(null)

/** What the event behind a line may say. A part that is missing or of another shape is left out, never the line. */
const LineData = z.object({
  step: text,
  amended: z.boolean().optional().catch(undefined),
  reason: text,
  note: text,
  comment: text,
  outcome: text,
  owner: text,
  cause: text,
  from: text,
  setAside: z.number().optional().catch(undefined),
  reread: z.boolean().optional().catch(undefined),
  withdrawn: z.object({ where: text, by: text }).nullish().catch(null),
  until: z.number().optional().catch(undefined),
  before: z.object({ score: z.number().nullable(), comment: text }).nullish().catch(null),
  after: z.object({ score: z.number().nullable(), comment: text }).nullish().catch(null),
})
type LineData = z.infer<typeof LineData>
type LineFacts = Parameters<Messages['notices']['line']>[1]
const LineScore = z.object({
  metric: z.enum(['nps', 'csat', 'ces']),
  score: z.number(),
  min: z.number(),
  max: z.number(),
  direction: z.enum(['high_is_good', 'low_is_good']),
  band: z.enum(['good', 'neutral', 'bad']),
})

/**
 * One line of a card's thread, with what was recorded, and the words of the customer or the reason as a quote. Names are written out and
 * mention nobody; the notification text quotes nothing.
 */
export function layoutThreadLine(line: ThreadLine, messages: Messages): Layout {
  const data = LineData.parse(line.data)
  const score = LineScore.safeParse(line.data).data
  const sentence = messages.notices.line(line.kind, {
    by: escaped(line.by) ?? null,
    step: escaped(data.step),
    amended: data.amended,
    setAside: data.setAside,
    reread: data.reread,
    ...changeOf(data),
    outcome: escaped(data.outcome),
    owner: escaped(data.owner),
    cause: escaped(data.cause),
    from: escaped(data.from),
    where: escaped(data.withdrawn?.where),
    there: escaped(data.withdrawn?.by),
    until: data.until === undefined ? undefined : dateToken(data.until, '{date_short_pretty} {time}'),
    meaning: score && messages.card.meaning(score),
  })
  const comment = data.comment === data.before?.comment ? null : data.comment
  const said = [comment, data.reason, data.note].map((words) => clean(words ?? ''))
  const quotes = [...new Set(said)]
    .filter((words) => words !== '')
    .map((words) => quote(words, limits.lineQuote))
  const record = layoutStepRecord(line.data, messages)
  const details = record === null ? quotes : [record, ...quotes]
  return {
    text: sentence,
    blocks: [section(sentence), ...(details.length === 0 ? [] : [richText(...details)])],
  }
}

/** What an edited answer was before, and whether its words alone are other ones. */
function changeOf({ before, after }: LineData): Pick<LineFacts, 'was' | 'words'> {
  if (!before || !after) return {}
  if (before.score !== after.score) return before.score === null ? {} : { was: before.score }
  if (before.comment === after.comment) return {}
  return { words: clean(after.comment ?? '') === '' ? 'removed' : 'changed' }
}

function escaped(value: string | null | undefined): string | undefined {
  return typeof value === 'string' ? escapeMrkdwn(oneLine(value, limits.value)) : undefined
}
