import type { types } from '@slack/bolt'
import { z } from 'zod'
import { questionActionIds } from '../../chat/question-actions.js'
import type { Messages } from '../../messages/messages.js'
import { limits } from '../limits.js'
import { oneLine } from '../safe-text.js'
import type { Layout } from './blocks.js'
import { header, plainText, richText, sentence } from './blocks.js'
import { option } from './shell-word.js'

const text = z.string().nullable().default(null)
const Band = z.object({ from: z.number(), to: z.number() })

const Asking = z.object({
  noticeId: text,
  sourceName: z.string(),
  questionTitle: text,
  questionKey: z.string(),
  survey: text,
  lowLabel: text,
  highLabel: text,
  waiting: z.number().default(0),
  atLeast: z.boolean().default(false),
  observed: z.object({ lowest: z.number(), highest: z.number() }).nullable().default(null),
  said: z
    .object({
      by: z.string(),
      scale: z
        .object({
          metric: z.enum(['nps', 'csat', 'ces']),
          min: z.number(),
          max: z.number(),
          direction: z.enum(['high_is_good', 'low_is_good']),
          good: Band,
          bad: Band,
        })
        .nullable(),
      counts: z
        .object({ scored: z.number(), quarantined: z.number(), raised: z.number(), older: z.number() })
        .nullable(),
    })
    .nullable()
    .default(null),
})
type Asking = z.infer<typeof Asking>
type Said = NonNullable<Asking['said']>

/**
 * The notice that asks what a question's numbers mean, or tells who said it. What survey tools wrote stands in rich text,
 * which Slack does not parse.
 */
export function layoutAsking(data: unknown, messages: Messages): Layout {
  const asking = Asking.parse(data)
  if (asking.said === null) return asks(asking, messages)
  const { said } = asking
  return said.scale === null
    ? ignored(asking, said.by, messages)
    : bound(asking, said, saidScale(said.scale), messages)
}

function asks(asking: Asking, { binding }: Messages): Layout {
  const say = binding.notice.asks
  const { lowLabel: low, highLabel: high, observed, waiting, atLeast } = asking
  const facts = [
    ...(low !== null && high !== null ? [say.ends(short(low), short(high))] : []),
    ...(observed === null ? [] : [say.observed(observed.lowest, observed.highest)]),
    ...(waiting === 0 ? [] : [say.waiting(waiting, atLeast)]),
  ]
  return {
    text: say.headline(),
    blocks: [
      header(say.headline()),
      richText(sentence([say.text(askedIn(asking)), ...facts].join('\n'))),
      ...button(asking, say.button(), 'primary'),
      onServer(say.whoMay(), `bind ${named(asking)} --help`),
    ],
  }
}

function bound(
  asking: Asking,
  { by, counts }: Said,
  scale: ReturnType<typeof saidScale>,
  { binding }: Messages,
): Layout {
  const say = binding.notice.bound
  const told = [
    say.text(short(by), askedIn(asking), scale),
    ...(counts === null ? [] : [say.counts(counts)]),
    ...(counts !== null && counts.older > 0 ? [binding.older(counts.older)] : []),
    ...(counts !== null && counts.quarantined > 0 ? [say.setAside(counts.quarantined)] : []),
  ]
  return {
    text: say.headline(),
    blocks: [header(say.headline()), richText(sentence(told.join('\n'))), ...button(asking, say.button())],
  }
}

function ignored(asking: Asking, by: string, { binding }: Messages): Layout {
  const say = binding.notice.ignored
  return {
    text: say.headline(),
    blocks: [
      header(say.headline()),
      richText(sentence(say.text(short(by), askedIn(asking)))),
      onServer(say.undo(), `ask ${named(asking)}`),
    ],
  }
}

function askedIn({ sourceName, questionTitle, questionKey, survey }: Asking) {
  return {
    source: short(sourceName),
    question: short(questionTitle ?? questionKey),
    survey: survey === null ? null : short(survey),
  }
}

function saidScale({ metric, min, max, direction, good, bad }: NonNullable<Said['scale']>) {
  const range = ({ from, to }: { from: number; to: number }) => (from === to ? `${from}` : `${from}-${to}`)
  return {
    metric,
    min,
    max,
    highIsGood: direction === 'high_is_good',
    good: range(good),
    bad: range(bad),
  }
}

function short(text: string): string {
  return oneLine(text, limits.value)
}

function button({ noticeId }: Asking, label: string, style?: 'primary'): types.KnownBlock[] {
  if (noticeId === null) return []
  const element: types.Button = {
    type: 'button',
    action_id: questionActionIds.bind,
    text: plainText(label, limits.buttonText),
    value: noticeId,
    ...(style && { style }),
  }
  return [{ type: 'actions', elements: [element] }]
}

/** The same at a terminal, ready to be pasted. */
function onServer(said: string, command: string): types.RichTextBlock {
  const code = { type: 'text', text: `npm run heard -- question ${command}`, style: { code: true } } as const
  return richText({ type: 'rich_text_section', elements: [{ type: 'text', text: said }, code] })
}

function named({ sourceName, questionKey }: Asking): string {
  return `${option('--source', sourceName)} ${option('--key', questionKey)}`
}
