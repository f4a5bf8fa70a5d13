import type { Rule } from './rule.js'

const events = 'https://docs.slack.dev/apis/events-api/'

/** Events that the app is told of; `error` of the first three is the reason that a repeat carries. */
export const eventRules = {
  'event.timeout': {
    on: 'events',
    says: 'acknowledged within 3 seconds, else sent again',
    error: 'http_timeout',
    source: events,
  },
  'event.status': {
    on: 'events',
    says: 'acknowledged with a success, else sent again (any 2xx at Slack, 200 here)',
    error: 'http_error',
    source: events,
  },
  'event.unreachable': {
    on: 'events',
    says: 'the app can be reached, else sent again',
    error: 'connection_failed',
    source: events,
  },
  'event.retries': {
    on: 'events',
    says: 'sent again at once, after one and after five minutes under the same event_id, then never',
    limit: 3,
    error: 'given_up',
    source: events,
  },
  'event.no-retry': {
    on: 'events',
    says: 'not sent again when the refusal has the header X-Slack-No-Retry: 1',
    error: 'not_sent',
    source: events,
  },
  'event.subscription': {
    on: 'events',
    says: 'only events that the app subscribed to',
    error: 'not_sent',
    source: events,
  },
  'event.scope': {
    on: 'message events',
    says: 'only with the history scope of that kind of channel',
    error: 'not_sent',
    source: 'https://docs.slack.dev/reference/events/message.channels',
  },
} as const satisfies Record<string, Rule>
