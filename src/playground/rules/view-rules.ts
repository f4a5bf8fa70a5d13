import { methodPage, type Rule } from './rule.js'

const over = 'must be less than {over} characters'
const modal = 'https://docs.slack.dev/reference/views/modal-views'

/** Modals and home tabs: their JSON, and the methods that show them. */
export const viewRules = {
  'view.type': {
    on: 'view',
    says: 'type is modal or home, as the method needs',
    error: 'must be a valid enum value',
    source: modal,
  },
  'view.title': { on: 'modal', says: 'title at most 24 characters', limit: 24, error: over, source: modal },
  'view.submit': { on: 'modal', says: 'submit at most 24 characters', limit: 24, error: over, source: modal },
  'view.close': { on: 'modal', says: 'close at most 24 characters', limit: 24, error: over, source: modal },
  'view.private-metadata': {
    on: 'view',
    says: 'private_metadata at most 3,000 characters',
    limit: 3000,
    error: over,
    source: modal,
  },
  'view.callback-id': {
    on: 'view',
    says: 'callback_id at most 255 characters',
    limit: 255,
    error: over,
    source: modal,
  },
  'view.external-id': {
    on: 'view',
    says: 'external_id at most 255 characters',
    limit: 255,
    error: over,
    source: modal,
  },
  'view.too-large': {
    on: 'views.*',
    says: 'at most 250 kB of JSON',
    limit: 250_000,
    error: 'view_too_large',
    source: methodPage('views.open'),
  },
  'view.invalid': {
    on: 'views.*',
    says: 'the view passes the Block Kit rules',
    error: 'invalid_arguments',
    source: 'https://github.com/rtCamp/frappe-slack-connector/issues/54',
  },
  'view.external-id-taken': {
    on: 'views.*',
    says: 'external_id is unique in a team',
    error: 'duplicate_external_id',
    source: methodPage('views.open'),
  },
  'view.hash': {
    on: 'views.update, views.publish',
    says: 'a given hash is the current one',
    error: 'hash_conflict',
    source: methodPage('views.update'),
  },
  'view.not-found': {
    on: 'views.update',
    says: 'the view is there and open',
    error: 'not_found',
    source: methodPage('views.update'),
  },
  'view.which': {
    on: 'views.update',
    says: 'view_id or external_id',
    error: 'invalid_arguments',
    source: methodPage('views.update'),
  },
  'view.push-limit': {
    on: 'views.push, response_action push',
    says: 'at most 3 views on the stack',
    limit: 3,
    error: 'push_limit_reached',
    source: methodPage('views.push'),
  },
  'view.push-nowhere': {
    on: 'views.push',
    says: 'the person has a modal open',
    error: 'not_found',
    source: methodPage('views.push'),
  },
  'view.publish-user': {
    on: 'views.publish',
    says: 'user_id is somebody of the team',
    error: 'user_not_found',
    source: 'https://docs.slack.dev/reference/methods/users.info (views.publish names no error for it)',
  },
  'view.home-off': {
    on: 'views.publish',
    says: "the app's Home tab is switched on",
    error: 'not_enabled',
    source: methodPage('views.publish'),
  },
  'trigger.invalid': {
    on: 'views.open, views.push',
    says: 'a trigger_id that Slack gave this app',
    error: 'invalid_trigger_id',
    source: methodPage('views.open'),
  },
  'trigger.expired': {
    on: 'views.open, views.push',
    says: 'used within 3 seconds',
    limit: 3000,
    error: 'expired_trigger_id',
    source: methodPage('views.open'),
  },
  'trigger.exchanged': {
    on: 'views.open, views.push',
    says: 'used once',
    error: 'exchanged_trigger_id',
    source: methodPage('views.open'),
  },
} as const satisfies Record<string, Rule>
