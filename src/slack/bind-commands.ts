import type { RespondFn, SlashCommand } from '@slack/bolt'
import type { Command, CommandReply } from '../commands/command.js'
import type { Messages } from '../messages/messages.js'
import { askerOf, type Binding } from './binding.js'
import type { Layout } from './layouts/blocks.js'
import { layoutList } from './layouts/list.js'
import { layoutScoreReport } from './layouts/score-report.js'
import { escapeMrkdwn } from './safe-text.js'
import { troubleText } from './trouble.js'

/** Every command of the registry: acknowledged at once, answered to the one who typed it. */
export function bindCommands(binding: Binding): void {
  for (const command of binding.commands) {
    binding.app.command(`/${command.name}`, async ({ ack, command: typed, respond }) => {
      await ack()
      await binding.inFlight.track(onCommand(binding, command, typed, respond))
    })
  }
}

async function onCommand(
  binding: Binding,
  command: Command,
  typed: SlashCommand,
  respond: RespondFn,
): Promise<void> {
  const answer = await answerTo(binding, command, typed)
  await respond({ response_type: 'ephemeral', replace_original: false, ...answer })
}

async function answerTo(
  binding: Binding,
  command: Command,
  typed: SlashCommand,
): Promise<Layout | { text: string }> {
  let messages = binding.messagesFor('en')
  try {
    const asker = await askerOf(binding, typed.team_id, typed.user_id)
    if (!asker) return { text: messages.notices.unknownWorkspace() }
    messages = asker.messages
    const actor = { id: typed.user_id, name: typed.user_name }
    const { workspaceId } = asker
    return layoutReply(
      await command.run({ workspaceId, text: typed.text, actor, now: binding.clock(), messages }),
      messages,
    )
  } catch (error) {
    return { text: troubleText(binding, `command ${command.name}`, error, messages) }
  }
}

function layoutReply(reply: CommandReply, messages: Messages): Layout | { text: string } {
  if (reply.kind === 'text') return { text: escapeMrkdwn(reply.text) }
  if (reply.kind === 'score') return layoutScoreReport(reply.report, messages)
  return layoutList(reply.list)
}
