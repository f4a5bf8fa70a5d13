import { z } from 'zod'
import { pageActionIds, parsePageTurn } from '../chat/actions.js'
import { askerOf, type Binding } from './binding.js'
import { troubleText } from './trouble.js'

const Click = z.object({
  user: z.object({ id: z.string() }),
  team: z.object({ id: z.string() }).nullish(),
  actions: z.tuple([z.object({ value: z.string().optional() })], z.unknown()),
})

/** The buttons that show other pages of a summary, in place. What fails is in the log: the button is still there. */
export function bindSummaries(binding: Binding): void {
  binding.app.action({ type: 'block_actions', action_id: pageActionIds.pattern }, async ({ ack, body }) => {
    await ack()
    await binding.inFlight.track(turn(binding, body))
  })
}

async function turn(binding: Binding, body: unknown): Promise<void> {
  try {
    const { user, team, actions } = Click.parse(body)
    const asker = await askerOf(binding, team?.id, user.id)
    const to = parsePageTurn(actions[0].value)
    if (asker && to) await binding.desk.turnSummary({ workspaceId: asker.workspaceId, ...to })
  } catch (error) {
    troubleText(binding, 'click', error, binding.messagesFor('en'))
  }
}
