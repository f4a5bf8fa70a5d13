import { RespondError, webApi } from '@slack/bolt'
import { AppError, type AppErrorDetails, type ErrorCode, type Reach } from '../errors.js'
import type { Messages } from '../messages/messages.js'

type Say = Messages['notices']['slack']

interface Row {
  code: ErrorCode
  tell?: (say: Say, channel: string) => string
  retryAfterMs?: number
  reach?: Reach
}

const badToken: Row = { code: 'misconfigured', tell: (say) => say.badToken(), reach: 'workspace' }
const badInstall: Row = { code: 'misconfigured', tell: (say) => say.installAgain(), reach: 'workspace' }
const badClient: Row = { code: 'misconfigured', tell: (say) => say.badClient(), reach: 'workspace' }
const scopes: Row = { code: 'misconfigured', tell: (say) => say.missingScope(), reach: 'workspace' }
const denied: Row = { code: 'misconfigured', tell: (say) => say.missingScope() }
const archived: Row = { code: 'misconfigured', tell: (say, channel) => say.archived(channel) }
const mayNotPost: Row = { code: 'misconfigured', tell: (say, channel) => say.mayNotPost(channel) }
const mayNotThread: Row = { ...mayNotPost, reach: 'message' }
const messageGone: Row = { code: 'not_found' }
const slackFailed: Row = { code: 'unavailable' }
const tooLate: Row = { code: 'conflict', tell: (say) => say.tooLate() }
/** Slack says when to come back only in the header of a 429. */
const rateLimited: Row = { code: 'rate_limited', retryAfterMs: 30_000 }

/** What each of Slack's own error words means to us. A word that is not here is a bug of ours. */
const rows = new Map<string, Row>([
  ['ratelimited', rateLimited],
  ['rate_limited', rateLimited],
  ['invalid_auth', badToken],
  ['not_authed', badToken],
  ['account_inactive', badToken],
  ['token_revoked', badToken],
  ['token_expired', badToken],
  ['user_removed_from_team', badToken],
  ['not_allowed_token_type', badToken],
  ['team_access_not_granted', badToken],
  ['invalid_refresh_token', badInstall],
  ['invalid_client_id', badClient],
  ['bad_client_secret', badClient],
  ['missing_scope', scopes],
  ['no_permission', denied],
  ['access_denied', denied],
  ['ekm_access_denied', scopes],
  ['not_in_channel', { code: 'misconfigured', tell: (say, channel) => say.notInChannel(channel) }],
  ['channel_not_found', { code: 'misconfigured', tell: (say, channel) => say.noChannel(channel) }],
  ['is_archived', archived],
  // What chat.update says of a message in an archived channel.
  ['is_inactive', archived],
  ['restricted_action', mayNotPost],
  ['restricted_action_read_only_channel', mayNotPost],
  ['restricted_action_thread_only_channel', mayNotPost],
  ['restricted_action_non_threadable_channel', mayNotThread],
  ['restricted_action_thread_locked', mayNotThread],
  ['cannot_reply_to_message', messageGone],
  ['message_not_found', messageGone],
  // A form that was closed meanwhile.
  ['not_found', messageGone],
  ['thread_not_found', messageGone],
  ['cant_update_message', messageGone],
  ['edit_window_closed', messageGone],
  // Whoever a home tab was for has left.
  ['user_not_found', messageGone],
  ['not_enabled', scopes],
  ['internal_error', slackFailed],
  ['fatal_error', slackFailed],
  ['service_unavailable', slackFailed],
  ['request_timeout', slackFailed],
  ['team_added_to_org', slackFailed],
  ['accesslimited', slackFailed],
  ['expired_trigger_id', tooLate],
  ['trigger_expired', tooLate],
  ['exchanged_trigger_id', tooLate],
  ['trigger_exchanged', tooLate],
  ['hash_conflict', tooLate],
])

/**
 * Turns what Slack's SDK throws into an AppError; anything else comes back as it is, since it is our bug.
 * @param channel the channel that was spoken to, for what the operator is told
 */
export function toSlackError(error: unknown, channel = ''): unknown {
  const row = rowOf(error)
  if (row === undefined) return error
  const details: AppErrorDetails = { code: row.code, message: `Slack: ${wordOf(error)}` }
  const { tell } = row
  if (tell) details.tellUser = ({ notices }) => tell(notices.slack, channel)
  if (row.retryAfterMs !== undefined) details.retryAfterMs = row.retryAfterMs
  if (row.reach !== undefined) details.reach = row.reach
  return new AppError(details)
}

/** Slack's own word, or what else names the kind of failure. Goes to the log: no addresses, no texts. */
function wordOf(error: unknown): string {
  if (error instanceof webApi.WebAPIPlatformError && isWord(error.data.error)) return error.data.error
  if (error instanceof webApi.WebAPIHTTPError) return `http ${error.statusCode}`
  if (error instanceof RespondError) return `response_url ${error.statusCode}`
  return error instanceof Error ? error.name : 'unknown'
}

/** The word by which Slack says that a token will never work again; null: it said something else. */
export function deadTokenWord(error: unknown): 'token_revoked' | 'account_inactive' | null {
  const word = error instanceof webApi.WebAPIPlatformError ? error.data.error : ''
  return word === 'token_revoked' || word === 'account_inactive' ? word : null
}

/** Whether Slack refuses the token itself, and not merely because its time is over: then it can still be renewed. */
export function refusesToken(error: unknown): boolean {
  return rowOf(error) === badToken && wordOf(error) !== 'token_expired'
}

function rowOf(error: unknown): Row | undefined {
  if (error instanceof webApi.WebAPIRateLimitedError) {
    return { ...rateLimited, retryAfterMs: Math.max(1, error.retryAfter) * 1000 }
  }
  if (error instanceof webApi.WebAPIPlatformError) {
    // An answer that is not Slack's JSON comes from something in between, such as a proxy's error page.
    return isWord(error.data.error) ? rows.get(error.data.error) : slackFailed
  }
  if (error instanceof webApi.WebAPIHTTPError) return httpRow(error.statusCode)
  if (error instanceof RespondError) return error.statusCode === 404 ? messageGone : httpRow(error.statusCode)
  if (error instanceof webApi.WebAPIRequestError) return slackFailed
  return error instanceof Error ? unwrappedRow(error) : undefined
}

function httpRow(status: number): Row | undefined {
  if (status === 429) return rateLimited
  return status >= 500 || status === 408 ? slackFailed : undefined
}

function isWord(error: unknown): error is string {
  return typeof error === 'string' && /^[a-z0-9_]+$/.test(error)
}

/** The SDK does not wrap what goes wrong while an answer's body comes in, nor a 429 that names no time. */
function unwrappedRow(error: Error): Row | undefined {
  if (error.message.startsWith('Retry header did not contain')) return rateLimited
  const timedOut = error.name === 'TimeoutError' || error.name === 'AbortError'
  const cutOff = error instanceof TypeError && error.message === 'terminated'
  return timedOut || cutOff ? slackFailed : undefined
}
