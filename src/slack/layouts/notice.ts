import type { types } from '@slack/bolt'
import { z } from 'zod'
import type { Notice } from '../../chat/views.js'
import type { Messages } from '../../messages/messages.js'
import { limits } from '../limits.js'
import { cut, oneLine } from '../safe-text.js'
import type { Layout } from './blocks.js'
import { header, richText, words } from './blocks.js'
import { option } from './shell-word.js'
import { sourceTrouble, sourceWorks } from './source-notice.js'

const text = z.string().nullable().default(null)

const UnboundQuestion = z.object({
  sourceName: z.string(),
  questionTitle: text,
  questionKey: z.string(),
  survey: text,
})
const DeliveryTrouble = z.object({
  channel: text.catch(null),
  problem: text.catch(null),
})
const DeliveryWorks = z.object({ channel: text.catch(null), waiting: z.number().int().catch(0) })

/** One line to choose, and to change where the scale differs. */
const bindings = [
  '--metric nps',
  '--metric csat --min 1 --max 5 --direction high_is_good',
  '--metric ces --min 1 --max 7 --direction high_is_good',
]

/** Something the home channel must be told. What survey tools wrote stands in rich text, which Slack does not parse. */
export function layoutNotice(notice: Notice, messages: Messages): Layout {
  if (notice.kind === 'unbound_question') return unboundQuestion(UnboundQuestion.parse(notice.data), messages)
  if (notice.kind === 'delivery_trouble') return deliveryTrouble(DeliveryTrouble.parse(notice.data), messages)
  if (notice.kind === 'delivery_works') return deliveryWorks(DeliveryWorks.parse(notice.data), messages)
  if (notice.kind === 'source_trouble') return sourceTrouble(notice.data, messages)
  if (notice.kind === 'source_works') return sourceWorks(notice.data, messages)
  const unknown = messages.notices.unknownNotice()
  return { text: unknown, blocks: [richText(sectionOf(unknown))] }
}

function unboundQuestion(data: z.infer<typeof UnboundQuestion>, { notices }: Messages): Layout {
  const say = notices.unboundQuestion
  const told = say.text({
    source: oneLine(data.sourceName, limits.value),
    question: oneLine(data.questionTitle ?? data.questionKey, limits.value),
    survey: data.survey === null ? null : oneLine(data.survey, limits.value),
  })
  const bind = `npm run heard -- question bind ${option('--source', data.sourceName)} ${option('--key', data.questionKey)}`
  const commands: types.RichTextPreformatted = {
    type: 'rich_text_preformatted',
    elements: [{ type: 'text', text: bindings.map((binding) => `${bind} ${binding}`).join('\n') }],
  }
  return {
    text: say.headline(),
    blocks: [header(say.headline()), richText(sectionOf(told), commands, sectionOf(say.after()))],
  }
}

function deliveryTrouble(data: z.infer<typeof DeliveryTrouble>, { notices }: Messages): Layout {
  const say = notices.deliveryTrouble
  const told = say.text({
    channel: data.channel === null ? null : oneLine(data.channel, limits.value),
    problem: data.problem === null ? null : cut(data.problem, limits.textObject),
  })
  return { text: say.headline(), blocks: [header(say.headline()), richText(sectionOf(told))] }
}

function deliveryWorks(data: z.infer<typeof DeliveryWorks>, { notices }: Messages): Layout {
  const say = notices.deliveryWorks
  const channel = data.channel === null ? null : oneLine(data.channel, limits.value)
  const told = say.text({ channel, waiting: data.waiting })
  return { text: say.headline(), blocks: [header(say.headline()), richText(sectionOf(told))] }
}

function sectionOf(sentence: string): types.RichTextSection {
  return { type: 'rich_text_section', elements: [words(sentence)] }
}
