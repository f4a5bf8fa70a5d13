import type { ViewClosedAction } from '@slack/bolt'
import { z } from 'zod'
import { actionIds, parseFormPart, parseFormTicket, type FormTicket } from '../chat/actions.js'
import type { LoopRequest, Typed } from '../loops/desk.js'
import { askerOf, type Binding } from './binding.js'
import { readFormState, readTyped } from './form-state.js'
import { layoutForm, layoutFormNotice } from './layouts/form.js'
import { refusalText } from './refusal-text.js'
import { troubleText } from './trouble.js'

const InForm = z.object({
  user: z.object({ id: z.string(), name: z.string().optional() }),
  team: z.object({ id: z.string() }).nullish(),
  view: z.looseObject({
    id: z.string(),
    hash: z.string().optional(),
    private_metadata: z.string(),
    app_installed_team_id: z.string().optional(),
    state: z.object({ values: z.unknown() }).optional(),
  }),
  actions: z
    .array(
      z.object({
        action_ts: z.string().optional(),
        selected_option: z.object({ value: z.string() }).nullish(),
      }),
    )
    .default([]),
})
type InForm = z.infer<typeof InForm>

/**
 * What happens in an open form: each entry is kept as a draft at once, and another step may be turned to. Slack sends the
 * whole state of the form with every entry, but promises none when the form is closed.
 */
export function bindDrafts(binding: Binding): void {
  const { app, inFlight } = binding
  app.action({ type: 'block_actions', action_id: actionIds.field }, async ({ ack, body }) => {
    await ack()
    await inFlight.track(quietly(binding, () => keep(binding, InForm.parse(body))))
  })
  app.action({ type: 'block_actions', action_id: actionIds.turn }, async ({ ack, body }) => {
    await ack()
    await inFlight.track(quietly(binding, () => turn(binding, InForm.parse(body))))
  })
  app.view<ViewClosedAction>({ callback_id: actionIds.form, type: 'view_closed' }, async ({ ack, body }) => {
    await ack()
    await inFlight.track(quietly(binding, () => keepAtLast(binding, InForm.parse(body))))
  })
}

/** Nobody waits for an answer here: what fails is in the log, and the next entry brings the whole form again. */
async function quietly(binding: Binding, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    troubleText(binding, 'draft', error, binding.messagesFor('en'))
  }
}

interface Place {
  teamId: string
  request: LoopRequest
  ticket: FormTicket
  messages: ReturnType<Binding['messagesFor']>
}

async function placeOf(binding: Binding, { user, team, view }: InForm): Promise<Place | null> {
  const ticket = parseFormTicket(view.private_metadata)
  const asker = await askerOf(binding, view.app_installed_team_id ?? team?.id, user.id)
  if (!ticket || !asker) return null
  const actor = { id: user.id, name: user.name ?? user.id }
  return {
    teamId: asker.teamId,
    request: { workspaceId: asker.workspaceId, loopId: ticket.loopId, actor },
    ticket,
    messages: asker.messages,
  }
}

async function keep(binding: Binding, event: InForm): Promise<void> {
  const place = await placeOf(binding, event)
  const typed = readTyped(event.view, sequenceOf(event))
  if (place !== null && typed !== null) await keepTyped(binding, place, typed)
}

/** Fields without an entry say nothing here: they need not have been emptied. */
async function keepAtLast(binding: Binding, event: InForm): Promise<void> {
  const place = await placeOf(binding, event)
  const typed = readTyped(event.view, null)
  if (place === null || typed === null) return
  const changed = Object.entries(typed.changed).filter(([, value]) => value !== '')
  if (changed.length === 0) return
  await keepTyped(binding, place, { changed: Object.fromEntries(changed), same: {}, sequence: null })
}

function keepTyped(binding: Binding, { request, ticket }: Place, typed: Typed): Promise<void> {
  return binding.desk.keepDraft({ ...request, action: ticket.action, typed })
}

/** Shows the form for another step; what was typed into this one is kept before. */
async function turn(binding: Binding, event: InForm): Promise<void> {
  const part = parseFormPart(event.actions[0]?.selected_option?.value ?? '')
  const place = await placeOf(binding, event)
  if (part === null || place === null) return
  await keep(binding, event)
  const { request, ticket, messages } = place
  const values = readFormState(event.view.state?.values) ?? {}
  const turned = await binding.desk.turnForm({ ...request, ...ticket, part, values })
  const view =
    'form' in turned
      ? layoutForm(turned.form)
      : layoutFormNotice(
          messages.notices.notDone(),
          refusalText(turned.refused, messages),
          messages.notices.close(),
        )
  const { id: view_id, hash } = event.view
  const client = await binding.clientOf(place.teamId)
  await client?.views.update({ view_id, view, ...(hash !== undefined && { hash }) })
}

function sequenceOf({ actions }: InForm): number | null {
  const sequence = Number(actions[0]?.action_ts ?? '')
  return sequence > 0 ? sequence : null
}
