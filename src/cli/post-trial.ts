import { z } from 'zod'
import { textWithin } from '../http/text-within.js'
import type { Tried } from '../surveys/try-delivery.js'

export interface TrialPost {
  url: string
  method: string
  headers: Readonly<Record<string, string>>
  body: Buffer
}

/** What stood between this command and an answer. */
export type WayProblem = 'refused' | 'unknown_host' | 'tls' | 'timeout' | 'dropped' | 'no_way'

export interface TrialAnswer {
  status: number
  /** Null: not what Heard answers. */
  json: TrialReply | null
}

/** What comes back may be anybody's: nothing of it may move a terminal's cursor. */
const Plain = z
  .string()
  .max(2_000)
  .transform((text) => text.replace(/\p{Cc}/gu, ' '))

const TriedReply: z.ZodType<Tried> = z.object({
  outcome: z.enum(['accepted', 'partial', 'ignored', 'unbound', 'unusable']),
  reason: Plain.nullable(),
  answers: z.array(
    z.object({
      questionKey: Plain,
      score: z.number().nullable(),
      state: z.enum(['scored', 'unbound', 'quarantined', 'unscored', 'withdrawn']),
      reason: Plain.nullable(),
      rule: Plain.nullable(),
      metric: Plain.nullable(),
      comment: z.number(),
      customer: z.array(Plain),
      segments: z.array(Plain),
      answeredAt: Plain,
    }),
  ),
})

export const TrialReply = z.object({
  error: Plain.optional(),
  trial: Plain.optional(),
  tried: TriedReply.optional(),
})
export type TrialReply = z.infer<typeof TrialReply>

export type PostTrial = (post: TrialPost) => Promise<TrialAnswer | WayProblem>

const mostBytes = 1024 * 1024

/**
 * Posts as a survey tool would. A redirect is an answer: most tools do not follow one.
 * @param proxyUrl an HTTP proxy on the way out; not used for plain HTTP, which is this machine or its neighbours
 */
export function openTrialPost(proxyUrl: string | undefined, timeoutMs: number): PostTrial {
  return async ({ url, method, headers, body }) => {
    // Loaded by the one command that posts.
    const { fetch, ProxyAgent } = await import('undici')
    const proxied = proxyUrl !== undefined && url.startsWith('https:')
    const dispatcher = proxied ? new ProxyAgent(proxyUrl) : undefined
    try {
      const response = await fetch(url, {
        method,
        headers,
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
        ...(dispatcher && { dispatcher }),
      })
      return { status: response.status, json: replyIn(await textWithin(response.body, mostBytes)) }
    } catch (error) {
      return problemOf(error)
    }
  }
}

/** Whatever is longer is no answer of Heard's. */
function replyIn(text: string | null): TrialReply | null {
  if (text === null) return null
  try {
    return TrialReply.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

const byCode: readonly (readonly [RegExp, WayProblem])[] = [
  [/^ECONNREFUSED$/, 'refused'],
  [/^(ENOTFOUND|EAI_)/, 'unknown_host'],
  [/^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|EPROTO)/, 'tls'],
  [/TIMEOUT|^ETIMEDOUT$/, 'timeout'],
  [/^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/, 'dropped'],
]

/** fetch hides what happened in the cause of its error. */
function problemOf(error: unknown): WayProblem {
  if (!(error instanceof Error)) return 'no_way'
  if (error.name === 'TimeoutError') return 'timeout'
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const known = byCode.find(([shape]) => shape.test(code))
  if (known) return known[1]
  return error.cause === undefined ? 'no_way' : problemOf(error.cause)
}
