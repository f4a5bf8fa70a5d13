import type { Refusal } from '../loops/desk.js'
import type { Messages } from '../messages/messages.js'
import { limits } from './limits.js'
import { dateToken, escapeMrkdwn, oneLine } from './safe-text.js'

/** Why an action did not happen, as mrkdwn. */
export function refusalText(refusal: Refusal, messages: Messages): string {
  return messages.notices.refusals[refusal.kind]({
    by: refusal.by && escapeMrkdwn(oneLine(refusal.by.name, limits.value)),
    time: refusal.at === undefined ? undefined : dateToken(refusal.at, '{date_short_pretty} {time}'),
  })
}
