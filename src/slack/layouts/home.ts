import type { types } from '@slack/bolt'
import { actionId, actionIds, actionsBlockId } from '../../chat/actions.js'
import type { Home, HomeLoop } from '../../chat/views.js'
import type { Messages } from '../../messages/messages.js'
import { limits } from '../limits.js'
import { oneLine } from '../safe-text.js'
import { header, plainText, richText, words } from './blocks.js'
import { statusEmoji } from './status-emoji.js'

/**
 * A home tab: two blocks a loop, so both lists in full stay below Slack's hundred. Names stand only in rich text, which
 * Slack does not parse.
 * @param teamUrl the address of the team in Slack, with a slash at the end; null: cards are not linked
 */
export function layoutHome(home: Home, messages: Messages, teamUrl: string | null): types.HomeView {
  const say = messages.home
  const blocks = [
    ...list(say.mine(home.mineCount), say.noneMine, home.mine, home.mineCount, { messages, teamUrl }),
    { type: 'divider' } as const,
    ...list(say.team(home.teamCount), say.noneTeam, home.team, home.teamCount, { messages, teamUrl }),
  ]
  return { type: 'home', blocks: blocks.slice(0, limits.viewBlocks) }
}

interface Around {
  messages: Messages
  teamUrl: string | null
}

function list(
  title: string,
  none: string,
  loops: readonly HomeLoop[],
  count: number,
  around: Around,
): types.KnownBlock[] {
  const { home: say } = around.messages
  const more = count - loops.length
  return [
    header(title),
    ...(loops.length === 0 ? [small(none)] : []),
    ...loops.flatMap((loop) => loopBlocks(loop, around)),
    ...(more > 0 ? [small(say.more(more))] : []),
  ]
}

function small(text: string): types.ContextBlock {
  return { type: 'context', elements: [plainText(text, limits.textObject)] }
}

function loopBlocks(loop: HomeLoop, around: Around): types.KnownBlock[] {
  const { home: say } = around.messages
  const headline = headlineOf(loop, around.messages)
  const who = oneLine(loop.customer ?? say.anonymous, limits.value)
  const owner = loop.owner === null ? say.nobody : say.owner(oneLine(loop.owner.name, limits.value))
  const { what, at, isOver } = loop.due
  const told = richText({
    type: 'rich_text_section',
    elements: [
      words(`${statusEmoji[loop.status]} ${headline}`, { bold: true }),
      words(`\n${who} · ${owner}\n`),
      isOver ? words(say.overdue(what), { bold: true }) : words(say.due(what)),
      {
        type: 'date',
        timestamp: Math.floor(at / 1000),
        format: '{date_short_pretty} {time}',
        fallback: new Date(at).toISOString(),
      },
    ],
  })
  const buttons = buttonsOf(loop, `${headline}, ${who}`, around)
  if (buttons.length === 0) return [told]
  return [told, { type: 'actions', block_id: actionsBlockId(loop.loopId), elements: buttons }]
}

function headlineOf({ status, severity, answer }: HomeLoop, { card }: Messages): string {
  if (answer === null) return card.status(status)
  return card.headline({ status, critical: severity === 'critical', answer })
}

function buttonsOf(loop: HomeLoop, about: string, { messages, teamUrl }: Around): types.Button[] {
  const label = (text: string): Pick<types.Button, 'text' | 'accessibility_label'> => ({
    text: plainText(text, limits.buttonText),
    // The same words stand on many buttons: a screen reader hears which loop each is for.
    accessibility_label: oneLine(`${text}: ${about}`, limits.buttonText),
  })
  const { action, card, loopId } = loop
  const next: types.Button[] =
    action === null
      ? []
      : [
          {
            type: 'button',
            action_id: actionId(action),
            value: loopId,
            style: 'primary',
            ...label(messages.card.action(action)),
          },
        ]
  if (card === null || teamUrl === null) return next
  const url = `${teamUrl}archives/${card.channel}/p${card.messageId.replace('.', '')}`
  return [...next, { type: 'button', action_id: actionIds.link, url, ...label(messages.home.openCard) }]
}
