import { z } from 'zod'

/** What a person decided of one source, beside its secrets: the column source.settings. What is absent has its default. */
export const SourceSettings = z.object({
  /** How long an answer's card waits for what comes later (a comment, another score). */
  holdSeconds: z.int().min(0).max(3_600).default(0),
  /** Which answers raise a card: bad ones by the rules, or all of them. */
  cards: z.enum(['bad', 'all']).default('bad'),
  /** The time zone of times that state none, by its IANA name. */
  assumeZone: z.string().optional(),
})
export type SourceSettings = z.infer<typeof SourceSettings>

/** Of a source of which nothing was decided. */
export const defaultSettings: SourceSettings = SourceSettings.parse({})
