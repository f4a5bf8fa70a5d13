import { kitPage, type Rule } from './rule.js'

const over = 'must be less than {over} characters'
const object = (name: string): string => kitPage(`composition-objects/${name}-object`)
const seen = 'https://github.com/nicklambourne/slackblocks/issues/36'

/** The JSON itself and its text objects. */
export const kitShapeRules = {
  'kit.shape.object': {
    on: 'any',
    says: 'an object where one is due',
    error: 'must provide an object',
    source: 'https://github.com/stoiveyp/Slack.NetStandard/issues/90',
  },
  'kit.shape.array': {
    on: 'any',
    says: 'a list where one is due',
    error: 'must provide an array',
    source: 'https://github.com/stoiveyp/Slack.NetStandard/issues/90',
  },
  'kit.shape.string': {
    on: 'any',
    says: 'a string where one is due',
    error: 'must provide a string',
    source: 'https://github.com/stoiveyp/Slack.NetStandard/issues/90',
  },
  'kit.shape.boolean': {
    on: 'any',
    says: 'true or false where one is due',
    error: 'must provide a boolean',
    source: 'https://github.com/stoiveyp/Slack.NetStandard/issues/90',
  },
  'kit.shape.number': {
    on: 'any',
    says: 'a whole number where one is due',
    error: 'must provide a number',
    source: 'https://github.com/stoiveyp/Slack.NetStandard/issues/90',
  },
  'kit.shape.required': {
    on: 'any',
    says: 'required fields are there',
    error: 'missing required field: {name}',
    source: kitPage('blocks'),
  },
  'kit.shape.extra': {
    on: 'any',
    says: 'no field the reference does not name',
    error: 'invalid additional property: {name}',
    source: seen,
  },
  'kit.shape.enum': {
    on: 'any',
    says: 'a value of the list (style, level, text type ...)',
    error: 'must be a valid enum value',
    source: 'https://docs.slack.dev/reference/methods/blocks.validate',
  },
  'kit.text.empty': {
    on: 'text object',
    says: 'never empty',
    limit: 1,
    error: 'must be more than {under} characters',
    source: object('text'),
  },
  'kit.text.length': {
    on: 'text object',
    says: 'at most 3,000 characters',
    limit: 3000,
    error: over,
    source: object('text'),
  },
} as const satisfies Record<string, Rule>
