import { kitPage, type Rule } from './rule.js'

const over = 'must be less than {over} characters'
const items = 'no more than {limit} items allowed'
const element = (name: string): string => kitPage(`block-elements/${name}-element`)
const object = (name: string): string => kitPage(`composition-objects/${name}-object`)
const input = element('plain-text-input')

/** What elements and composition objects may hold, and the shape of the JSON itself. */
export const kitElementRules = {
  'kit.element.unknown': {
    on: 'element',
    says: 'the type is one of the reference',
    error: 'unsupported type: {name}',
    source: kitPage('block-elements'),
  },
  'kit.element.place': {
    on: 'element',
    says: 'the element may stand in this block',
    error: 'unsupported element for this block: {name}',
    source: kitPage('block-elements'),
  },
  'kit.action-id.length': {
    on: 'action_id',
    says: 'at most 255 characters',
    limit: 255,
    error: over,
    source: element('button'),
  },
  'kit.action-id.unique': {
    on: 'action_id',
    says: 'unique within its block',
    error: '`action_id` already exists for another element',
    source: 'https://github.com/knacklabs/gantry/pull/458',
  },
  'kit.button.text': {
    on: 'button',
    says: 'text at most 75 characters',
    limit: 75,
    error: over,
    source: element('button'),
  },
  'kit.button.value': {
    on: 'button',
    says: 'value at most 2,000 characters',
    limit: 2000,
    error: over,
    source: element('button'),
  },
  'kit.button.url': {
    on: 'button',
    says: 'url at most 3,000 characters',
    limit: 3000,
    error: over,
    source: element('button'),
  },
  'kit.button.accessibility': {
    on: 'button',
    says: 'accessibility_label at most 75 characters',
    limit: 75,
    error: over,
    source: element('button'),
  },
  'kit.confirm.title': {
    on: 'confirm',
    says: 'title at most 100 characters',
    limit: 100,
    error: over,
    source: object('confirmation-dialog'),
  },
  'kit.confirm.text': {
    on: 'confirm',
    says: 'text at most 300 characters',
    limit: 300,
    error: over,
    source: object('confirmation-dialog'),
  },
  'kit.confirm.button': {
    on: 'confirm',
    says: 'confirm and deny at most 30 characters',
    limit: 30,
    error: over,
    source: object('confirmation-dialog'),
  },
  'kit.input-text.max': {
    on: 'plain_text_input',
    says: 'max_length at most 3,000',
    limit: 3000,
    error: 'must be less than {over}',
    source: input,
  },
  'kit.input-text.order': {
    on: 'plain_text_input',
    says: 'min_length not over max_length',
    error: 'min_length must be less than or equal to max_length',
    source: input,
  },
  'kit.input-text.initial': {
    on: 'plain_text_input',
    says: 'initial_value within min_length and max_length (Slack reference: undocumented)',
    error: 'initial_value must fit max_length',
    source: input,
  },
  'kit.number-input.decimal': {
    on: 'number_input',
    says: 'is_decimal_allowed is required',
    error: 'missing required field: is_decimal_allowed',
    source: element('number-input'),
  },
  'kit.datepicker.date': {
    on: 'datepicker',
    says: 'YYYY-MM-DD',
    error: 'must be a date in the format YYYY-MM-DD',
    source: element('date-picker'),
  },
  'kit.timepicker.time': {
    on: 'timepicker',
    says: 'HH:mm',
    error: 'must be a time in the format HH:mm',
    source: element('time-picker'),
  },
  'kit.datetimepicker.time': {
    on: 'datetimepicker',
    says: '10 digits of Unix seconds',
    error: 'must be a 10 digit UNIX timestamp',
    source: element('datetime-picker'),
  },
  'kit.filter.empty': {
    on: 'conversations_select',
    says: 'a filter has at least one property',
    error: 'filter must define at least one property',
    source: object('conversation-filter'),
  },
  'kit.dispatch.actions': {
    on: 'dispatch_action_config',
    says: 'one or two triggers',
    limit: 2,
    error: items,
    source: object('dispatch-action-configuration'),
  },
  'kit.slack-file.one': {
    on: 'slack_file',
    says: 'exactly one of id and url',
    error: 'must define exactly one of `id` or `url`',
    source: object('slack-file'),
  },
  'kit.focus.one': {
    on: 'view',
    says: 'one focus_on_load a view',
    limit: 1,
    error: 'only {limit} element may define focus_on_load',
    source: input,
  },
} as const satisfies Record<string, Rule>
