import { z } from 'zod'
import type { JsonObject } from '../json.js'
import { parseJson } from '../json.js'
import type { RateRuleId } from '../rules/rules.js'
import { refusalWith } from '../store/refusal.js'
import type { State, Team } from '../store/state.js'

/** What a method may use: the store, the caller's team and the time. */
export interface Call {
  state: State
  team: Team
  now: number
  /** The base URL for links that the answer holds. */
  url: string
  /** Issues a Socket Mode URL for the app. */
  socketUrl: (appId: string) => string
  warnings: string[]
}

export interface Method {
  name: string
  /** Any one of these is enough; none: every token may call. */
  scopes: string[]
  rate: RateRuleId
  /** What the rate is counted by, besides method and team. */
  rateBy?: string
  token: 'bot' | 'app'
  /** Also by GET, and then not by JSON. */
  reads: boolean
  run(call: Call, args: JsonObject): JsonObject
}

interface Definition<Args extends z.ZodRawShape> extends Omit<Method, 'run' | 'token' | 'reads' | 'scopes'> {
  scopes?: string[]
  token?: Method['token']
  reads?: boolean
  args: Args
  handle: (call: Call, args: z.output<z.ZodObject<Args>>) => JsonObject
}

function argumentRefusal(issue: z.core.$ZodIssue, args: JsonObject): Error {
  if (issue.code === 'unrecognized_keys') {
    const lines = issue.keys.map((key) => `invalid additional property: ${key} [json-pointer:/${key}]`)
    return refusalWith('api.unknown-argument', lines)
  }
  const name = String(issue.path[0] ?? '')
  if (args[name] === undefined) {
    return refusalWith('api.missing-argument', [`missing required field: ${name} [json-pointer:/${name}]`])
  }
  return refusalWith('api.bad-argument', [`must be a valid value [json-pointer:/${name}]`])
}

/** A Web API method: its arguments are checked against the reference before it runs. */
export function method<Args extends z.ZodRawShape>(definition: Definition<Args>): Method {
  const { args: fields, handle, ...rest } = definition
  const schema = z.strictObject(fields)
  return {
    scopes: [],
    token: 'bot',
    reads: false,
    ...rest,
    run(call, args) {
      const parsed = schema.safeParse(args)
      const issue = parsed.error?.issues[0]
      if (!parsed.success) throw issue ? argumentRefusal(issue, args) : parsed.error
      return handle(call, parsed.data)
    },
  }
}

/** Arguments as forms and JSON bodies carry them. */
export const text = z.string()
export const flag = z
  .union([z.boolean(), z.enum(['true', 'false', '1', '0'])])
  .transform((value) => value === true || value === 'true' || value === '1')
export const count = z.union([z.number(), z.string().regex(/^\d+$/)]).transform(Number)
/** JSON: as text in a form, as itself in a JSON body. Undefined stands for text that is not JSON. */
export const json = z
  .union([z.string(), z.array(z.unknown()), z.record(z.string(), z.unknown())])
  .transform((value) => (typeof value === 'string' ? { value: parseJson(value) } : { value }))
