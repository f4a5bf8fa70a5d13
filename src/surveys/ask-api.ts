import { fetch, ProxyAgent, type Dispatcher } from 'undici'
import { AppError } from '../errors.js'
import { textWithin } from '../http/text-within.js'
import { isApiBase } from './source-settings.js'

export interface ApiRequest {
  base: string
  /** Below the base, with a slash in front. */
  path: string
  headers: Readonly<Record<string, string>>
}

/** One GET of a tool's API. @throws AppError; see askApi */
export type AskApi = (request: ApiRequest) => Promise<unknown>

const timeoutMs = 10_000
const mostBytes = 8 * 1024 * 1024
const longestWaitMs = 3_600_000

/**
 * Asks a tool's API for one JSON document. Redirects are not followed: the token would go along.
 * - rate_limited (429), with what Retry-After says; unavailable (5xx, no answer, no JSON): it is worth another try
 * - misconfigured (401, 403): somebody must give another token
 * - not_found (404, 410), bad_input (other 4xx, a redirect): another try is of no use
 * @param proxyUrl an HTTP proxy on the way; not used for this machine
 */
export function openApi(proxyUrl: string | undefined, now: () => number): AskApi {
  const proxy = proxyUrl === undefined ? undefined : new ProxyAgent(proxyUrl)
  return async ({ base, path, headers }) => {
    if (!isApiBase(base)) throw refused('bad_input', 'the address of the API is not https')
    const url = `${base.replace(/\/+$/, '')}${path}`
    const dispatcher = base.startsWith('https:') ? proxy : undefined
    return ask(url, headers, dispatcher, now)
  }
}

async function ask(
  url: string,
  headers: Readonly<Record<string, string>>,
  dispatcher: Dispatcher | undefined,
  now: () => number,
): Promise<unknown> {
  try {
    const response = await fetch(url, {
      headers: { accept: 'application/json', ...headers },
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      ...(dispatcher && { dispatcher }),
    })
    if (!response.ok) {
      await response.body?.cancel()
      throw problemOf(response.status, response.headers.get('retry-after'), now())
    }
    const text = await textWithin(response.body, mostBytes)
    if (text === null) throw refused('bad_input', 'the API answered with more than is read')
    return JSON.parse(text) as unknown
  } catch (error) {
    if (error instanceof AppError) throw error
    // What failed may quote the address; its name says enough.
    throw new AppError({ code: 'unavailable', message: 'the API did not answer with JSON in time' })
  }
}

function problemOf(status: number, retryAfter: string | null, now: number): AppError {
  const message = `the API answered ${status}`
  if (status === 429 || status === 503) {
    const retryAfterMs = waitOf(retryAfter, now)
    return new AppError({
      code: status === 429 ? 'rate_limited' : 'unavailable',
      message,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    })
  }
  if (status >= 500) return new AppError({ code: 'unavailable', message })
  if (status === 401 || status === 403) return refused('misconfigured', message)
  return refused(status === 404 || status === 410 ? 'not_found' : 'bad_input', message)
}

/** Seconds, or a date. */
function waitOf(retryAfter: string | null, now: number): number | undefined {
  if (retryAfter === null) return undefined
  const ms = /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) * 1_000 : Date.parse(retryAfter) - now
  return Number.isFinite(ms) ? Math.min(longestWaitMs, Math.max(0, ms)) : undefined
}

function refused(code: 'misconfigured' | 'not_found' | 'bad_input', message: string): AppError {
  return new AppError({ code, message })
}
