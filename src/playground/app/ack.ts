import type { JsonObject } from '../json.js'
import type { RuleId } from '../rules/rules.js'
import type { Team } from '../store/state.js'

export type Kind = 'interactive' | 'slash_commands' | 'events_api'

/** What became of a request to the app. `body` is what it answered: an object, a text, or undefined. */
export type Ack =
  { acked: true; ms: number; body: unknown } | { acked: false; ms: number; rule: RuleId; noRetry?: boolean }

export interface Retry {
  num: number
  reason: string
}

export type Deliver = (team: Team, kind: Kind, payload: JsonObject, retry?: Retry) => Promise<Ack>

/** Calls `fire` after `ms`; the result takes it back. */
export type Timer = (ms: number, fire: () => void) => () => void

/** `noRetry`: the app asked, by a header of its refusal, not to be told again. */
export type Reply = { body: unknown } | { rule: RuleId; noRetry?: boolean }
