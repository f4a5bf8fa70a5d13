import type { types } from '@slack/bolt'
import { actionIds, writeFormTicket } from '../../chat/actions.js'
import type { Form, FormBody, FormField, FormNote } from '../../chat/views.js'
import { limits } from '../limits.js'
import { clean, cut, dateToken, escapeMrkdwn, oneLine } from '../safe-text.js'
import { header, orDash, plainText, section } from './blocks.js'

/** The element's id within each input block; the block's id is the field's. */
const inputId = actionIds.field

/** What a form of some kind carries through the client, which is checked again on submit. */
export interface Carried {
  callbackId: string
  ticket: string
  /** The action of the choice that turns the form. */
  turnId: string
  /** Every entry, and the closing of the form, is reported at once. */
  reports: boolean
}

/**
 * A form as a modal. What identifies the loop travels through the client, so it is checked again on submit.
 * @throws Error when a field's id or an option's value is longer than Slack carries: cutting it would change its meaning
 */
export function layoutForm(form: Form): types.ModalView {
  return layoutFormBody(form, {
    callbackId: actionIds.form,
    ticket: writeFormTicket(form),
    turnId: actionIds.turn,
    reports: true,
  })
}

/** The same for a form of any kind. */
export function layoutFormBody(
  form: FormBody,
  { callbackId, ticket, turnId, reports }: Carried,
): types.ModalView {
  const sections = form.sections.flatMap(({ heading, text, fields }): types.KnownBlock[] => [
    ...(heading === null ? [] : [header(heading)]),
    ...(text === null ? [] : [plainSection(text)]),
    ...fields.map((field) => inputBlock(field, inputId, reports)),
  ])
  const notes = form.notes ?? []
  const blocks = [
    ...(notes.length === 0 ? [] : [section(cut(notes.map(noteLine).join('\n'), limits.textObject))]),
    ...(form.turn === undefined ? [] : [inputBlock(form.turn, turnId, true)]),
    ...sections,
  ]
  return {
    type: 'modal',
    callback_id: callbackId,
    private_metadata: ticket,
    title: plainText(form.title, limits.viewTitle),
    submit: plainText(form.submit, limits.viewTitle),
    close: plainText(form.cancel, limits.viewTitle),
    notify_on_close: reports,
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

const noteSigns = { draft: '✎', conflict: '⚠' } as const

function noteLine({ kind, text, at }: FormNote): string {
  const said = escapeMrkdwn(oneLine(text, limits.note))
  const told = at === null ? said : said.replace('{time}', dateToken(at, '{date_short_pretty} {time}'))
  return `${noteSigns[kind]} ${told}`
}

function plainSection(text: string): types.SectionBlock {
  return { type: 'section', text: plainText(clean(text), limits.textObject) }
}

/** What is typed is reported at once: when a form is closed Slack does not promise to say what stood in it. */
function inputBlock(field: FormField, elementId: string, reports: boolean): types.InputBlock {
  return {
    type: 'input',
    block_id: carried(field.id, limits.blockId),
    optional: field.optional,
    ...(reports && { dispatch_action: true }),
    label: plainText(field.label, limits.inputLabel),
    ...(field.hint !== undefined && { hint: plainText(field.hint, limits.inputHint) }),
    element: field.kind === 'choice' ? choice(field, elementId) : entry(field, reports),
  }
}

function entry(field: FormField, reports: boolean): types.PlainTextInput {
  const max = Math.max(1, Math.min(field.maxLength ?? limits.inputText, limits.inputText))
  const initial = cut(field.initial ?? '', max)
  return {
    type: 'plain_text_input',
    action_id: inputId,
    multiline: field.kind === 'text',
    ...(reports && { dispatch_action_config: { trigger_actions_on: ['on_character_entered'] } }),
    max_length: max,
    ...(initial !== '' && { initial_value: initial }),
  }
}

function choice(field: FormField, elementId: string): types.StaticSelect {
  const options = (field.options ?? []).slice(0, limits.selectOptions).map(({ value, label }) => ({
    text: plainText(label, limits.optionText),
    value: carried(value, limits.optionValue),
  }))
  const initial = options.find((option) => option.value === field.initial)
  return {
    type: 'static_select',
    action_id: elementId,
    options,
    ...(initial && { initial_option: initial }),
  }
}

/** What comes back as it was sent. */
function carried(id: string, max: number): string {
  if (id.length > max || orDash(id) !== id) throw new Error('an id of a form that Slack cannot carry')
  return id
}
