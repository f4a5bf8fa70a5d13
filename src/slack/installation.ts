import type { Installation } from '@slack/bolt'
import { z } from 'zod'
import { AppError } from '../errors.js'

/** What we need of an installation as Slack's library describes it; the rest is kept with it. */
const Kept = z.looseObject({
  team: z.looseObject({ id: z.string(), name: z.string().optional() }),
  bot: z.looseObject({
    token: z.string(),
    userId: z.string(),
    refreshToken: z.string().optional(),
    /** Seconds since the epoch. */
    expiresAt: z.number().optional(),
  }),
})
export type Kept = z.infer<typeof Kept>

/** @throws AppError bad_input when it has no team or no bot: an org-wide install, or one that only asked for a user */
export function readInstallation(installation: Installation): Kept {
  const parsed = Kept.safeParse(JSON.parse(JSON.stringify(installation)))
  if (parsed.success && installation.isEnterpriseInstall !== true) return parsed.data
  throw new AppError({ code: 'bad_input', message: 'Slack: an installation without one team and its bot' })
}

/** An installation as we sealed it. */
export function parseKept(secret: string): Kept {
  return Kept.parse(JSON.parse(secret))
}

/** The same with the tokens of a renewal. @param expiresAt epoch ms */
export function withTokens(
  kept: Kept,
  tokens: { token: string; refreshToken: string; expiresAt: number },
): Kept {
  const { token, refreshToken } = tokens
  const bot = { ...kept.bot, token, refreshToken, expiresAt: Math.floor(tokens.expiresAt / 1000) }
  return { ...kept, bot }
}
