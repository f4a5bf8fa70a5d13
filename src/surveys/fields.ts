import { z } from 'zod'

/** A tool's id of something. Ids name rows, so they are never cut; longer ones are refused. */
export const Key = z.string().min(1).max(300)

/** Every time zone's calendar day of it still has four digits. */
const latest = Date.UTC(9999, 0, 1)

/** An ISO 8601 time with its offset, as epoch milliseconds. Times without a zone are not guessed at. */
export const Instant = z.iso
  .datetime({ offset: true, error: 'must be an ISO 8601 time with an offset, such as 2026-01-31T12:00:00Z' })
  .transform((text) => Date.parse(text))
  .refine((ms) => ms >= 0 && ms < latest, 'must be from 1970 to 9998')

/** Seconds since 1970, as epoch milliseconds. */
export const EpochSeconds = z
  .number()
  .min(0)
  .max(latest / 1000 - 1)
  .transform((seconds) => Math.floor(seconds * 1000))

/** A text that decorates an answer: what is none of the kind is as good as absent. */
export const Text = z
  .string()
  .nullish()
  .catch(undefined)
  .transform((text) => text ?? undefined)

/** A plain value as a text, where it decorates an answer. */
export const Label = z
  .union([z.string(), z.number(), z.boolean()])
  .transform(String)
  .optional()
  .catch(undefined)
