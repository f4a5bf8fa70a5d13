import type { RespondFn } from '@slack/bolt'
import { z } from 'zod'
import { actionIds, parseLoopClick, parseOpenClick } from '../chat/actions.js'
import type { Messages } from '../messages/messages.js'
import { askerOf, type Asker, type Binding } from './binding.js'
import { layoutForm, layoutFormNotice } from './layouts/form.js'
import { rememberClicks, type ClickName } from './repeats.js'
import { refusalText } from './refusal-text.js'
import { troubleText } from './trouble.js'

const ClickedElement = z.object({
  action_id: z.string(),
  block_id: z.string().optional(),
  value: z.string().optional(),
  selected_option: z.object({ value: z.string() }).nullish(),
})
const Click = z.object({
  trigger_id: z.string(),
  user: z.object({ id: z.string(), name: z.string().optional(), username: z.string().optional() }),
  team: z.object({ id: z.string() }).nullish(),
  actions: z.tuple([ClickedElement], z.unknown()),
})
type Click = z.infer<typeof Click>

/** Buttons and menus of a card: acknowledged at once; what cannot be done is told to the one who clicked. */
export function bindActions(binding: Binding): void {
  const isRepeat = rememberClicks(binding.clock)
  binding.app.action(
    { type: 'block_actions', action_id: actionIds.pattern },
    async ({ ack, body, respond }) => {
      await ack()
      const name = nameOf(body)
      if (name !== null && isRepeat(name)) return
      await binding.inFlight.track(onClick(binding, body, respond))
    },
  )
}

/** What two clicks must have in common to be one. */
function nameOf(body: unknown): ClickName | null {
  const click = Click.safeParse(body).data
  if (click === undefined) return null
  const { action_id: id, block_id: block = '', value, selected_option: picked } = click.actions[0]
  const where = `${click.team?.id ?? ''} ${click.user.id} ${block}`
  return { where, what: `${id} ${value ?? picked?.value ?? ''}` }
}

async function onClick(binding: Binding, body: unknown, respond: RespondFn): Promise<void> {
  let messages = binding.messagesFor('en')
  let told: string | null
  try {
    const click = Click.parse(body)
    if (click.actions[0].action_id === actionIds.link) return
    const asker = await askerOf(binding, click.team?.id, click.user.id)
    if (asker) messages = asker.messages
    told = asker ? await doClick(binding, click, asker) : messages.notices.unknownWorkspace()
  } catch (error) {
    told = troubleText(binding, 'click', error, messages)
  }
  if (told !== null) await tell(binding, body, respond, told, messages)
}

const OnView = z.object({
  trigger_id: z.string(),
  response_url: z.undefined().optional(),
  team: z.object({ id: z.string() }),
})

/** To the one who clicked, alone. Where a home tab was clicked there is no message to answer to: a small window opens. */
async function tell(
  binding: Binding,
  body: unknown,
  respond: RespondFn,
  text: string,
  { notices }: Messages,
): Promise<void> {
  const onView = OnView.safeParse(body)
  if (!onView.success) {
    await respond({ response_type: 'ephemeral', replace_original: false, text })
    return
  }
  const view = layoutFormNotice(notices.notDone(), text, notices.close())
  const client = await binding.clientOf(onView.data.team.id)
  await client?.views.open({ trigger_id: onView.data.trigger_id, view })
}

/** What to tell the one who clicked; null when the card shows it. */
async function doClick(
  binding: Binding,
  { user, actions: [action], trigger_id }: Click,
  { workspaceId, teamId, messages }: Asker,
): Promise<string | null> {
  const reported = {
    actionId: action.action_id,
    blockId: action.block_id,
    value: action.value,
    picked: action.selected_option?.value,
  }
  const actor = { id: user.id, name: user.name ?? user.username ?? user.id }
  const opened = parseOpenClick(reported)
  if (opened !== null) {
    const result = await binding.desk.openCard({ workspaceId, loopId: opened, actor })
    return 'refused' in result ? refusalText(result.refused, messages) : null
  }
  const click = parseLoopClick(reported)
  if (!click) return messages.notices.staleButton()
  const request = { workspaceId, loopId: click.loopId, actor }
  if (!click.opensForm) {
    const result = await binding.desk.act({ ...request, action: click.action })
    return 'refused' in result ? refusalText(result.refused, messages) : null
  }
  const form = await binding.desk.openForm({ ...request, action: click.action })
  if ('refused' in form) return refusalText(form.refused, messages)
  const client = await binding.clientOf(teamId)
  if (!client) return messages.notices.unknownWorkspace()
  await client.views.open({ trigger_id, view: layoutForm(form.form) })
  return null
}
