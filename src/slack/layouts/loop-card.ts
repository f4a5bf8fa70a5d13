import type { types } from '@slack/bolt'
import { actionId, actionIds, actionsBlockId } from '../../chat/actions.js'
import type { CardAnswer, LoopAction, LoopCard, WithdrawnFacts } from '../../chat/views.js'
import type { Messages } from '../../messages/messages.js'
import { limits } from '../limits.js'
import { clean, cut, dateToken, escapeMrkdwn, oneLine } from '../safe-text.js'
import type { Layout } from './blocks.js'
import { context, header, plainText, quote, richText, section, words } from './blocks.js'
import { statusEmoji } from './status-emoji.js'

const dayAndTime = '{date_short_pretty} {time}'

/**
 * The one message that shows a loop: at most eight blocks. What customers and survey tools wrote stands only in rich
 * text, which Slack does not parse; the header and the notification text name nobody and quote nothing.
 */
export function layoutLoopCard(card: LoopCard, messages: Messages): Layout {
  const [answer, ...earlier] = card.answers
  if (!answer) throw new Error('a card without an answer')
  const headline = messages.card.headline({
    status: card.status,
    critical: card.severity === 'critical',
    answer,
  })
  const survey = answer.survey === null ? null : escapeMrkdwn(oneLine(answer.survey, limits.value))
  const stepsDone = card.steps.filter((step) => step.state !== 'open').length
  const actions = actionsBlock(card, answer, headline, messages)
  const counting = earlier.filter(({ withdrawn }) => withdrawn === undefined).length
  return {
    text: messages.card.summary(headline, survey, stepsDone),
    blocks: [
      header(`${statusEmoji[card.status]} ${headline}`),
      commentBlock(answer, messages),
      factsBlock(card, answer, messages),
      section(clocks(card, messages).join('\n')),
      context([stepsLine(card, messages)]),
      ...(actions === null ? [] : [actions]),
      context([lastLine(card, counting, messages)]),
    ],
  }
}

function commentBlock(answer: CardAnswer, messages: Messages): types.KnownBlock {
  const comment = clean(answer.comment ?? '')
  if (comment === '') return richText(lines([[words(messages.card.noComment(), { italic: true })]]))
  const style = answer.withdrawn && struck
  const whole = comment === cut(comment, limits.quote, limits.quoteGraphemes)
  if (whole) return richText(quote(comment, limits.quote, style))
  return richText(
    quote(comment, limits.quote, style),
    lines([[words(messages.card.commentCut(), { italic: true })]]),
  )
}

type Part = ReturnType<typeof words>
const struck = { strike: true } as const

function lines(rows: Part[][]): types.RichTextSection {
  return {
    type: 'rich_text_section',
    elements: rows.flatMap((row, index) => (index === 0 ? row : [words('\n'), ...row])),
  }
}

function fact(label: string, value: string): Part[] {
  return [words(`${label}: `, { bold: true }), words(oneLine(value, limits.value))]
}

function factsBlock(card: LoopCard, answer: CardAnswer, messages: Messages): types.KnownBlock {
  const { labels, ...say } = messages.card
  const question = answer.questionTitle === null ? null : oneLine(answer.questionTitle, limits.value)
  const meaning = say.onQuestion(say.meaning(answer), question)
  const onScale = answer.metric === null || answer.metric === 'nps' ? '' : ` (${say.scale(answer)})`
  const segments = card.segments.slice(0, limits.segments)
  return richText(
    lines([
      [
        words(`${labels.answer}: `, { bold: true }),
        words(`${meaning}${onScale}`, answer.withdrawn && struck),
      ],
      ...(answer.withdrawn ? [[words(withdrawnLine(answer.withdrawn, messages), { italic: true })]] : []),
      ...(answer.setAside === undefined ? [] : [[words(say.setAside(answer.setAside), { italic: true })]]),
      ...card.answers
        .slice(1)
        .flatMap((earlier) => earlierWithdrawn(earlier, messages))
        .slice(0, limits.withdrawnLines),
      fact(labels.customer, card.customer ?? say.anonymous()),
      ...(answer.survey === null ? [] : [fact(labels.survey, answer.survey)]),
      ...segments.map(({ name, value }) => fact(oneLine(name, limits.value), value)),
      fact(labels.owner, card.owner?.name ?? say.nobody()),
      ...(card.closeNote === null ? [] : [fact(labels.note, card.closeNote)]),
      [words(`${labels.opened}: `, { bold: true }), ago(card.openedAt)],
    ]),
  )
}

