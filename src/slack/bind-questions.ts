import type { RespondFn, ViewResponseAction } from '@slack/bolt'
import { z } from 'zod'
import {
  parseBindChoice,
  parseBindClick,
  parseBindTicket,
  questionActionIds,
  writeBindTicket,
} from '../chat/question-actions.js'
import type { BindForm } from '../chat/views.js'
import type { Messages } from '../messages/messages.js'
import { answerToFailure, errorsOnFields, formNotice } from './bind-forms.js'
import { askerOf, type Asker, type Binding } from './binding.js'
import { readFormState } from './form-state.js'
import { layoutFormBody } from './layouts/form.js'
import { rememberClicks } from './repeats.js'
import { troubleText } from './trouble.js'

const Person = z.object({ id: z.string(), name: z.string().optional(), username: z.string().optional() })
const Team = z.object({ id: z.string() }).nullish()

const Click = z.object({
  trigger_id: z.string(),
  user: Person,
  team: Team,
  actions: z.tuple([z.object({ value: z.string().optional() })], z.unknown()),
})

const InForm = z.object({
  user: Person,
  team: Team,
  view: z.object({
    id: z.string(),
    hash: z.string().optional(),
    private_metadata: z.string(),
    app_installed_team_id: z.string().optional(),
    state: z.object({ values: z.record(z.string(), z.unknown()) }),
  }),
})
type InForm = z.infer<typeof InForm>

/** What people say of a question: the button on the notice that asks, and the form that it opens. */
export function bindQuestions(binding: Binding): void {
  const { app, inFlight } = binding
  const isRepeat = rememberClicks(binding.clock)
  app.action({ type: 'block_actions', action_id: questionActionIds.bind }, async ({ ack, body, respond }) => {
    await ack()
    const click = Click.safeParse(body).data
    const where = `${click?.team?.id ?? ''} ${click?.user.id ?? ''}`
    if (click !== undefined && isRepeat({ where, what: click.actions[0].value ?? '' })) return
    await inFlight.track(open(binding, body, respond))
  })
  app.action({ type: 'block_actions', action_id: questionActionIds.choice }, async ({ ack, body }) => {
    await ack()
    await inFlight.track(turn(binding, body))
  })
  app.view({ callback_id: questionActionIds.form, type: 'view_submission' }, async ({ ack, body }) => {
    await inFlight.track(answer(binding, body).then((response) => ack(response)))
  })
}

async function open(binding: Binding, body: unknown, respond: RespondFn): Promise<void> {
  let messages = binding.messagesFor('en')
  let told: string | null
  try {
    const click = Click.parse(body)
    const asker = await askerOf(binding, click.team?.id, click.user.id)
    if (asker) messages = asker.messages
    told = asker ? await openForm(binding, click, asker) : messages.notices.unknownWorkspace()
  } catch (error) {
    told = troubleText(binding, 'click', error, messages)
  }
  if (told !== null) await respond({ response_type: 'ephemeral', replace_original: false, text: told })
}

/** @returns what to tell the one who clicked; null: the form is open */
async function openForm(
  binding: Binding,
  { user, actions: [{ value }], trigger_id }: z.infer<typeof Click>,
  { workspaceId, teamId, messages }: Asker,
): Promise<string | null> {
  const noticeId = parseBindClick(value)
  if (noticeId === null) return messages.notices.staleButton()
  const opened = await binding.questions.openForm({ workspaceId, actor: actorOf(user), noticeId })
  if ('refused' in opened) return messages.binding.form.gone
  const client = await binding.clientOf(teamId)
  if (!client) return messages.notices.unknownWorkspace()
  await client.views.open({ trigger_id, view: layout(opened.form) })
  return null
}

/** Shows the form for what was chosen. What fails is in the log: the form stays as it is, and can be chosen in again. */
async function turn(binding: Binding, body: unknown): Promise<void> {
  try {
    const event = InForm.parse(body)
    const choice = choiceOf(event)
    const place = await placeOf(binding, event)
    if (choice === null || place === null) return
    const { asker, ticket, values: typed } = place
    const { noticeId, seen } = ticket
    const opened = await binding.questions.openForm({
      workspaceId: asker.workspaceId,
      actor: actorOf(event.user),
      noticeId,
      open: { seen, choice, typed },
    })
    const view =
      'form' in opened ? layout(opened.form) : formNotice(asker.messages.binding.form.gone, asker.messages)
    const { id: view_id, hash } = event.view
    const client = await binding.clientOf(asker.teamId)
    await client?.views.update({ view_id, view, ...(hash !== undefined && { hash }) })
  } catch (error) {
    troubleText(binding, 'form', error, binding.messagesFor('en'))
  }
}

async function answer(binding: Binding, body: unknown): Promise<ViewResponseAction> {
  let messages = binding.messagesFor('en')
  try {
    const event = InForm.parse(body)
    const place = await placeOf(binding, event)
    if (place === null) return replaced(messages.notices.staleButton(), messages)
    messages = place.asker.messages
    const { asker, ticket, values } = place
    const result = await binding.questions.submitForm({
      workspaceId: asker.workspaceId,
      actor: actorOf(event.user),
      ...ticket,
      choice: choiceOf(event),
      values,
    })
    if ('form' in result) return { response_action: 'update', view: layout(result.form) }
    if ('refused' in result) return replaced(messages.binding.form.gone, messages)
    if ('done' in result) return { response_action: 'clear' }
    return { response_action: 'errors', errors: errorsOnFields(result.fieldErrors, event.view.state.values) }
  } catch (error) {
    return answerToFailure(binding, body, error, messages)
  }
}

interface Place {
  asker: Asker
  ticket: { noticeId: string; seen: string | null }
  values: Record<string, string>
}

/** Null: not a form of ours, or of no workspace of ours. */
async function placeOf(binding: Binding, { user, team, view }: InForm): Promise<Place | null> {
  const ticket = parseBindTicket(view.private_metadata)
  const values = readFormState(view.state.values)
  const asker = await askerOf(binding, view.app_installed_team_id ?? team?.id, user.id)
  return ticket && values && asker ? { asker, ticket, values } : null
}

const ChoiceState = z.object({
  [questionActionIds.choice]: z.object({ selected_option: z.object({ value: z.string() }).nullish() }),
})

function choiceOf({ view }: InForm) {
  const state = ChoiceState.safeParse(view.state.values[questionActionIds.choiceField]).data
  return parseBindChoice(state?.[questionActionIds.choice].selected_option?.value)
}

function actorOf({ id, name, username }: z.infer<typeof Person>) {
  return { id, name: name ?? username ?? id }
}

function layout(form: BindForm) {
  return layoutFormBody(form, {
    callbackId: questionActionIds.form,
    ticket: writeBindTicket(form),
    turnId: questionActionIds.choice,
    reports: false,
  })
}

function replaced(text: string, messages: Messages): ViewResponseAction {
  return { response_action: 'update', view: formNotice(text, messages) }
}
