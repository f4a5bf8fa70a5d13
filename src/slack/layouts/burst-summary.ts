import type { types } from '@slack/bolt'
import { actionIds, pageActionIds, pageValue } from '../../chat/actions.js'
import type { BurstSummary, GatheredPage, SummaryLine } from '../../chat/views.js'
import type { Messages } from '../../messages/messages.js'
import { limits } from '../limits.js'
import { cut, dateToken, oneLine } from '../safe-text.js'
import type { Layout } from './blocks.js'
import { context, header, mrkdwn, plainText, section } from './blocks.js'
import { statusEmoji } from './status-emoji.js'

/** Every page but the last is full. */
const linesOnPage = 20

/** How much of foreign text a line shows. */
interface Room {
  customer: number
  owner: number
  /** What a screen reader says of a button beyond what is written on it. */
  label: boolean
}

const wide: Room = { customer: 40, owner: 24, label: true }
/** Quotes and backslashes double in JSON, and twenty lines of nothing else must still be taken. */
const narrow: Room = { customer: 16, owner: 8, label: false }

/**
 * One message that lists loops, each with a button. Names stand in plain text, which parses nothing; the header and the
 * notification text name nobody.
 */
export function layoutBurstSummary(summary: BurstSummary, messages: Messages): Layout {
  const layout = layoutIn(wide, summary, messages)
  const fits = JSON.stringify(layout.blocks).length <= limits.blocksJson
  return fits ? layout : layoutIn(narrow, summary, messages)
}

function layoutIn(room: Room, summary: BurstSummary, messages: Messages): Layout {
  const { lines, severity, gathered } = summary
  if (gathered !== undefined) return layoutGathered(room, summary, gathered, messages)
  const { burst: say } = messages
  const headline = say.headline(lines.length, severity === 'critical')
  const closed = lines.filter(({ status }) => status === 'closed').length
  const untouched = lines.filter(({ status }) => status === 'new').length
  const taken = lines.length - closed - untouched
  return {
    text: headline,
    blocks: [
      header(`${severity === 'critical' ? '🚨' : '🔔'} ${headline}`),
      section(say.why()),
      ...lines.map((line) => lineBlock(line, room, messages)),
      context([say.state(untouched, taken, closed)]),
    ],
  }
}

/** All the loops of answers that waited together, a page of them at a time. */
function layoutGathered(
  room: Room,
  { lines, severity }: BurstSummary,
  at: GatheredPage,
  messages: Messages,
): Layout {
  const { burst: say, binding } = messages
  const headline = say.gatheredHeadline(at.total)
  const told = [say.gatheredWhy(at.scored), ...(at.older > 0 ? [binding.older(at.older)] : [])]
  const place = at.pages > 1 ? [say.place(at.first, at.first + lines.length - 1, at.total)] : []
  return {
    text: headline,
    blocks: [
      header(`${severity === 'critical' ? '🚨' : '🔔'} ${headline}`),
      section(told.join('\n')),
      ...lines.map((line) => lineBlock(line, room, messages)),
      context([say.state(at.untouched, at.taken, at.closed), ...place]),
      ...pageButtons(at, lines.length, say),
    ],
  }
}

function pageButtons(
  { summaryId, page, pages, first, total }: GatheredPage,
  shown: number,
  say: Messages['burst'],
): types.ActionsBlock[] {
  const turn = (id: string, to: number, label: string): types.Button => ({
    type: 'button',
    action_id: id,
    text: plainText(label, limits.buttonText),
    value: pageValue(summaryId, to),
  })
  const rest = total - first - shown + 1
  const elements = [
    ...(page > 0 ? [turn(pageActionIds.previous, page - 1, say.previous(linesOnPage))] : []),
    ...(page < pages - 1 ? [turn(pageActionIds.next, page + 1, say.next(Math.min(rest, linesOnPage)))] : []),
  ]
  return elements.length === 0 ? [] : [{ type: 'actions', elements }]
}

/** Two columns: the loop, and how long ago, which the reader's client counts. */
function lineBlock(line: SummaryLine, room: Room, messages: Messages): types.SectionBlock {
  const { burst: say, card } = messages
  const critical = line.severity === 'critical'
  const customer = oneLine(line.customer ?? card.anonymous(), room.customer)
  const owner = line.owner === null ? null : oneLine(line.owner.name, room.owner)
  const headline = card.headline({ status: line.status, critical, answer: line.answer })
  const text = `${statusEmoji[line.status]} ${say.line(headline, customer, owner)}`
  const accessory = button(line, customer, room, messages)
  return {
    type: 'section',
    fields: [plainText(text, limits.sectionField), mrkdwn(dateToken(line.openedAt, '{ago}'))],
    ...(accessory !== null && { accessory }),
  }
}

/** Opens the line, or leads to the card that stands; null while that one is on its way. */
function button(line: SummaryLine, customer: string, room: Room, messages: Messages): types.Button | null {
  const { burst: say, card } = messages
  const score = card.meaning(line.answer)
  if (line.ownCard === null) {
    const label = room.label && cut(say.openLine(score, customer), limits.buttonText)
    return {
      type: 'button',
      action_id: actionIds.open,
      text: plainText(say.open(), limits.buttonText),
      value: line.loopId,
      ...(label && { accessibility_label: label }),
    }
  }
  const { link } = line.ownCard
  if (link === null || !link.startsWith('https://') || link.length > limits.url) return null
  const label = room.label && cut(say.ownCardOf(score, customer), limits.buttonText)
  return {
    type: 'button',
    action_id: actionIds.link,
    text: plainText(say.ownCard(), limits.buttonText),
    url: link,
    ...(label && { accessibility_label: label }),
  }
}