function withdrawnLine({ where, by, reason }: WithdrawnFacts, { card: say }: Messages): string {
  const short = (text: string | null): string | null => text && oneLine(text, limits.value)
  return say.withdrawn({ where: short(where), by: short(by), reason: short(reason) })
}

/** What does not count is shown, not counted among the others. */
function earlierWithdrawn(answer: CardAnswer, messages: Messages): Part[][] {
  if (!answer.withdrawn) return []
  const meaning = words(messages.card.meaning(answer), struck)
  return [[meaning, words(` ${withdrawnLine(answer.withdrawn, messages)}`, { italic: true })]]
}

/** Stays true without an edit: the reader's client counts. */
function ago(at: number): Part {
  return {
    type: 'date',
    timestamp: Math.floor(at / 1000),
    format: '{ago}',
    fallback: new Date(at).toISOString(),
  }
}

function clocks(card: LoopCard, { card: say }: Messages): string[] {
  if (card.closedAt !== null) {
    const outcome = card.outcome === null ? null : say.outcome(card.outcome)
    return [say.closedAt(dateToken(card.closedAt, dayAndTime), outcome)]
  }
  const heard = card.steps.some((step) => step.step === 'hear' && step.state !== 'open')
  return [
    ...(heard ? [] : [say.firstContactDue(dateToken(card.firstContactDueAt, dayAndTime))]),
    say.resolutionDue(dateToken(card.resolutionDueAt, dayAndTime)),
  ]
}

function stepsLine(card: LoopCard, { card: say }: Messages): string {
  const show = { done: say.stepDone, skipped: say.stepSkipped, open: say.stepOpen }
  return card.steps.map(({ step, state }) => show[state](say.step(step))).join('   ')
}

function lastLine(card: LoopCard, earlier: number, messages: Messages): string {
  const { card: say, notices } = messages
  const last = card.lastAction ?? { kind: 'opened', by: null, at: card.openedAt }
  const by = last.by === null ? null : escapeMrkdwn(oneLine(last.by, limits.value))
  const parts = [
    say.lastAction(notices.line(last.kind, { by }), dateToken(last.at, dayAndTime)),
    ...(earlier === 0 ? [] : [say.earlierAnswers(earlier)]),
    ...(card.reopenCount === 0 ? [] : [say.reopened(card.reopenCount)]),
  ]
  return parts.join('   ')
}

type Buttons = types.ActionsBlockElement

/** One primary, one secondary, a link to the answer, the rest in a menu. Null: nothing to click. */
function actionsBlock(
  card: LoopCard,
  answer: CardAnswer,
  headline: string,
  messages: Messages,
): types.ActionsBlock | null {
  const { primary, secondary, more } = card.actions
  const shown = [...new Set([primary, secondary])].filter((action) => action !== null)
  const rest = [...new Set(more)].filter((action) => !shown.includes(action))
  const elements: Buttons[] = [
    ...shown.map((action) => button(action, { primary: action === primary, card, headline }, messages)),
    ...linkButton(answer.permalink, messages),
    ...menu(rest, messages),
  ]
  return elements.length === 0 ? null : { type: 'actions', block_id: actionsBlockId(card.loopId), elements }
}

function button(
  action: LoopAction,
  on: { primary: boolean; card: LoopCard; headline: string },
  messages: Messages,
): types.Button {
  const label = messages.card.action(action)
  return {
    type: 'button',
    action_id: actionId(action),
    text: plainText(label, limits.buttonText),
    value: on.card.loopId,
    accessibility_label: cut(`${label}: ${on.headline}`, limits.buttonText),
    ...(on.primary && { style: 'primary' as const }),
  }
}

function linkButton(permalink: string | null, messages: Messages): types.Button[] {
  if (permalink === null || !URL.canParse(permalink)) return []
  const { protocol, href } = new URL(permalink)
  if (protocol !== 'https:' || href.length > limits.url) return []
  const text = plainText(messages.card.openResponse(), limits.buttonText)
  return [{ type: 'button', action_id: actionIds.link, text, url: href }]
}

/** A menu of dots holds five; should there be more one day, a list takes them rather than that any is lost. */
function menu(actions: LoopAction[], messages: Messages): Buttons[] {
  if (actions.length === 0) return []
  const options = actions.map((action) => ({
    text: plainText(messages.card.action(action), limits.optionText),
    value: action,
  }))
  if (options.length <= limits.overflowOptions) {
    return [{ type: 'overflow', action_id: actionIds.more, options }]
  }
  const placeholder = plainText(messages.card.more(), limits.placeholder)
  return [{ type: 'static_select', action_id: actionIds.more, placeholder, options }]
}
