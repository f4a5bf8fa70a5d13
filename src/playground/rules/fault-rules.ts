import { methodPage, type Rule } from './rule.js'

/** What Slack answers when something goes wrong that the caller did not do: switched on by hand. */
export const faultRules = {
  'fault.rate-limited': {
    on: 'any method',
    says: 'Slack did not ask to wait: HTTP 429 with Retry-After in seconds',
    error: 'ratelimited',
    source: 'https://docs.slack.dev/apis/web-api/rate-limits',
  },
  'fault.server-error': {
    on: 'any method',
    says: 'Slack itself did not fail: HTTP 500',
    error: 'internal_error',
    source: methodPage('chat.postMessage'),
  },
} as const satisfies Record<string, Rule>
