import { webApi } from '@slack/bolt'
import { fetch, ProxyAgent } from 'undici'
import { AppError } from '../errors.js'
import type { Log } from '../logging/log.js'
import { bridgeLog } from './bridge-log.js'
import { toSlackError } from './to-slack-error.js'

export interface SlackAddress {
  /** Slack's Web API, with a slash at the end. */
  apiUrl: string
  /** An HTTP proxy on the way to Slack. */
  proxyUrl?: string | undefined
}

/** Well within the lease of the row that a call is made for. */
export const callTimeoutMs = 10_000

/**
 * Options for every client of ours; a new object each time, since Bolt writes into it. Never `headers`: the SDK keeps
 * the first token in that object and would send it for every other workspace. No retries and no waiting inside: after
 * an unknown outcome somebody must look before posting again, and one busy channel must not hold up the others.
 */
export function clientOptions(
  address: SlackAddress,
  log: Log,
): webApi.WebClientOptions & { fetch: webApi.FetchFunction } {
  return {
    slackApiUrl: address.apiUrl,
    timeout: callTimeoutMs,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    logger: bridgeLog(log),
    fetch: fetchThrough(address.proxyUrl),
  }
}

/** @param teamId the token's team, where it is known: sent along, so that Slack refuses a token of another */
export function openSlackClient(
  botToken: string,
  address: SlackAddress,
  log: Log,
  teamId?: string,
): webApi.WebClient {
  return new webApi.WebClient(botToken, { ...clientOptions(address, log), ...(teamId && { teamId }) })
}

export interface SlackIdentity {
  teamId: string
  teamName: string
  botUserId: string
  botId: string
}

/** Asks Slack whose token this is. @throws AppError misconfigured when Slack does not accept it; tellUser says what to do */
export async function checkToken(client: webApi.WebClient): Promise<SlackIdentity> {
  try {
    const { team_id, team, user_id, bot_id } = await client.auth.test()
    if (team_id && user_id && bot_id) {
      return { teamId: team_id, teamName: team ?? '', botUserId: user_id, botId: bot_id }
    }
  } catch (error) {
    throw toSlackError(error)
  }
  throw new AppError({
    code: 'misconfigured',
    message: 'Slack: not a bot token',
    tellUser: ({ notices }) => notices.slack.badToken(),
  })
}

/** Also for `respond`, which has no time limit of its own. */
function fetchThrough(proxyUrl: string | undefined): webApi.FetchFunction {
  const dispatcher = proxyDispatcher(proxyUrl)
  return (url, { method, headers, body, redirect, signal } = {}) => {
    if (body !== undefined && typeof body !== 'string') throw new Error('only text is sent to Slack')
    return fetch(url, {
      method: method ?? 'GET',
      headers: headers ?? {},
      redirect: redirect ?? 'error',
      signal: signal ?? AbortSignal.timeout(callTimeoutMs),
      ...(body !== undefined && { body }),
      ...(dispatcher && { dispatcher }),
    })
  }
}

export function proxyDispatcher(proxyUrl: string | undefined): ProxyAgent | undefined {
  return proxyUrl === undefined ? undefined : new ProxyAgent(proxyUrl)
}
