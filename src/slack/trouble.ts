import { AppError } from '../errors.js'
import { newUuid } from '../ids.js'
import type { Messages } from '../messages/messages.js'
import type { SlackDeps } from './binding.js'
import { escapeMrkdwn } from './safe-text.js'
import { toSlackError } from './to-slack-error.js'

/** As troubleSentence, as mrkdwn. */
export function troubleText(...told: Parameters<typeof troubleSentence>): string {
  return escapeMrkdwn(troubleSentence(...told))
}

/**
 * Logs what went wrong and gives the sentence for the person who asked, as plain text. What is our bug gets a number
 * that is in the log too.
 * @param what which listener, for the log
 */
export function troubleSentence(
  deps: Pick<SlackDeps, 'log' | 'clock'>,
  what: string,
  thrown: unknown,
  messages: Messages,
): string {
  const error = toSlackError(thrown)
  if (error instanceof AppError) {
    const level = error.code === 'bad_input' || error.code === 'conflict' ? 'debug' : 'warn'
    deps.log[level]('a person in Slack was told of a problem', {
      what,
      code: error.code,
      problem: error.message,
    })
    return error.tell(messages)
  }
  const troubleId = newUuid(deps.clock())
  deps.log.error('a listener for Slack failed', { troubleId, what, ...faultOf(error) })
  return messages.notices.ourFault(troubleId)
}

/** Without the message: libraries put values into it, and those may be a customer's. */
export function faultOf(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error }
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return { error: error.name, at: frames.slice(0, 6).map((frame) => frame.trim()) }
}
