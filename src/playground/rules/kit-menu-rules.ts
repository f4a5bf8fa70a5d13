import { kitPage, type Rule } from './rule.js'

const over = 'must be less than {over} characters'
const items = 'no more than {limit} items allowed'
const few = 'must have at least {limit} items'
const element = (name: string): string => kitPage(`block-elements/${name}-element`)
const object = (name: string): string => kitPage(`composition-objects/${name}-object`)
const select = kitPage('block-elements/select-menu-element')
const multi = kitPage('block-elements/multi-select-menu-element')

/** Options, menus and choices. */
export const kitMenuRules = {
  'kit.option.text': {
    on: 'option',
    says: 'text at most 75 characters',
    limit: 75,
    error: over,
    source: 'https://github.com/rtCamp/frappe-slack-connector/issues/54',
  },
  'kit.option.description': {
    on: 'option',
    says: 'description at most 75 characters',
    limit: 75,
    error: over,
    source: object('option'),
  },
  'kit.option.value': {
    on: 'option',
    says: 'value at most 150 characters',
    limit: 150,
    error: over,
    source: object('option'),
  },
  'kit.option.url': {
    on: 'overflow option',
    says: 'url at most 3,000 characters',
    limit: 3000,
    error: over,
    source: object('option'),
  },
  'kit.option-group.label': {
    on: 'option group',
    says: 'label at most 75 characters',
    limit: 75,
    error: over,
    source: object('option-group'),
  },
  'kit.option-group.options': {
    on: 'option group',
    says: 'at most 100 options',
    limit: 100,
    error: items,
    source: object('option-group'),
  },
  'kit.placeholder': {
    on: 'placeholder',
    says: 'at most 150 characters',
    limit: 150,
    error: over,
    source: select,
  },
  'kit.select.options': {
    on: 'static_select',
    says: 'at most 100 options',
    limit: 100,
    error: items,
    source: select,
  },
  'kit.select.options-min': {
    on: 'static_select',
    says: 'at least one option',
    limit: 1,
    error: few,
    source: select,
  },
  'kit.select.groups': {
    on: 'static_select',
    says: 'at most 100 option groups',
    limit: 100,
    error: items,
    source: select,
  },
  'kit.select.source': {
    on: 'static_select',
    says: 'options or option_groups, not both',
    error: 'must define exactly one of `options` or `option_groups`',
    source: select,
  },
  'kit.select.initial': {
    on: 'menus and choices',
    says: 'an initial option is one of the options',
    error: 'initial option must match one of the options',
    source: select,
  },
  'kit.multi-select.max': {
    on: 'multi_static_select',
    says: 'max_selected_items at least 1',
    limit: 1,
    error: 'must be more than {under}',
    source: multi,
  },
  'kit.choice.options': {
    on: 'radio_buttons, checkboxes',
    says: 'at most 10 options',
    limit: 10,
    error: items,
    source: element('radio-button-group'),
  },
  'kit.choice.options-min': {
    on: 'radio_buttons, checkboxes',
    says: 'at least one option',
    limit: 1,
    error: few,
    source: element('radio-button-group'),
  },
  'kit.overflow.options': {
    on: 'overflow',
    says: 'at most 5 options',
    limit: 5,
    error: items,
    source: element('overflow-menu'),
  },
  'kit.overflow.options-min': {
    on: 'overflow',
    says: 'at least one option',
    limit: 1,
    error: few,
    source: element('overflow-menu'),
  },
} as const satisfies Record<string, Rule>
