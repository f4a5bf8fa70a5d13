import type { webApi } from '@slack/bolt'
import { AppError } from '../errors.js'
import type { Messages } from '../messages/messages.js'
import type { Finding } from '../watch/health.js'
import { checkToken } from './client.js'
import { toSlackError } from './to-slack-error.js'

/** Whether Slack accepts the token, and whether we are in each channel. Posts nothing. */
export async function checkChannels(
  client: webApi.WebClient,
  channels: readonly string[],
  messages: Messages,
): Promise<Finding[]> {
  try {
    const identity = await checkToken(client)
    const team: Finding = {
      state: 'ok',
      what: 'slack',
      data: { team: identity.teamName, error: '', todo: '' },
    }
    const found = await Promise.all(channels.map((channel) => checkChannel(client, channel, messages)))
    return [team, ...found]
  } catch (error) {
    const known = toSlackError(error)
    if (!(known instanceof AppError)) throw error
    return [
      { state: 'wrong', what: 'slack', data: { team: '', error: known.message, todo: known.tell(messages) } },
    ]
  }
}

async function checkChannel(client: webApi.WebClient, channel: string, messages: Messages): Promise<Finding> {
  try {
    const info = await client.conversations.info({ channel })
    const { is_member: member, is_archived: archived, is_im: direct } = info.channel ?? {}
    const error = archived ? 'is_archived' : member || direct ? '' : 'not_in_channel'
    const { slack } = messages.notices
    const todo = error === '' ? '' : archived ? slack.archived(channel) : slack.notInChannel(channel)
    return { state: error === '' ? 'ok' : 'wrong', what: 'channel', data: { channel, error, todo } }
  } catch (error) {
    const known = toSlackError(error, channel)
    if (!(known instanceof AppError)) throw error
    return {
      state: 'wrong',
      what: 'channel',
      data: { channel, error: known.message, todo: known.tell(messages) },
    }
  }
}
