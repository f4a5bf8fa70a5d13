import { z } from 'zod'

/** Which calls of the Web API are meant; what is left out means any. */
const where = {
  team: z.string().optional(),
  method: z.string().optional(),
  channel: z.string().optional(),
}
/** How often: so many times, or each time with a probability; neither: until it is cleared. */
const often = {
  times: z.number().int().min(1).optional(),
  probability: z.number().gt(0).max(1).optional(),
  seed: z.number().int().default(1),
}

const CallFault = z.discriminatedUnion('kind', [
  /** 429 with Retry-After; nothing is done. */
  z.strictObject({
    kind: z.literal('rate_limited'),
    retry_after: z.number().int().min(1).default(1),
    ...where,
    ...often,
  }),
  /** 500; nothing is done. */
  z.strictObject({ kind: z.literal('server_error'), ...where, ...often }),
  /** Done, but `ms` later. */
  z.strictObject({ kind: z.literal('slow'), ms: z.number().int().min(1), ...where, ...often }),
  /** Nothing is done, and no answer ever comes. */
  z.strictObject({ kind: z.literal('time_out'), ...where, ...often }),
  /** Done; then the connection breaks. */
  z.strictObject({ kind: z.literal('reply_lost'), ...where, ...often }),
  /** Done; the answer is held until the fault is cleared. */
  z.strictObject({ kind: z.literal('hold_reply'), ...where, ...often }),
])

const DeliveryFault = z.discriminatedUnion('kind', [
  /** What Slack sends to the app is sent twice: the same payload, an event as a retry. */
  z.strictObject({
    kind: z.literal('duplicate_event'),
    team: z.string().optional(),
    of: z.enum(['interactive', 'slash_commands', 'events_api']).optional(),
    ...often,
  }),
  /** A person's click is two clicks, a moment apart. */
  z.strictObject({ kind: z.literal('double_click'), team: z.string().optional(), ...often }),
])

/** How things stand in a workspace, until the fault is cleared. */
const StateFault = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('channel_archived'), team: z.string(), channel: z.string() }),
  z.strictObject({ kind: z.literal('bot_removed'), team: z.string(), channel: z.string() }),
  z.strictObject({ kind: z.literal('token_revoked'), team: z.string() }),
])

export const Fault = z.union([CallFault, DeliveryFault, StateFault])
export type Fault = z.output<typeof Fault>
export type CallFault = z.output<typeof CallFault>
export type DeliveryFault = z.output<typeof DeliveryFault>
export type StateFault = z.output<typeof StateFault>
