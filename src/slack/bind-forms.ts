import type { ViewResponseAction } from '@slack/bolt'
import { z } from 'zod'
import { actionIds, parseFormTicket } from '../chat/actions.js'
import { AppError } from '../errors.js'
import type { Messages } from '../messages/messages.js'
import { askerOf, type Binding } from './binding.js'
import { readFormState } from './form-state.js'
import { layoutForm, layoutFormNotice } from './layouts/form.js'
import { limits } from './limits.js'
import { refusalText } from './refusal-text.js'
import { cut, escapeMrkdwn } from './safe-text.js'
import { troubleSentence } from './trouble.js'

const Submission = z.object({
  user: z.object({ id: z.string(), name: z.string().optional() }),
  team: z.object({ id: z.string() }).nullish(),
  view: z.object({
    private_metadata: z.string(),
    app_installed_team_id: z.string().optional(),
    state: z.object({ values: z.unknown() }),
  }),
})

/** Forms: the acknowledgement is the answer, so it waits for the one statement that the form makes. */
export function bindForms(binding: Binding): void {
  binding.app.view({ callback_id: actionIds.form, type: 'view_submission' }, async ({ ack, body }) => {
    await binding.inFlight.track(answer(binding, body).then((response) => ack(response)))
  })
}

async function answer(binding: Binding, body: unknown): Promise<ViewResponseAction> {
  let messages = binding.messagesFor('en')
  try {
    const submission = Submission.parse(body)
    const teamId = submission.view.app_installed_team_id ?? submission.team?.id
    const asker = await askerOf(binding, teamId, submission.user.id)
    if (!asker) return notice(messages.notices.unknownWorkspace(), messages)
    messages = asker.messages
    return await submit(binding, submission, asker.workspaceId, messages)
  } catch (error) {
    return answerToFailure(binding, body, error, messages)
  }
}

async function submit(
  binding: Binding,
  { user, view }: z.infer<typeof Submission>,
  workspaceId: string,
  messages: Messages,
): Promise<ViewResponseAction> {
  const ticket = parseFormTicket(view.private_metadata)
  const values = readFormState(view.state.values)
  if (!ticket || !values) return notice(messages.notices.staleButton(), messages)
  const actor = { id: user.id, name: user.name ?? user.id }
  const result = await binding.desk.submitForm({ workspaceId, actor, values, ...ticket })
  if ('form' in result) return { response_action: 'update', view: layoutForm(result.form) }
  if ('refused' in result) return notice(refusalText(result.refused, messages), messages)
  if ('done' in result) return { response_action: 'clear' }
  return { response_action: 'errors', errors: errorsOnFields(result.fieldErrors, view.state.values) }
}

/** What went wrong is said under the form's first field, whatever it was: what was entered stays. */
export function answerToFailure(
  binding: Binding,
  body: unknown,
  error: unknown,
  messages: Messages,
): ViewResponseAction {
  const told = troubleSentence(binding, 'form', error, messages)
  const submission = Submission.safeParse(body)
  const field = submission.success ? Object.keys(submission.data.view.state.values ?? {})[0] : undefined
  if (field === undefined) return notice(escapeMrkdwn(told), messages)
  const mayWorkSoon = error instanceof AppError && error.retryable
  const text = mayWorkSoon ? messages.notices.tryAgain() : told
  return { response_action: 'errors', errors: shortened({ [field]: text }) }
}

/** What was entered is gone with the form, so this replaces it only where no field could carry it. */
function notice(text: string, messages: Messages): ViewResponseAction {
  return { response_action: 'update', view: formNotice(text, messages) }
}

/** What stands where a form was that cannot be gone on with. */
export function formNotice(text: string, { notices }: Messages): ReturnType<typeof layoutFormNotice> {
  return layoutFormNotice(notices.notDone(), text, notices.close())
}

export function errorsOnFields(errors: Record<string, string>, values: unknown): Record<string, string> {
  return shortened(onFields(errors, values))
}

/** Slack takes an error only at a field that the form has: another one may have been filled by somebody else meanwhile. */
function onFields(errors: Record<string, string>, values: unknown): Record<string, string> {
  const fields = Object.keys(Object(values) as object)
  const placed = Object.entries(errors).map(([field, text]) => [
    fields.includes(field) ? field : (fields[0] ?? field),
    text,
  ])
  return Object.fromEntries(placed) as Record<string, string>
}

function shortened(errors: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(errors).map(([field, text]) => [field, cut(text, limits.inputHint)]),
  )
}
