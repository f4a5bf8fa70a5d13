import { z } from 'zod'
import type { Notice } from '../../chat/views.js'
import type { Messages } from '../../messages/messages.js'
import { limits } from '../limits.js'
import { cut, oneLine } from '../safe-text.js'
import type { Layout } from './blocks.js'
import { layoutAsking } from './asking.js'
import { header, richText, sentence } from './blocks.js'
import { sourceTrouble, sourceWorks } from './source-notice.js'

const text = z.string().nullable().default(null)

const DeliveryTrouble = z.object({
  channel: text.catch(null),
  problem: text.catch(null),
})
const DeliveryWorks = z.object({ channel: text.catch(null), waiting: z.number().int().catch(0) })

/** Something the home channel must be told. What survey tools wrote stands in rich text, which Slack does not parse. */
export function layoutNotice(notice: Notice, messages: Messages): Layout {
  if (notice.kind === 'unbound_question') return layoutAsking(notice.data, messages)
  if (notice.kind === 'delivery_trouble') return deliveryTrouble(DeliveryTrouble.parse(notice.data), messages)
  if (notice.kind === 'delivery_works') return deliveryWorks(DeliveryWorks.parse(notice.data), messages)
  if (notice.kind === 'source_trouble') return sourceTrouble(notice.data, messages)
  if (notice.kind === 'source_works') return sourceWorks(notice.data, messages)
  const unknown = messages.notices.unknownNotice()
  return { text: unknown, blocks: [richText(sentence(unknown))] }
}

function deliveryTrouble(data: z.infer<typeof DeliveryTrouble>, { notices }: Messages): Layout {
  const say = notices.deliveryTrouble
  const told = say.text({
    channel: data.channel === null ? null : oneLine(data.channel, limits.value),
    problem: data.problem === null ? null : cut(data.problem, limits.textObject),
  })
  return { text: say.headline(), blocks: [header(say.headline()), richText(sentence(told))] }
}

function deliveryWorks(data: z.infer<typeof DeliveryWorks>, { notices }: Messages): Layout {
  const say = notices.deliveryWorks
  const channel = data.channel === null ? null : oneLine(data.channel, limits.value)
  const told = say.text({ channel, waiting: data.waiting })
  return { text: say.headline(), blocks: [header(say.headline()), richText(sentence(told))] }
}
