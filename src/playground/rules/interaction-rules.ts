import type { Rule } from './rule.js'

const handling = 'https://docs.slack.dev/interactivity/handling-user-interaction'
const commands = 'https://docs.slack.dev/interactivity/implementing-slash-commands'
const modals = 'https://docs.slack.dev/surfaces/modals'
const shortcuts = 'https://docs.slack.dev/interactivity/implementing-shortcuts'
const socket = 'https://docs.slack.dev/apis/events-api/using-socket-mode'

/** Clicks, forms, commands, response_urls and Socket Mode; `error` is what the caller of the door or of the URL reads. */
export const interactionRules = {
  'ack.deadline': {
    on: 'every interaction',
    says: 'acknowledged within 3 seconds',
    limit: 3000,
    error: 'operation_timeout',
    source: 'https://github.com/Netflix/dispatch/issues/833',
  },
  'ack.status': {
    on: 'every interaction',
    says: 'acknowledged with HTTP 200',
    error: 'http_service_error',
    source: handling,
  },
  'ack.unreachable': {
    on: 'every interaction',
    says: 'the app can be reached',
    error: 'dispatch_failed',
    source: 'https://github.com/integrations/slack/issues/1446',
  },
  'ack.command-response': {
    on: 'slash command',
    says: 'an ack with a body is a valid message',
    error: 'invalid_command_response',
    source: 'https://github.com/haruotsu/slack-review-notify/pull/99',
  },
  'ack.response-action': {
    on: 'view_submission',
    says: 'an ack body has a response_action of errors, update, push, clear',
    error: 'trouble_connecting',
    source: 'https://github.com/slackapi/bolt-js/issues/1208',
  },
  'ack.error-blocks': {
    on: 'view_submission',
    says: 'errors name input blocks of the view, with words',
    error: 'trouble_connecting',
    source: modals,
  },
  'ack.view': {
    on: 'view_submission',
    says: 'the view of update and push passes the Block Kit rules',
    error: 'trouble_connecting',
    source: modals,
  },
  'command.unknown': {
    on: 'slash command',
    says: 'the app has the command, and the scope `commands`',
    error: 'unknown_command',
    source: commands,
  },
  'command.in-thread': {
    on: 'slash command',
    says: 'not in a thread',
    error: 'command_in_thread',
    source: commands,
  },
  'shortcut.unknown': {
    on: 'shortcuts',
    says: 'the app has the shortcut for that place, and the scope `commands`',
    error: 'unknown_shortcut',
    source: shortcuts,
  },
  'shortcut.message': {
    on: 'message shortcuts',
    says: 'on a message that others see too (ephemerals have no such menu)',
    error: 'no_such_message',
    source: shortcuts,
  },
  'people.home-tab': {
    on: 'people',
    says: "the app's Home tab is switched on",
    error: 'no_home_tab',
    source: 'https://docs.slack.dev/surfaces/app-home',
  },
  'people.user': { on: 'people', says: 'somebody of a team', error: 'no_such_user', source: handling },
  'people.channel': {
    on: 'people',
    says: 'a channel the person is in',
    error: 'no_such_channel',
    source: handling,
  },
  'people.message': {
    on: 'people',
    says: 'a message the person sees',
    error: 'no_such_message',
    source: handling,
  },
  'people.element': {
    on: 'people',
    says: 'only what is really on the message or view can be used',
    error: 'no_such_element',
    source: handling,
  },
  'people.option': {
    on: 'people',
    says: 'only an option that is offered can be chosen',
    error: 'no_such_option',
    source: handling,
  },
  'people.dispatch': {
    on: 'people',
    says: 'what is entered in an input block is sent at once only where it has dispatch_action',
    error: 'no_dispatch_action',
    source: 'https://docs.slack.dev/reference/block-kit/blocks/input-block',
  },
  'people.view': {
    on: 'people',
    says: 'only the top view of the person can be used',
    error: 'no_such_view',
    source: modals,
  },
  'people.no-submit': {
    on: 'people',
    says: 'only a view with a submit button can be submitted',
    error: 'no_submit_button',
    source: modals,
  },
  'people.input': {
    on: 'people',
    says: 'values are for input blocks of the view',
    error: 'no_such_input',
    source: modals,
  },
  'people.required': {
    on: 'view_submission',
    says: 'required inputs are filled before anything is sent',
    error: 'Please complete this required field.',
    source: 'https://github.com/slackapi/bolt-js/issues/1267',
  },
  'people.max-length': {
    on: 'view_submission',
    says: 'no more than max_length characters',
    error: 'Please shorten your answer.',
    source: 'https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element',
  },
  'people.min-length': {
    on: 'view_submission',
    says: 'at least min_length characters',
    error: 'Please lengthen your answer.',
    source: 'https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element',
  },
  'people.format': {
    on: 'view_submission',
    says: 'numbers, dates, addresses in the form their field takes',
    error: 'Please check the format.',
    source: 'https://docs.slack.dev/reference/block-kit/block-elements/number-input-element',
  },
  'response-url.uses': {
    on: 'response_url',
    says: 'at most 5 uses',
    limit: 5,
    error: 'used_url',
    source: handling,
  },
  'response-url.age': {
    on: 'response_url',
    says: 'at most 30 minutes old',
    limit: 1_800_000,
    error: 'expired_url',
    source: handling,
  },
  'response-url.unknown': {
    on: 'response_url',
    says: 'a URL that was handed out',
    error: 'no_such_url',
    source: handling,
  },
  'response-url.body': {
    on: 'response_url',
    says: 'JSON, no field outside the reference',
    error: 'invalid_payload',
    source: handling,
  },
  'response-url.no-text': {
    on: 'response_url',
    says: 'text or blocks, unless it deletes',
    error: 'no_text',
    source: handling,
  },
  'response-url.blocks': {
    on: 'response_url',
    says: 'the blocks pass the Block Kit rules',
    error: 'invalid_blocks',
    source: 'https://github.com/slackapi/java-slack-sdk/issues/1017',
  },
  'response-url.original': {
    on: 'response_url',
    says: 'replace_original and delete_original have a message to work on',
    error: 'no_original',
    source: handling,
  },
  'socket.ticket': {
    on: 'Socket Mode',
    says: 'a URL opens one connection, within 30 seconds',
    limit: 30_000,
    error: 'HTTP 401',
    source: socket,
  },
  'socket.connections': {
    on: 'Socket Mode',
    says: 'at most 10 connections an app',
    limit: 10,
    error: 'too_many_websockets',
    source: socket,
  },
} as const satisfies Record<string, Rule>
