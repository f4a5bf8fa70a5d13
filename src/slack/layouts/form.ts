import type { types } from '@slack/bolt'
import { z } from 'zod'
import { actionIds, writeFormTicket } from '../../chat/actions.js'
import type { Form, FormField } from '../../chat/views.js'
import { limits } from '../limits.js'
import { clean, cut } from '../safe-text.js'
import { header, orDash, plainText, section } from './blocks.js'

/** The element's id within each input block; the block's id is the field's. */
const inputId = 'input'

/**
 * A form as a modal. What identifies the loop travels through the client, so it is checked again on submit.
 * @throws Error when a field's id or an option's value is longer than Slack carries: cutting it would change its meaning
 */
export function layoutForm(form: Form): types.ModalView {
  const blocks = form.sections.flatMap(({ heading, text, fields }): types.KnownBlock[] => [
    ...(heading === null ? [] : [header(heading)]),
    ...(text === null ? [] : [plainSection(text)]),
    ...fields.map(inputBlock),
  ])
  return {
    type: 'modal',
    callback_id: actionIds.form,
    private_metadata: writeFormTicket(form),
    title: plainText(form.title, limits.viewTitle),
    submit: plainText(form.submit, limits.viewTitle),
    close: plainText(form.cancel, limits.viewTitle),
    blocks: blocks.slice(0, limits.viewBlocks),
  }
}

/** A modal that only tells something. `text` must have its foreign parts escaped. */
export function layoutFormNotice(title: string, text: string, close: string): types.ModalView {
  return {
    type: 'modal',
    title: plainText(title, limits.viewTitle),
    close: plainText(close, limits.viewTitle),
    blocks: [section(cut(text, limits.textObject))],
  }
}

function plainSection(text: string): types.SectionBlock {
  return { type: 'section', text: plainText(clean(text), limits.textObject) }
}

function inputBlock(field: FormField): types.InputBlock {
  return {
    type: 'input',
    block_id: carried(field.id, limits.blockId),
    optional: field.optional,
    label: plainText(field.label, limits.inputLabel),
    ...(field.hint !== undefined && { hint: plainText(field.hint, limits.inputHint) }),
    element: field.kind === 'choice' ? choice(field) : entry(field),
  }
}

function entry(field: FormField): types.PlainTextInput {
  const max = Math.max(1, Math.min(field.maxLength ?? limits.inputText, limits.inputText))
  const initial = cut(field.initial ?? '', max)
  return {
    type: 'plain_text_input',
    action_id: inputId,
    multiline: field.kind === 'text',
    max_length: max,
    ...(initial !== '' && { initial_value: initial }),
  }
}

function choice(field: FormField): types.StaticSelect {
  const options = (field.options ?? []).slice(0, limits.selectOptions).map(({ value, label }) => ({
    text: plainText(label, limits.optionText),
    value: carried(value, limits.optionValue),
  }))
  const initial = options.find((option) => option.value === field.initial)
  return {
    type: 'static_select',
    action_id: inputId,
    options,
    ...(initial && { initial_option: initial }),
  }
}

/** What comes back as it was sent. */
function carried(id: string, max: number): string {
  if (id.length > max || orDash(id) !== id) throw new Error('an id of a form that Slack cannot carry')
  return id
}

const FormState = z.record(
  z.string(),
  z.object({
    [inputId]: z
      .object({
        value: z.string().nullish(),
        selected_option: z.object({ value: z.string() }).nullish(),
      })
      .optional(),
  }),
)

/** What was entered, by field id; empty fields are absent. Null: not a form of ours. */
export function readFormState(values: unknown): Record<string, string> | null {
  const state = FormState.safeParse(values)
  if (!state.success) return null
  const entered = Object.entries(state.data).map(([id, { input }]) => {
    return [id, (input?.selected_option?.value ?? input?.value ?? '').trim()] as const
  })
  return Object.fromEntries(entered.filter(([, value]) => value !== ''))
}
