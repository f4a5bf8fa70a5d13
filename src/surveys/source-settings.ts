import { z } from 'zod'
import { rule } from '../input-problem.js'

/** What a person decided of one source, beside its secrets: the column source.settings. What is absent has its default. */
export const SourceSettings = z.object({
  /** How long an answer's card waits for what comes later (a comment, another score). */
  holdSeconds: z.int().min(0).max(3_600).default(0),
  /** Whether critical answers wait as well: the hold was asked for, and minutes are little beside the hours that they have. */
  holdCritical: z.boolean().default(true),
  /** Which answers raise a card: those that the rules find bad, or words without a number as well. */
  cards: z.enum(['bad', 'all']).default('bad'),
  /** The time zone of times that state none, by its IANA name. */
  assumeZone: z.string().optional(),
  /** Where the tool's API is, for tools whose address differs by customer. */
  apiBase: z.string().refine(isApiBase, rule('api_address')).optional(),
})
export type SourceSettings = z.infer<typeof SourceSettings>

/** Of a source of which nothing was decided. */
export const defaultSettings: SourceSettings = SourceSettings.parse({})

const thisMachine: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/** A token is shown there: nobody on the way may read it. */
export function isApiBase(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, password, search, hash } = new URL(text)
  if (username || password || search || hash) return false
  return protocol === 'https:' || (protocol === 'http:' && thisMachine.has(hostname))
}
